from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import DeliveryState, Outcome, Reason, Receipt, User, Verdict
from coach.engine.responses import Dismissal, Response, ResponseKind
from coach.log.comments import Remark
from coach.log.filters import Filters
from coach.log.lines import LogLine
from coach.log.order import KEYS, Cursor, Order, Sort
from coach.log.outcomes import CardOutcome
from coach.log.page import COUNTED, FEW_PEOPLE, PageRequest
from coach.queue.tables.records import deal as deal_table
from coach.queue.tables.records import delivery as delivery_table
from tests.fixtures.logbook_rows import ROW, said
from tests.fixtures.made_up import a_note
from tests.fixtures.make import (
    ALICE,
    BOB,
    LEASE,
    NOON,
    FakeClock,
    card,
    deal,
    deliver,
    delivered,
    evaluated,
    gone,
    hold_back,
    note,
    opportunity,
    retire,
    trace,
)
from tests.fixtures.store import clear
from tests.queue.test_evaluation import save

EVERYBODY = None
MAX = "005000000000009AAA"


def write_all(store: SqlStore) -> None:
    claims = store.claim_deliveries(100, LEASE)
    store.settle_deliveries(claims, [Receipt(claim.work.key, Outcome.WRITTEN, "069a") for claim in claims])


def lines(store: SqlStore, **filters: Any) -> list[int]:
    page = store.logbook.page(PageRequest(Filters(**filters)), EVERYBODY)
    return [line.entry.id for line in page.lines]


def only_line(store: SqlStore) -> LogLine:
    (line,) = store.logbook.page(PageRequest(), EVERYBODY).lines
    return line


# ---------------------------------------------------------------- a line


def test_a_line_says_what_was_decided_and_what_came_of_it(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    clock.advance(seconds=2.5)
    write_all(store)

    line = only_line(store)

    assert (line.entry.owner_name, line.entry.stage_before, line.entry.stage) == ("Alice", "Proposal", "Negotiation")
    assert (line.entry.product_families, line.entry.amount) == (("Imaging", "Service"), Decimal("125000.50"))
    assert (line.card_title, line.note_state) == ("Hold the price", DeliveryState.WRITTEN)
    assert line.took == timedelta(seconds=2.5)
    assert line.taken is not None
    assert line.taken.acknowledged_at is None


def test_a_line_says_what_the_rep_did_about_the_card(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    store.answers.respond("card-1", ALICE.id, "session", lambda at: Response(ResponseKind.DONE, at))

    taken = only_line(store).taken

    assert taken is not None
    assert (taken.done_at, taken.acknowledged_at, taken.adherence) == (clock.now, clock.now, None)


def test_a_line_about_a_card_in_a_living_note_tells_of_that_note(store: SqlStore) -> None:
    save(store, evaluated(deal(), [deliver()], [card()], [note("living")]), "1")

    assert only_line(store).note_state is DeliveryState.PENDING


def test_a_card_whose_own_note_has_left_is_told_of_by_the_deals_one_note(store: SqlStore) -> None:
    save(store, evaluated(deal(), [deliver()], [card()], [note()]), "1")
    write_all(store)
    moved = replace(note(live=False), leaves=True)
    save(store, evaluated(deal(), [], [card()], [note("living"), moved]), "2")
    claims = store.claim_deliveries(10, LEASE)
    store.settle_deliveries(claims, [Receipt("card-1", Outcome.LEFT), Receipt("living", Outcome.WRITTEN, "069L")])

    assert only_line(store).note_state is DeliveryState.WRITTEN


def test_a_line_about_a_card_held_back_has_neither_card_nor_note(store: SqlStore) -> None:
    save(store, evaluated(deal(), [hold_back(Reason.DRAFT)]), "1")

    line = only_line(store)

    assert (line.card_title, line.note_state, line.took, line.taken) == (None, None, None, None)


def test_a_deal_that_was_never_read_has_a_line_too(store: SqlStore) -> None:
    save(store, gone(evaluated(deal(), cards=[card()])), "1")

    line = only_line(store)

    assert (line.entry.deal_name, line.entry.owner_name, line.entry.stage) == (None, None, None)


# ---------------------------------------------------------------- filters


FOUND: list[tuple[str, Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]]] = [
    ("since is inclusive", {"since": NOON}, {}, {"at": NOON - timedelta(microseconds=1)}),
    ("until is exclusive", {"until": NOON}, {"at": NOON - timedelta(microseconds=1)}, {}),
    ("people", {"people": frozenset({BOB.id})}, {"owner_id": BOB.id}, {}),
    ("deal", {"opportunity_id": opportunity(2)}, {"opportunity_id": opportunity(2)}, {}),
    ("stage", {"chosen": (("stage", "Qualification"),)}, {"stage": "Qualification"}, {}),
    ("family", {"family": "Service"}, {"product_families": ("Imaging", "Service")}, {"product_families": ("Serv",)}),
    (
        "at least",
        {"least": Decimal(100)},
        {"amount": Decimal(1), "worth": 100.0},
        {"amount": Decimal(1), "worth": 99.0},
    ),
    ("at most", {"most": Decimal(100)}, {"amount": Decimal(1), "worth": 100.0}, {"worth": 100.0}),
    (
        "between, in a currency",
        {"least": Decimal("99.5"), "most": Decimal(1000), "currency": "USD"},
        {"amount": Decimal("100"), "currency": "USD"},
        {"amount": Decimal("100"), "currency": "EUR"},
    ),
    (
        "amounts are compared as numbers",
        {"least": Decimal(20), "currency": "EUR"},
        {"amount": Decimal(100)},
        {"amount": Decimal(9)},
    ),
    ("playbooks", {"playbooks": frozenset({"a", "b"})}, {"playbook": "b"}, {"playbook": "c"}),
    ("verdict", {"verdict": Verdict.RETIRE}, {"verdict": "retire"}, {}),
    ("reason", {"reasons": frozenset({Reason.DRAFT})}, {"reason": "draft"}, {}),
    ("words anywhere in the name", {"words": "LABS"}, {}, {"deal_name": "Harbour Clinic"}),
    (
        "several reasons",
        {"reasons": frozenset({Reason.DRAFT, Reason.COOLDOWN})},
        {"reason": "draft"},
        {"reason": "done"},
    ),
    ("words without accents", {"words": "muller"}, {"deal_name": "Klinik MÜLLER"}, {"deal_name": "Miller"}),
    ("an account", {"account": "Societe"}, {"account_name": "Société"}, {"account_name": "Société Générale"}),
    (
        "words of an account",
        {"account_words": "generale"},
        {"account_name": "Société Générale"},
        {"account_name": "Gen"},
    ),
    ("few letters begin the name", {"words": "la"}, {"deal_name": "LA Clinic"}, {"deal_name": "Meridian Labs"}),
    ("words are taken literally", {"words": "50%_\\"}, {"deal_name": "at 50%_\\ off"}, {"deal_name": "at 500 off"}),
]


@pytest.mark.parametrize(
    ("filters", "inside", "outside"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND]
)
def test_a_filter_finds_what_fits_and_nothing_else(
    store: SqlStore, engine: Engine, filters: Any, inside: Any, outside: Any
) -> None:
    fitting, _ = said(engine, inside, outside)

    assert lines(store, **filters) == [fitting]


def test_all_filters_must_hold(store: SqlStore, engine: Engine) -> None:
    both, *_ = said(engine, {"stage": "A", "playbook": "a"}, {"stage": "A"}, {"playbook": "a"})

    assert lines(store, chosen=(("stage", "A"),), playbooks=frozenset({"a"})) == [both]


def say(store: SqlStore, kind: ResponseKind) -> None:
    store.answers.respond("card-1", ALICE.id, "session", lambda at: Response(kind, at, dismissal=Dismissal.OTHER))


@pytest.mark.parametrize(
    ("kind", "outcomes"),
    [
        (None, {CardOutcome.UNANSWERED, CardOutcome.UNTOUCHED}),
        (ResponseKind.OPENED, {CardOutcome.UNANSWERED, CardOutcome.OPENED}),
        (ResponseKind.ACKNOWLEDGED, {CardOutcome.OPENED, CardOutcome.ACKNOWLEDGED}),
        (ResponseKind.DONE, {CardOutcome.OPENED, CardOutcome.ACKNOWLEDGED, CardOutcome.DONE}),
        (ResponseKind.DISMISSED, {CardOutcome.OPENED, CardOutcome.ACKNOWLEDGED, CardOutcome.DISMISSED}),
    ],
)
def test_a_delivery_is_found_by_what_became_of_its_card(
    store: SqlStore, kind: ResponseKind | None, outcomes: set[CardOutcome]
) -> None:
    save(store, delivered(), "1")
    if kind:
        say(store, kind)

    assert {outcome for outcome in CardOutcome if lines(store, outcome=outcome)} == outcomes


def test_a_delivery_not_acknowledged_is_found_once_it_is_old_enough(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    before, then = clock.now - timedelta(seconds=1), clock.now

    assert (len(lines(store, unacknowledged_since=before)), len(lines(store, unacknowledged_since=then))) == (0, 1)


def test_a_delivery_is_not_asked_after_once_it_was_acknowledged(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    say(store, ResponseKind.ACKNOWLEDGED)

    assert lines(store, unacknowledged_since=clock.now) == []


def test_a_delivery_is_not_asked_after_once_its_deal_is_another_s(
    store: SqlStore, engine: Engine, clock: FakeClock
) -> None:
    save(store, delivered(), "1")
    with engine.begin() as connection:
        connection.execute(sa.update(deal_table).values(owner_id=BOB.id))

    assert lines(store, unacknowledged_since=clock.now) == []


def test_a_card_is_found_while_the_one_note_of_its_deal_waits_for_somebody(store: SqlStore, engine: Engine) -> None:
    save(store, delivered(), "1")
    assert lines(store, outcome=CardOutcome.NOT_WRITTEN) == []

    with engine.begin() as connection:
        connection.execute(sa.delete(delivery_table))
        a_note(connection, "the-deal-s", opportunity(1), DeliveryState.PARKED)

    assert len(lines(store, outcome=CardOutcome.NOT_WRITTEN)) == 1


def test_a_delivery_is_not_asked_after_once_its_card_is_retired(store: SqlStore, clock: FakeClock) -> None:
    save(store, delivered(), "1")
    save(store, evaluated(deal(), [retire()], notes=[note()], retired={"card-1": Reason.NO_LONGER_APPLIES}), "2")

    assert lines(store, unacknowledged_since=clock.now) == []


# ---------------------------------------------------------------- scope


def test_only_rows_of_people_in_scope_are_shown(store: SqlStore, engine: Engine) -> None:
    alices, bobs, nobodys = said(engine, {}, {"owner_id": BOB.id}, {"owner_id": None})

    def seen(scope: frozenset[str] | None, **filters: Any) -> set[int]:
        wanted = PageRequest(Filters(**filters))
        page = store.logbook.page(wanted, scope)
        assert store.logbook.count(wanted.filters, scope) == len(page.lines)
        return {line.entry.id for line in page.lines}

    assert seen(EVERYBODY) == {alices, bobs, nobodys}
    assert seen(frozenset({BOB.id})) == {bobs}
    assert seen(frozenset({BOB.id}), people=frozenset({ALICE.id, BOB.id})) == {bobs}
    assert seen(frozenset({BOB.id}), people=frozenset({ALICE.id})) == set()
    assert seen(frozenset()) == set()


def test_a_story_out_of_scope_is_no_story(store: SqlStore, engine: Engine) -> None:
    (bobs,) = said(engine, {"owner_id": BOB.id})

    assert store.logbook.story(bobs, frozenset({ALICE.id})) is None
    assert store.logbook.story(bobs, frozenset({BOB.id})) is not None


# ---------------------------------------------------------------- order and pages


_row = st.fixed_dictionaries(
    {
        "at": st.sampled_from([NOON, NOON, NOON + timedelta(microseconds=1), NOON - timedelta(days=1)]),
        "owner_name": st.sampled_from(["Alice", "alice", "Bob", None]),
        "owner_id": st.sampled_from([ALICE.id, BOB.id]),
        "deal_name": st.sampled_from(["", "A", "Ä" * 255, "zz", "'\"\\"]),
        "worth": st.sampled_from([0.0, -1.5, 0.1, 1e18]),
        "playbook": st.sampled_from(["a", "b"]),
    }
)
_orders = st.builds(Order, st.sampled_from(Sort), st.booleans())
_scopes = st.sampled_from([EVERYBODY, frozenset({ALICE.id, BOB.id}), frozenset({BOB.id, *map(str, range(FEW_PEOPLE))})])


def forwards(store: SqlStore, order: Order, size: int, scope: frozenset[str] | None) -> Iterator[list[int]]:
    place: Cursor | None = None
    while True:
        page = store.logbook.page(PageRequest(Filters(), order, place, rows=size), scope)
        yield [line.entry.id for line in page.lines]
        if page.after is None:
            return
        place = Cursor.parse(str(page.after), order.sort)


def backwards(store: SqlStore, order: Order, size: int, scope: frozenset[str] | None, end: int) -> Iterator[list[int]]:
    """The pages before the ``end``-th row, last first."""
    page = store.logbook.page(PageRequest(Filters(), order, rows=end), scope)
    place = page.after
    while place is not None:
        page = store.logbook.page(PageRequest(Filters(), order, place, backwards=True, rows=size), scope)
        yield [line.entry.id for line in page.lines]
        place = page.before


@given(rows=st.lists(_row, max_size=12), order=_orders, size=st.integers(1, 5), scope=_scopes)
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_pages_hold_every_row_once_in_the_order_asked_for(
    store: SqlStore, engine: Engine, rows: list[dict[str, Any]], order: Order, size: int, scope: frozenset[str] | None
) -> None:
    clear(engine)
    ids = said(engine, *rows) if rows else []

    pages = list(forwards(store, order, size, scope))

    theirs = {each for each, row in zip(ids, rows, strict=True) if scope is None or row["owner_id"] in scope}
    shown = [each for page in pages for each in page]
    assert sorted(shown) == sorted(theirs)
    assert all(len(page) == size for page in pages[:-1])
    if order.sort is not Sort.DEAL and order.sort is not Sort.REP:  # whose order is the database's language's
        keys = {
            each: (*(row[key.name] for key in KEYS[order.sort][:-1]), each) for each, row in zip(ids, rows, strict=True)
        }
        assert shown == sorted(theirs, key=keys.__getitem__, reverse=order.descending)
    if len(shown) > 1:
        back = [each for page in backwards(store, order, size, scope, len(shown) - 1) for each in reversed(page)]
        assert back == shown[len(shown) - 3 :: -1] if len(shown) > 2 else back == []


def test_the_first_page_has_none_before_it_and_the_last_none_after(store: SqlStore, engine: Engine) -> None:
    said(engine, {}, {}, {})
    first = store.logbook.page(PageRequest(rows=2), EVERYBODY)
    assert (first.before, first.after is None) == (None, False)

    last = store.logbook.page(PageRequest(place=first.after, rows=2), EVERYBODY)
    assert (last.before is None, last.after) == (False, None)

    again = store.logbook.page(PageRequest(place=last.before, backwards=True, rows=2), EVERYBODY)
    assert (again.lines, again.before) == (first.lines, None)


def test_a_page_begins_where_it_would_though_the_row_before_is_gone(store: SqlStore, engine: Engine) -> None:
    ids = said(engine, {}, {}, {})
    first = store.logbook.page(PageRequest(rows=1), EVERYBODY)
    clear(engine)
    said(engine, {"id": ids[0]}, {"id": ids[1]})

    after = store.logbook.page(PageRequest(place=first.after), EVERYBODY)

    assert [line.entry.id for line in after.lines] == [ids[1], ids[0]]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "e30",
        "W10",
        "WzFd",
        "WyIyMDI2IiwieCJd",
        "é",
        "W1tdLDFd",
        "WyIwMDAxLTAxLTAxVDAwOjAwKzIzOjU5IiwxXQ",
        "W" * 99,
    ],
)
def test_what_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a place in the log"):
        Cursor.parse(text, Sort.WHEN)


def test_rows_are_counted_up_to_a_limit(store: SqlStore, engine: Engine) -> None:
    said(engine, *({} for _ in range(COUNTED + 5)))

    assert store.logbook.count(Filters(), EVERYBODY) == COUNTED + 1
    assert store.logbook.count(Filters(chosen=(("stage", "nowhere"),)), EVERYBODY) == 0


# ---------------------------------------------------------------- hostile values


def test_values_of_ten_thousand_characters_are_kept_short_and_found_again(store: SqlStore, engine: Engine) -> None:
    long = "".join(chr(0x4E00 + number) for number in range(10_000))
    (each,) = said(
        engine,
        {"deal_name": long, "owner_name": long, "stage": long, "currency": long, "product_families": (long, "B")},
    )

    assert lines(store, chosen=(("stage", long),), words=long[5:50]) == [each]
    assert lines(store, family=long) == [each]
    (line,) = store.logbook.page(PageRequest(order=Order(Sort.DEAL)), EVERYBODY).lines
    assert line.entry.deal_name == long[:255]


# ---------------------------------------------------------------- the story


def test_a_story_holds_everything_from_event_to_attempt(store: SqlStore) -> None:
    save(store, delivered(), "first")
    write_all(store)

    story = store.logbook.story(only_line(store).entry.id, EVERYBODY)

    assert story is not None
    assert (story.trace, story.deal, story.card) == (trace(), deal(), card())
    assert [each.source_event_id for each in story.events] == ["first"]
    assert [(each.action, each.outcome) for each in story.attempts] == [("create", "written")]
    assert story.note is not None
    assert (story.note.key, story.note.remote_id, story.past and story.past.key) == ("card-1", "069a", "card-1")


def test_a_story_goes_on_with_what_was_decided_later(store: SqlStore) -> None:
    save(store, evaluated(deal(), [hold_back(Reason.WEEKLY_MINUTES), hold_back(Reason.DRAFT, "other")]), "1")
    save(store, delivered(), "2")
    first = store.logbook.page(PageRequest(Filters(reasons=frozenset({Reason.WEEKLY_MINUTES}))), EVERYBODY).lines[0]

    story = store.logbook.story(first.entry.id, EVERYBODY)

    assert story is not None
    assert [(each.playbook, each.verdict) for each in story.later] == [("discount", "deliver")]


def test_the_story_of_a_card_in_a_living_note_is_that_of_the_note(store: SqlStore) -> None:
    save(store, evaluated(deal(), [deliver()], [card()], [note("living")]), "1")
    story = store.logbook.story(only_line(store).entry.id, EVERYBODY)
    assert story is not None
    assert story.note is not None
    assert story.note.key == "living"


def test_a_card_held_back_has_a_story_without_a_note(store: SqlStore) -> None:
    save(store, evaluated(deal(), [hold_back(Reason.DRAFT)]), "1")
    story = store.logbook.story(only_line(store).entry.id, EVERYBODY)
    assert story is not None
    assert (story.card, story.note, story.attempts, story.trace) == (None, None, (), None)


def test_there_is_no_story_of_what_never_happened(store: SqlStore) -> None:
    assert store.logbook.story(1, EVERYBODY) is None


# ---------------------------------------------------------------- comments and follow-ups

REMARK = Remark(MAX, "Max", "Ask for the second signature first.", date(2026, 12, 1))


def test_a_comment_is_kept_with_its_decision(store: SqlStore, engine: Engine, clock: FakeClock) -> None:
    (each,) = said(engine, {})

    assert store.logbook.comment(each, REMARK, frozenset({ALICE.id}))

    story = store.logbook.story(each, EVERYBODY)
    assert story is not None
    (kept,) = story.comments
    assert (kept.author_name, kept.text, kept.follow_up_on, kept.rep_id) == (
        "Max",
        REMARK.text,
        REMARK.follow_up_on,
        ALICE.id,
    )
    assert kept.at == clock.now
    assert only_line(store).comments == 1


def test_nobody_comments_on_what_they_may_not_see(store: SqlStore, engine: Engine) -> None:
    bobs, nobodys = said(engine, {"owner_id": BOB.id}, {"owner_id": None})

    assert not store.logbook.comment(bobs, REMARK, frozenset({ALICE.id}))
    assert not store.logbook.comment(nobodys, REMARK, EVERYBODY)
    assert not store.logbook.comment(nobodys + 1, REMARK, EVERYBODY)


def test_follow_ups_are_listed_until_their_author_has_come_back_to_them(store: SqlStore, engine: Engine) -> None:
    later, sooner, never = said(engine, {}, {}, {})
    store.logbook.comment(later, REMARK, EVERYBODY)
    store.logbook.comment(sooner, Remark(MAX, "Max", "Soon.", date(2026, 11, 26)), EVERYBODY)
    store.logbook.comment(never, Remark(MAX, "Max", "Just so."), EVERYBODY)

    waiting = store.logbook.follow_ups(frozenset({ALICE.id}), 10, MAX)
    assert [(each.comment.decision_id, each.deal_name) for each in waiting] == [
        (sooner, ROW["deal_name"]),
        (later, ROW["deal_name"]),
    ]
    assert store.logbook.follow_ups(frozenset({BOB.id}), 10) == []
    assert store.logbook.follow_ups(EVERYBODY, 10, BOB.id) == []

    soon = waiting[0].comment
    assert not store.logbook.settle_follow_up(sooner, soon.id, BOB.id)
    assert store.logbook.settle_follow_up(sooner, soon.id, MAX)
    assert not store.logbook.settle_follow_up(sooner, soon.id, MAX)
    assert [each.comment.decision_id for each in store.logbook.follow_ups(EVERYBODY, 10, MAX)] == [later]


def test_only_its_author_takes_a_comment_back(store: SqlStore, engine: Engine) -> None:
    (each,) = said(engine, {})
    store.logbook.comment(each, REMARK, EVERYBODY)
    story = store.logbook.story(each, EVERYBODY)
    assert story is not None
    (kept,) = story.comments

    assert not store.logbook.remove_comment(each, kept.id, ALICE.id)
    assert not store.logbook.remove_comment(each + 1, kept.id, MAX)
    assert store.logbook.remove_comment(each, kept.id, MAX)


# ---------------------------------------------------------------- saved views


def person(number: int, manager: int | None) -> User:
    manager_id = f"005{manager:012}AAA" if manager else None
    return User(f"005{number:012}AAA", f"User {number}", f"user{number}@example.com", manager_id=manager_id)


BOSS, LEAD, REP, PEER, STRANGER = (person(1, None), person(2, 1), person(3, 2), person(4, 2), person(5, 1))


def views(store: SqlStore, user: User) -> list[tuple[str, str | None]]:
    return [(each.name, each.owner_name) for each in store.logbook.views(user.id)]


def test_a_shared_view_is_seen_by_the_team_of_its_owner(store: SqlStore) -> None:
    store.identity.keep_users([BOSS, LEAD, REP, PEER, STRANGER])
    store.logbook.keep_view(LEAD.id, "mine", "stage=A", shared=False)
    store.logbook.keep_view(LEAD.id, "ours", "stage=B", shared=True)
    store.logbook.keep_view(REP.id, "for peers", "stage=C", shared=True)

    assert views(store, LEAD) == [("mine", "User 2"), ("ours", "User 2")]
    assert views(store, REP) == [("for peers", "User 3"), ("ours", "User 2")]
    assert views(store, PEER) == [("for peers", "User 3"), ("ours", "User 2")]
    assert views(store, STRANGER) == [("ours", "User 2")]
    assert views(store, BOSS) == []


def test_a_view_kept_under_a_name_again_is_replaced(store: SqlStore) -> None:
    for stage in ("A", "B"):
        store.logbook.keep_view(LEAD.id, "mine", f"stage={stage}", shared=False)

    (kept,) = store.logbook.views(LEAD.id)
    assert (kept.query, kept.owner_name) == ("stage=B", None)


def test_only_its_owner_forgets_a_view(store: SqlStore) -> None:
    store.logbook.keep_view(LEAD.id, "mine", "", shared=True)
    (kept,) = store.logbook.views(LEAD.id)

    assert not store.logbook.forget_view(REP.id, kept.id)
    assert store.logbook.forget_view(LEAD.id, kept.id)
    assert views(store, LEAD) == []


def test_nobody_keeps_more_views_than_they_can_look_through(store: SqlStore) -> None:
    kept = [store.logbook.keep_view(LEAD.id, str(number), "", shared=False) for number in range(51)]

    assert kept == [True] * 50 + [False]
    assert store.logbook.keep_view(LEAD.id, "7", "stage=A", shared=False)


# ---------------------------------------------------------------- what to choose from


def test_what_occurs_in_the_log_can_be_chosen(store: SqlStore, engine: Engine) -> None:
    said(engine, {"product_families": ("B", "A")}, {"stage": None, "currency": "USD", "playbook": "other"})

    found = store.logbook.occurring()

    assert (found.chosen, found.families) == ({"stage": ("Negotiation",)}, ("A", "B"))
    assert (found.currencies, found.playbooks) == (("EUR", "USD"), ("discount", "other"))


def test_people_are_offered_within_scope(store: SqlStore) -> None:
    save(store, delivered(1), "1")
    save(store, delivered(2, BOB), "2")
    store.identity.keep_users([BOSS, LEAD, REP])

    assert [each.name for each in store.logbook.reps(EVERYBODY)] == ["Alice", "Bob"]
    assert [each.name for each in store.logbook.reps(frozenset({BOB.id}))] == ["Bob"]
    assert [each.name for each in store.logbook.managers(EVERYBODY)] == ["User 1", "User 2"]
    assert [each.name for each in store.logbook.managers(frozenset({LEAD.id, REP.id}))] == ["User 2"]
    assert store.logbook.team(LEAD.id) == {LEAD.id, REP.id}
