import json
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Block, DeliveredCard, Evaluated, Person, Reason, Trace, Truth, User
from coach.engine.notes import living_key, wanted_notes
from coach.engine.responses import Response, ResponseKind
from coach.log.tables import comment, saved_view
from coach.people.sessions import Session
from coach.privacy.audit import AccessKind, LogAccess
from coach.privacy.erase import DELETED, REWRITTEN
from coach.privacy.person import TRAILS
from coach.queue.tables.records import card, decision, metadata
from tests.fixtures.make import NOON, ORG, FakeClock, delivered, evaluated, opportunity, retire, said
from tests.fixtures.make import deal as made_deal
from tests.privacy.steps import decide, write

ZEB = Person("005000000000003AAA", "Zébulon Quagmire", "zebulon@example.com", manager_id="005000000000009AAA")
BOSS = Person("005000000000009AAA", "Maximiliane Overlord", "max@example.com")
ANA = Person(
    "005000000000004AAA", "Ana Ruiz", "ana@example.com", manager_id=BOSS.id, manager_name="Maximiliane Overlord"
)
OPERATOR = "005000000000008AAA"
Dump = Callable[[], str]


@pytest.fixture
def dump(engine: Engine) -> Dump:
    """Every row of every table, as text."""

    def everything() -> str:
        with engine.connect() as connection:
            rows = [
                dict(row) for table in metadata.sorted_tables for row in connection.execute(sa.select(table)).mappings()
            ]
        return json.dumps(rows, default=str, ensure_ascii=False)

    return everything


def _addressed(number: int, owner: Person, words: str) -> Evaluated:
    """A delivery whose card, and the reason for it, name somebody."""
    given = delivered(number, owner)
    why = Trace("owner_name", "is", words, Truth.TRUE)
    return replace(
        given,
        decisions=tuple(replace(each, trace=why, detail=f"It is {words}'s deal.") for each in given.decisions),
        cards=tuple(replace(each, blocks=(Block("tip", "Tip", said(f"Dear {words}")),)) for each in given.cards),
        deliveries=tuple(replace(each, body=said(f"Dear {words}")) for each in given.deliveries),
    )


@pytest.fixture
def coached(store: SqlStore, engine: Engine) -> SqlStore:
    """Zébulon has an open card with its note, a retired one, answered a question, and was looked at by his manager."""
    decide(store, _addressed(1, ZEB, ZEB.name), "e-1")
    write(store)
    decide(store, _addressed(2, ZEB, "Zébulon"), "e-2")
    decide(store, evaluated(made_deal(2, ZEB), [retire()], retired={"card-2": Reason.NO_LONGER_APPLIES}), "e-3")
    decide(store, _addressed(3, ANA, "Maximiliane Overlord"), "e-4")
    store.answers.respond(
        "card-1", ZEB.id, "session", lambda at: Response(ResponseKind.ANSWERED, at, option=2, right=False)
    )
    store.identity.keep_users([User(ZEB.id, ZEB.name, "zeb@acme.example", manager_id=BOSS.id)])
    store.identity.begin_session("hash", Session(ZEB.id, ZEB.name, "zeb@acme.example"))
    store.privacy.record_view(
        LogAccess(BOSS.id, BOSS.name, frozenset({ZEB.id}), AccessKind.EXPORT, f'{{"rep": ["{ZEB.id}"]}}')
    )
    store.privacy.record_view(LogAccess(OPERATOR, "Operator", None, AccessKind.EXPORT, f'{{"rep": ["{ZEB.id}"]}}'))
    store.privacy.record_view(LogAccess(ZEB.id, ZEB.name, frozenset({ANA.id}), AccessKind.PAGE))
    store.export.follow(0, 100, None)
    with engine.begin() as connection:
        first, *_, last = connection.execute(sa.select(decision.c.id).order_by(decision.c.id)).scalars()
        connection.execute(sa.insert(comment).values(_comment(first, ZEB.id, BOSS)))
        connection.execute(sa.insert(comment).values(_comment(last, ANA.id, ZEB)))
        connection.execute(
            sa.insert(saved_view).values(
                org_id=ORG, owner_id=BOSS.id, name="Zébulon's deals", query=f"rep={ZEB.id}", shared=False
            )
        )
    return store


def _comment(decision_id: int, rep_id: str, author: Person) -> dict[str, object]:
    return {
        "org_id": ORG,
        "decision_id": decision_id,
        "rep_id": rep_id,
        "author_id": author.id,
        "author_name": author.name,
        "at": NOON,
        "text": "Talk about it.",
    }


def _erase(store: SqlStore, user_id: str, removed: list[str] | None = None) -> None:
    store.privacy.erase_person(store.privacy.names_of(user_id), removed or [])


# ---------------------------------------------------------------- what is kept about somebody


@pytest.mark.parametrize("text", [ZEB.id, "Zebulon@Example.com", "zeb@acme.example"])
def test_a_person_is_found_by_id_address_and_user_name(coached: SqlStore, text: str) -> None:
    assert coached.privacy.find_person(text) == [ZEB.id]


def test_somebody_nobody_knows_is_not_found(coached: SqlStore) -> None:
    assert coached.privacy.find_person("nobody@example.com") == []


def test_every_way_in_which_somebody_occurs_is_counted_and_handed_out(coached: SqlStore) -> None:
    counts = {trail.words: number for trail, number in coached.privacy.person_counts(ZEB.id).items()}

    assert counts == {
        "decisions about their deals": 3,
        "cards they were given": 2,
        "how far they were with each card": 2,
        "what they did with their cards, answers included": 1,
        "what was looked for on their deals": 2,
        "notes with their cards": 2,
        "attempts to write these notes": 1,
        "comments of managers on their decisions": 1,
        "comments they wrote": 1,
        "who viewed their log": 1,
        "whose log they viewed": 1,
        "places in the feed": 5,
        "deals they own, as last read": 2,
        "their name and address": 1,
        "their user in the org": 1,
        "where they are signed in": 1,
        "others' saved views that name them": 1,
        "others' exports that name them": 1,
    }


def test_the_one_note_of_a_deal_is_its_owners_with_the_attempts_to_write_it(store: SqlStore) -> None:
    given = delivered(1, ZEB)
    decide(store, replace(given, deliveries=wanted_notes(opportunity(1), [DeliveredCard(given.cards[0])])), "e-1")
    write(store)

    counts = {trail.words: number for trail, number in store.privacy.person_counts(ZEB.id).items()}
    assert (counts["notes with their cards"], counts["attempts to write these notes"]) == (1, 1)
    assert [note.key for note in store.privacy.notes_of_person(ZEB.id)] == [living_key(opportunity(1))]


def test_the_note_of_a_deal_that_was_handed_over_is_the_next_owners(store: SqlStore) -> None:
    given = delivered(1, ZEB)
    wanted = wanted_notes(opportunity(1), [DeliveredCard(given.cards[0])])
    decide(store, replace(given, deliveries=wanted), "e-1")
    write(store)
    decide(store, replace(given, deal=made_deal(1, ANA), deliveries=wanted), "e-2")

    assert store.privacy.notes_of_person(ZEB.id) == []
    assert [note.key for note in store.privacy.notes_of_person(ANA.id)] == [living_key(opportunity(1))]


def test_each_way_in_which_somebody_occurs_has_a_file_of_its_own() -> None:
    assert len({trail.column for trail in TRAILS}) == len(TRAILS)


def test_rows_are_handed_out_as_json_and_without_what_opens_a_session(coached: SqlStore) -> None:
    rows = {
        trail.table.name: list(coached.privacy.person_rows(trail, ZEB.id))
        for trail in coached.privacy.person_counts(ZEB.id)
    }

    assert json.loads(json.dumps(rows["card_response"]))[0]["option"] == 2
    assert "hash" not in rows["session"][0]
    assert rows["decision"][0]["owner_name"] == ZEB.name


# ---------------------------------------------------------------- erasing


def test_after_erasing_with_notes_nothing_names_the_person(coached: SqlStore, dump: Dump) -> None:
    _erase(coached, ZEB.id, [note.key for note in coached.privacy.notes_of_person(ZEB.id)])

    left = dump()
    assert [word for word in (ZEB.id, "bulon", "Quagmire", "zebulon@", "zeb@acme") if word in left] == []


def test_erasing_a_manager_takes_their_name_out_of_what_their_reports_were_told(coached: SqlStore, dump: Dump) -> None:
    _erase(coached, BOSS.id)

    left = dump()
    assert [word for word in (BOSS.id, "Maximiliane", "Overlord", "max@example.com") if word in left] == []
    assert "Dear (erased)" in left


def test_what_others_need_stays_under_another_name(coached: SqlStore, engine: Engine) -> None:
    before = coached.figures().decisions
    _erase(coached, ZEB.id)

    with engine.connect() as connection:
        owners = set(connection.execute(sa.select(card.c.owner_id)).scalars())
    assert coached.figures().decisions == before
    assert len(owners) == 2
    assert sum(owner.startswith("erased-") for owner in owners) == 1
    assert {place.rep_id for place in coached.export.follow(0, 100, None).places} == owners


def test_two_erased_people_stay_two(coached: SqlStore, engine: Engine) -> None:
    _erase(coached, ZEB.id)
    _erase(coached, ANA.id)

    with engine.connect() as connection:
        assert len(set(connection.execute(sa.select(card.c.owner_id)).scalars())) == 2


def test_a_note_that_stays_on_its_record_keeps_its_words_here(coached: SqlStore) -> None:
    _erase(coached, ZEB.id)

    assert [place.remote_id for place in coached.places("note", "", 10).values()] == ["069card-1"]
    assert coached.privacy.person_counts(ZEB.id) == {}


def test_erasing_somebody_twice_changes_nothing(coached: SqlStore, dump: Dump) -> None:
    _erase(coached, ZEB.id)
    once = dump()
    _erase(coached, ZEB.id)

    assert dump() == once


def test_coaching_goes_on_after_an_erasure(coached: SqlStore, clock: FakeClock) -> None:
    _erase(coached, ZEB.id, ["card-1"])
    clock.advance(days=1)

    decide(coached, delivered(1, ANA), "e-9")
    write(coached)

    assert "card-1" in coached.places("note", "", 10)
    assert coached.privacy.notes_of_person(ANA.id) != []


def test_the_notes_of_a_person_are_those_with_their_cards(coached: SqlStore) -> None:
    assert [note.key for note in coached.privacy.notes_of_person(ZEB.id)] == ["card-1", "card-2"]
    assert [note.key for note in coached.privacy.notes_of_person(ANA.id)] == ["card-3"]


# ---------------------------------------------------------------- nothing is forgotten


_PEOPLE = {"owner_id", "manager_id", "rep_id", "author_id", "viewer_id", "user_id"}


def _columns_about_people() -> Iterator[sa.Column[object]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name in _PEOPLE or (table.name in {"rep", "person"} and column.name == "id"):
                yield column


def test_every_column_that_names_a_person_is_handed_out_and_erased() -> None:
    handed_out = {str(trail.column) for trail in TRAILS}
    erased = {str(column) for column in DELETED} | {str(rewrite.column) for rewrite in REWRITTEN}

    about_people = {str(column) for column in _columns_about_people()}
    assert about_people <= handed_out
    assert about_people <= erased
