"""Whatever names a person, anywhere in the database: it is in their export, and gone after their erasure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import (
    Block,
    Card,
    Deal,
    DeliveredCard,
    Delivery,
    Ended,
    Evaluated,
    Person,
    Quiz,
    Reason,
    Trace,
    Truth,
)
from coach.engine.notes import Style, wanted_notes
from coach.queue.tables.records import deal, delivery, metadata
from tests.fixtures.make import card, deliver, evaluated, hold_back, retire, said
from tests.fixtures.make import deal as made_deal
from tests.fixtures.store import clear
from tests.privacy.steps import decide, write
from tests.visible.organisation import mark, marks_in, user_id

USERS = tuple(user_id(number) for number in range(1, 5))
MANAGER = {USERS[0]: USERS[2], USERS[1]: USERS[3], USERS[2]: USERS[3], USERS[3]: None}
PLAYBOOKS = ("discount", "champion")

Rows = dict[tuple[object, ...], str]


@dataclass(frozen=True)
class Step:
    """What happens to a deal: who owns it now, which playbooks have an open card, and whether its notes are written."""

    owner: str
    playbooks: frozenset[str]
    written: bool


steps = st.builds(Step, st.sampled_from(USERS), st.frozensets(st.sampled_from(PLAYBOOKS)), st.booleans())
lives = st.lists(st.lists(steps, min_size=1, max_size=3), min_size=1, max_size=2)


def _person(user: str) -> Person:
    manager = MANAGER[user]
    return Person(user, _name(user), f"{user}@example.com", manager_id=manager, manager_name=manager and _name(manager))


def _name(user: str) -> str:
    return f"Zoë {mark(user)}"


def _card(number: int, playbook: str, owner: str) -> Card:
    """A card that addresses the deal's owner and names their manager, in all its texts."""
    words = " and ".join(_name(each) for each in (owner, MANAGER[owner]) if each)
    return replace(
        card(f"{playbook}-{number}", number, playbook),
        title=f"Dear {_name(owner)}",
        blocks=(Block("tip", "Tip", said(words)),),
        why=words,
        question=Quiz(said(words), said("This", "That"), 1, said(words)),
    )


def _live(store: SqlStore, number: int, life: list[Step], style: Style) -> None:
    cards: dict[str, Card] = {}
    open_before = frozenset[str]()
    for place, step in enumerate(life):
        here = made_deal(number, _person(step.owner))
        cards |= {each: _card(number, each, step.owner) for each in step.playbooks}
        decide(store, _decided(here, cards, step.playbooks, open_before - step.playbooks, style), f"e-{number}-{place}")
        open_before = step.playbooks
        if step.written:
            write(store)


def _decided(
    here: Deal, cards: Mapping[str, Card], opened: frozenset[str], ended: frozenset[str], style: Style
) -> Evaluated:
    why = Trace("owner_name", "is", here.owner.name, Truth.TRUE)
    decisions = [hold_back(Reason.DRAFT, "other", f"{here.owner.name} owns it.")]
    decisions += [replace(deliver(playbook=each), trace=why) for each in sorted(opened)]
    decisions += [retire(each) for each in sorted(ended)]
    over = Ended("Over", "It no longer applies.")
    given = [DeliveredCard(each, None if name in opened else over) for name, each in cards.items()]
    return evaluated(
        here,
        decisions,
        [cards[each] for each in sorted(opened)],
        [*wanted_notes(here.id, given, style), *_messages(here)],
        {cards[each].key: Reason.NO_LONGER_APPLIES for each in ended},
    )


def _messages(here: Deal) -> Iterator[Delivery]:
    """What another channel tells the owner themselves: its key is no card's, its target no record."""
    key = f"message-{here.id}-{USERS.index(here.owner.id)}"
    yield Delivery(key, "message", here.id, here.owner.id, "Coaching", said(here.owner.name))


def _rows(engine: Engine) -> Rows:
    """Every row of every table as text, by table and key."""
    with engine.connect() as connection:
        return {
            _key(table, row): json.dumps(dict(row), default=str, ensure_ascii=False)
            for table in metadata.sorted_tables
            for row in connection.execute(sa.select(table)).mappings()
        }


def _key(table: sa.Table, row: Mapping[Any, Any]) -> tuple[object, ...]:
    return table.name, *(row[column.name] for column in table.primary_key)


def _about(rows: Rows, user: str) -> set[tuple[object, ...]]:
    return {key for key, text in rows.items() if user in text or marks_in(text, [user])}


def _exported(store: SqlStore, user: str) -> set[tuple[object, ...]]:
    privacy = store.privacy
    return {_key(trail.table, row) for trail in privacy.person_counts(user) for row in privacy.person_rows(trail, user)}


def _notes_of_others(engine: Engine, user: str) -> dict[str, frozenset[str]]:
    """The deliveries that nobody may take from the owners of other deals, with those whom each one names."""
    statement = sa.select(delivery).join(
        deal, sa.and_(deal.c.opportunity_id == delivery.c.opportunity_id, deal.c.owner_id != user)
    )
    with engine.connect() as connection:
        rows = connection.execute(statement.where(delivery.c.target != user)).mappings()
        others = [each for each in USERS if each != user]
        return {
            row["key"]: marks_in(json.dumps([row["title"], row["body"]], ensure_ascii=False), others) for row in rows
        }


_DISCOUNT = frozenset({"discount"})
OWNED_IN_BETWEEN = [
    [Step(USERS[1], _DISCOUNT, False), Step(USERS[0], _DISCOUNT, False), Step(USERS[1], frozenset(), False)]
]
"""The card that was retired still speaks to an owner about whom nothing was decided."""
law = settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


@law
@given(lives, st.sampled_from(Style))
@example(OWNED_IN_BETWEEN, Style.DEAL)
def test_whatever_names_a_person_is_in_their_export(
    store: SqlStore, engine: Engine, made: list[list[Step]], style: Style
) -> None:
    clear(engine)
    for number, life in enumerate(made, 1):
        _live(store, number, life, style)
    rows = _rows(engine)

    for user in USERS:
        assert _about(rows, user) - _exported(store, user) == set()


@law
@given(lives, st.sampled_from(Style), st.sampled_from(USERS))
@example(OWNED_IN_BETWEEN, Style.DEAL, USERS[0])
def test_after_an_erasure_with_notes_nothing_names_the_person_and_others_keep_their_notes(
    store: SqlStore, engine: Engine, made: list[list[Step]], style: Style, user: str
) -> None:
    clear(engine)
    for number, life in enumerate(made, 1):
        _live(store, number, life, style)
    others = _notes_of_others(engine, user)

    removed = [note.key for note in store.privacy.notes_of_person(user)]
    store.privacy.erase_person(store.privacy.names_of(user), removed)

    assert _about(_rows(engine), user) == set()
    assert _notes_of_others(engine, user) == others
