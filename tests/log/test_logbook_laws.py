"""The log's pages against a plain model: rows in a list, narrowed and sorted by Python."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import timedelta
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Adherence, Author, CardState, DeliveryState, Reason, Verdict
from coach.engine.responses import Dismissal
from coach.log.columns import CHOSEN
from coach.log.filters import SUBSTRING_FROM, Filters
from coach.log.order import KEYS, Cursor, Order, Sort
from coach.log.outcomes import CardOutcome
from coach.log.page import FEW_PEOPLE, PageRequest
from coach.queue.tables.answers import card_progress
from coach.queue.tables.records import card
from coach.text import folded
from tests.fixtures.logbook_rows import ROW, said
from tests.fixtures.made_up import a_deal, a_note
from tests.fixtures.make import ALICE, BOB, NOON, ORG, opportunity
from tests.fixtures.store import clear

Row = dict[str, Any]
Key = tuple[Any, ...]
LATER = NOON + timedelta(days=1)
_moments = st.sampled_from([NOON - timedelta(days=1), NOON, NOON + timedelta(microseconds=1), LATER])
_sometimes = st.sampled_from([None, NOON])
_came_of_it = st.fixed_dictionaries(
    {
        "state": st.sampled_from(CardState),
        "rep_id": st.sampled_from([ALICE.id, ALICE.id, BOB.id]),
        "opened_at": _sometimes,
        "acknowledged_at": _sometimes,
        "done_at": _sometimes,
        "dismissed_at": _sometimes,
        "dismissal": st.sampled_from([None, *Dismissal]),
        "moved_at": _sometimes,
        "useful": st.sampled_from([None, True, False]),
        "sure": st.sampled_from([None, True, False]),
        "right": st.sampled_from([None, True, False]),
        "note": st.sampled_from([None, DeliveryState.WRITTEN, DeliveryState.PARKED, DeliveryState.DEAD]),
        "aside": st.sampled_from([None, Reason.SNOOZED, Reason.DONE]),
        "adherence": st.sampled_from([None, *Adherence]),
        "seen_by": st.sampled_from([None, *Author]),
        "skill": st.sampled_from([None, "pricing", "closing"]),
        "delivered_at": st.sampled_from([NOON, LATER]),
    }
)
_row = st.fixed_dictionaries(
    {
        "at": _moments,
        "opportunity_id": st.sampled_from([opportunity(1), opportunity(2)]),
        "owner_id": st.sampled_from([ALICE.id, BOB.id, None]),
        "owner_name": st.sampled_from(["ann", "bo"]),
        "deal_name": st.sampled_from(["acme labs", "labs", "la", "at 50%_", "50%_", "500"]),
        "account_name": st.sampled_from(["Müller", "Muller & Sons", "acme"]),
        **{each.sql.name: st.sampled_from(["open", "won"]) for each in CHOSEN.values()},
        "product_families": st.sampled_from([(), ("Imaging",), ("Imaging", "Service")]),
        "amount": st.sampled_from([None, Decimal(9), Decimal("99.5"), Decimal(1000)]),
        "currency": st.sampled_from(["EUR", "USD"]),
        "worth": st.sampled_from([0.0, 9.0, 100.0]),
        "playbook": st.sampled_from(["a", "b", "c"]),
        "verdict": st.sampled_from(Verdict),
        "reason": st.sampled_from([Reason.APPLIES, Reason.COOLDOWN]),
        "progress": st.none() | _came_of_it,
    }
)
_rows = st.lists(_row, min_size=4, max_size=12)
_band = st.sampled_from([Decimal(9), Decimal("99.5"), Decimal(100)])
_VALUES = ("won", "nowhere")
"""Of a column that is filtered by one of its values: one that rows of the model may have, and one that none has."""
_choices: dict[str, st.SearchStrategy[Any]] = {
    "since": _moments,
    "until": _moments,
    "people": st.sampled_from([frozenset({ALICE.id}), frozenset({ALICE.id, BOB.id}), frozenset()]),
    "opportunity_id": st.just(opportunity(1)),
    "words": st.sampled_from(["labs", "LABS", "abs", "la", "ab", "50%", "0%"]),
    "account": st.sampled_from(["Müller", "muller", "mull", "Acme"]),
    "account_words": st.sampled_from(["MULL", "üller", "mü", "er", "cme"]),
    "chosen": st.tuples(st.tuples(st.sampled_from(sorted(CHOSEN)), st.sampled_from(_VALUES))),
    "family": st.sampled_from(["Service", "Serv"]),
    "least": _band,
    "most": _band,
    "currency": st.just("EUR"),
    "playbooks": st.sampled_from([frozenset({"a"}), frozenset({"a", "b"}), frozenset()]),
    "verdict": st.sampled_from(Verdict),
    "reasons": st.sampled_from(
        [frozenset({Reason.COOLDOWN}), frozenset({Reason.COOLDOWN, Reason.APPLIES}), frozenset()]
    ),
    "outcome": st.sampled_from(CardOutcome),
    "unacknowledged_since": _moments,
    "cards_once": st.just(True),
    "taught": st.sampled_from(["pricing", "closing"]),
}
_each = st.fixed_dictionaries(_choices)
_at_most_one = st.sampled_from([None, *sorted(_choices)]).flatmap(
    lambda name: st.builds(Filters, **{name: _choices[name]}) if name else st.just(Filters())
)
_scopes = st.sampled_from([None, frozenset({ALICE.id}), frozenset({ALICE.id, *map(str, range(FEW_PEOPLE))})])
_orders = st.builds(Order, st.sampled_from(Sort), st.booleans())


def begin(engine: Engine) -> None:
    """Two deals of Alice's, and nothing else."""
    clear(engine)
    for number in (1, 2):
        a_deal(engine, opportunity(number), ALICE.id)


def keep(engine: Engine, rows: Sequence[Row]) -> list[Row]:
    """Log the rows, and what came of their cards; as they are, with their ids."""
    if not rows:
        return []
    told = [{name: value for name, value in row.items() if name != "progress"} for row in rows]
    ids = said(engine, *(each | {"card_key": None} for each in told))
    kept = [row | {"id": number} for row, number in zip(rows, ids, strict=True)]
    for row in kept:
        if row["progress"] is not None:
            _deliver(engine, row)
    return kept


def _deliver(engine: Engine, row: Row) -> None:
    key, about = f"card-{row['id']}", {"org_id": ORG, "opportunity_id": row["opportunity_id"]}
    came = {name: value for name, value in row["progress"].items() if name not in ("state", "note")}
    text = {"title": "", "blocks": [], "why": "", "minutes": Decimal(1), "charged": Decimal(1), "occasion": 1}
    progress = {"card": "first", "minutes": Decimal(1)}
    with engine.begin() as connection:
        connection.execute(
            sa.insert(card),
            about
            | text
            | {"key": key, "playbook": row["playbook"], "name": "first", "owner_id": ALICE.id, "opened_at": row["at"]}
            | {"state": row["progress"]["state"]},
        )
        connection.execute(
            sa.insert(card_progress), about | progress | came | {"card_key": key, "playbook": row["playbook"]}
        )
        if state := row["progress"]["note"]:
            a_note(connection, key, row["opportunity_id"], state)
        connection.execute(sa.text(f"UPDATE decision SET card_key = '{key}' WHERE id = {row['id']}"))


def holds(row: Row, name: str, wanted: Any, filters: Filters) -> bool:
    """One filter, in plain words."""
    progress = row["progress"]
    given = row["verdict"] == Verdict.DELIVER and progress and progress["rep_id"] == row["owner_id"]
    value = row["amount"] if filters.currency else row["worth"]
    found = folded(row["account_name" if name == "account_words" else "deal_name"]).find(folded(str(wanted)))
    begins = found == 0 or (found > 0 and len(str(wanted)) >= SUBSTRING_FROM)
    plain: dict[str, Callable[[], Any]] = {
        "since": lambda: row["at"] >= wanted,
        "until": lambda: row["at"] < wanted,
        "people": lambda: row["owner_id"] in wanted,
        "words": lambda: begins,
        "account": lambda: folded(row["account_name"]) == folded(wanted),
        "account_words": lambda: begins,
        "chosen": lambda: all(row[CHOSEN[name].sql.name] == value for name, value in wanted),
        "family": lambda: wanted in row["product_families"],
        "least": lambda: row["amount"] is not None and value >= wanted,
        "most": lambda: row["amount"] is not None and value <= wanted,
        "currency": lambda: row["amount"] is not None and row["currency"] == wanted,
        "playbooks": lambda: row["playbook"] in wanted,
        "reasons": lambda: row["reason"] in wanted,
        "cards_once": lambda: given and progress["delivered_at"] == row["at"],
        "taught": lambda: given and progress["skill"] == wanted,
        "outcome": lambda: given and became(progress, wanted),
        "unacknowledged_since": lambda: given and row["at"] <= wanted and _unanswered(progress),
    }
    return bool(plain.get(name, lambda: row[name] == wanted)())


def became(progress: Row, outcome: CardOutcome) -> bool:
    """Whether this is what became of a card."""
    return bool(BECAME[outcome](progress)) if outcome in BECAME else progress[f"{outcome}_at"] is not None


def _by(author: Author) -> Callable[[Row], bool]:
    def is_theirs(progress: Row) -> bool:
        is_seen = progress["adherence"] == Adherence.SEEN
        return progress["adherence"] is not None and is_seen is author.is_person and bool(progress["seen_by"] == author)

    return is_theirs


def _never_seen(progress: Row) -> bool:
    return progress["adherence"] == Adherence.NOT_SEEN and progress["seen_by"] is None


def _unanswered(progress: Row) -> bool:
    is_theirs = progress["rep_id"] == ALICE.id
    return progress["state"] == "open" and progress["acknowledged_at"] is None and is_theirs


BECAME: dict[CardOutcome, Callable[[Row], Any]] = {
    CardOutcome.UNANSWERED: _unanswered,
    CardOutcome.UNTOUCHED: lambda row: row["opened_at"] is None and row["acknowledged_at"] is None,
    CardOutcome.SNOOZED: lambda row: row["aside"] == Reason.SNOOZED,
    CardOutcome.DONE_AND_SEEN: lambda row: row["done_at"] is not None and row["adherence"] == Adherence.SEEN,
    CardOutcome.DONE_NOT_SEEN: lambda row: row["done_at"] is not None and _never_seen(row),
    CardOutcome.DID_NOT_FIT: lambda row: row["dismissal"] in (Dismissal.WRONG, Dismissal.NOT_RELEVANT),
    CardOutcome.USEFUL: lambda row: row["useful"],
    CardOutcome.SEEN: lambda row: row["adherence"] == Adherence.SEEN,
    CardOutcome.NOT_SEEN: _never_seen,
    CardOutcome.MOVED_AFTER_SEEN: lambda row: row["moved_at"] is not None and row["adherence"] == Adherence.SEEN,
    CardOutcome.MOVED_OTHERWISE: lambda row: row["moved_at"] is not None and row["adherence"] != Adherence.SEEN,
    CardOutcome.NOT_WRITTEN: lambda row: row["state"] == "open" and row["note"] in ("parked", "dead"),
    CardOutcome.SURE_AND_WRONG: lambda row: row["sure"] and row["right"] is False,
    CardOutcome.SEEN_BY_REP: _by(Author.REP),
    CardOutcome.SEEN_BY_SOMEBODY_ELSE: _by(Author.SOMEBODY_ELSE),
    CardOutcome.BY_AUTOMATION: _by(Author.AUTOMATION),
    CardOutcome.BY_NOBODY_KNOWN: _by(Author.NOT_KNOWN),
}
"""Each outcome in plain words; of all others a time is kept."""


def visible(rows: Sequence[Row], filters: Filters, scope: frozenset[str] | None) -> list[Row]:
    """The rows that fit and may be shown."""
    asked = {each.name: getattr(filters, each.name) for each in fields(Filters)}
    given = {name: value for name, value in asked.items() if value is not None}
    return [
        row
        for row in rows
        if (scope is None or row["owner_id"] in scope)
        and all(holds(row, name, value, filters) for name, value in given.items())
    ]


_laws = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


@given(rows=_rows, values=_each, together=st.sets(st.sampled_from(sorted(_choices)), max_size=3), scope=_scopes)
@_laws
def test_filters_find_what_python_finds_each_alone_and_some_together(
    store: SqlStore,
    engine: Engine,
    rows: list[Row],
    values: dict[str, Any],
    together: set[str],
    scope: frozenset[str] | None,
) -> None:
    begin(engine)
    kept = keep(engine, rows)
    several = [together, {"least", "currency"}, {"most", "currency"}, *({name} for name in values)]
    asked = [Filters(**{name: values[name] for name in names}) for names in several]
    for filters in [*asked, *(Filters(outcome=outcome) for outcome in CardOutcome)]:
        expected = {row["id"] for row in visible(kept, filters, scope)}

        assert {line.entry.id for line in store.logbook.page(PageRequest(filters), scope).lines} == expected, filters
        assert store.logbook.count(filters, scope) == len(expected), filters


class Model:
    """What pages should show while rows come in: the nearest rows beyond a place, whichever way."""

    def __init__(self, order: Order, filters: Filters, scope: frozenset[str] | None) -> None:
        self._order, self._filters, self._scope = order, filters, scope
        self._keys: list[Key] = []

    def add(self, rows: Sequence[Row]) -> None:
        names = [key.name for key in KEYS[self._order.sort]]
        found = [tuple(row[name] for name in names) for row in visible(rows, self._filters, self._scope)]
        self._keys = sorted([*self._keys, *found], reverse=self._order.descending)

    def page(self, edge: Key | None, backwards: bool, size: int) -> tuple[list[Key], Key | None, Key | None]:
        """The rows, and from where to read on in front of them and behind them."""
        earlier = [key for key in self._keys if edge and (key > edge) == self._order.descending and key != edge]
        later = [key for key in self._keys if key not in earlier and key != edge]
        if backwards:
            shown = earlier[-size:]
            return shown, shown[0] if len(earlier) > size else None, shown[-1]
        shown = later[:size]
        return shown, shown[0] if edge and shown else None, shown[-1] if len(later) > size else None


_steps = st.lists(st.sampled_from(["on", "back"]) | st.lists(_row, max_size=4), min_size=1, max_size=12)


@given(rows=_rows, steps=_steps, order=_orders, filters=_at_most_one, scope=_scopes, size=st.integers(1, 4))
@_laws
def test_pages_are_the_next_rows_either_way_though_others_come_in_between(
    store: SqlStore,
    engine: Engine,
    rows: list[Row],
    steps: list[str | list[Row]],
    order: Order,
    filters: Filters,
    scope: frozenset[str] | None,
    size: int,
) -> None:
    begin(engine)
    model = Model(order, filters, scope)
    model.add(keep(engine, rows))

    def look(edge: Key | None, backwards: bool) -> tuple[Key | None, Key | None]:
        place = Cursor.parse(str(Cursor(order.sort, edge)), order.sort) if edge else None
        page = store.logbook.page(PageRequest(filters, order, place, backwards, size), scope)
        shown, before, after = model.page(edge, backwards, size)
        assert [line.entry.id for line in page.lines] == [key[-1] for key in shown]
        assert (page.before and page.before.values, page.after and page.after.values) == (before, after)
        return before, after

    before, after = look(None, False)
    for step in steps:
        edge = before if step == "back" else after
        if isinstance(step, list):
            model.add(keep(engine, step))
        elif edge is not None:
            before, after = look(edge, step == "back")


def test_rows_of_the_model_say_everything_that_is_filtered_by() -> None:
    assert {each.name for each in fields(Filters)} == set(_choices)
    assert {key.name for keys in KEYS.values() for key in keys} <= ROW.keys() | {"id"}
