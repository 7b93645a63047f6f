"""What team pages count, and about whom."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Reason
from coach.engine.responses import Evidence, Funnel
from coach.teams.figures import HeldBackWeek, WeekOfRep
from coach.teams.weeks import WeekBounds
from tests.fixtures.made_up import MONDAY, a_card, held_back, rep_id, somebody
from tests.fixtures.make import NOON

WEEK = timedelta(days=7)
WEEKS = WeekBounds((MONDAY - WEEK, MONDAY), MONDAY + WEEK)
FAR: Mapping[str, Any] = {"opened_at": NOON, "acknowledged_at": NOON, "done_at": NOON, "adherence": "seen"}


def test_cards_fall_into_the_weeks_they_were_delivered_in(store: SqlStore, engine: Engine) -> None:
    ana = somebody(engine, 1, "Ana")
    for at in (MONDAY - timedelta(microseconds=1), MONDAY, MONDAY + WEEK - timedelta(microseconds=1)):
        a_card(engine, ana, at)
    for outside in (MONDAY - WEEK - timedelta(seconds=1), MONDAY + WEEK):
        a_card(engine, ana, outside)

    figures = store.teams.figures(None, WEEKS)

    assert sorted(figures.weeks, key=lambda each: each.week) == [
        WeekOfRep(ana, 0, 2.5, Funnel(1)),
        WeekOfRep(ana, 1, 5.0, Funnel(2)),
    ]
    assert figures.names == {ana: "Ana"}


def test_a_funnel_counts_how_far_each_card_got(store: SqlStore, engine: Engine) -> None:
    ana = somebody(engine, 1)
    a_card(engine, ana, **FAR)
    a_card(engine, ana, **{**FAR, "done_at": None})
    a_card(engine, ana, opened_at=NOON, adherence="not_seen")

    (week,) = store.teams.figures(None, WEEKS).weeks

    assert week.funnel == Funnel(delivered=3, opened=3, acknowledged=2, done=1, seen=1)


def test_nobody_outside_the_scope_is_counted(store: SqlStore, engine: Engine) -> None:
    ana, bo = somebody(engine, 1), somebody(engine, 2)
    for each in (ana, bo):
        a_card(engine, each, **FAR)
        held_back(engine, each, "cooldown")

    figures = store.teams.figures(frozenset({ana}), WEEKS, held_from=True)
    playbooks = store.teams.playbooks(frozenset({ana}), WEEKS)

    assert {each.rep_id for each in figures.weeks} == {each.rep_id for each in figures.skills} == {ana}
    assert figures.held_from == {Reason.COOLDOWN: frozenset({ana})}
    assert playbooks.reps == {"discount": frozenset({ana})}
    assert store.teams.figures(frozenset(), WEEKS).weeks == ()


def test_strength_rests_on_answers_and_closed_windows(store: SqlStore, engine: Engine) -> None:
    ana = somebody(engine, 1)
    a_card(engine, ana, answered_at=NOON, right=True, adherence="seen", seen_by="rep")
    a_card(engine, ana, answered_at=NOON, right=False, adherence="not_seen")
    a_card(engine, ana, adherence="waiting")
    a_card(engine, ana, adherence="seen", seen_by="somebody_else")
    a_card(engine, ana, adherence="not_seen", seen_by="automation")
    a_card(engine, ana, adherence="not_seen", seen_by="not_known")

    (skill,) = store.teams.figures(None, WEEKS).skills

    assert (skill.skill, skill.evidence) == ("negotiation", Evidence(answered=2, right=1, looked=2, seen=1))


def test_what_was_held_back_is_counted_by_week_and_reason(store: SqlStore, engine: Engine) -> None:
    ana = somebody(engine, 1)
    for reason, at in (("cooldown", NOON), ("cooldown", NOON), ("outranked", NOON - WEEK)):
        held_back(engine, ana, reason, at)

    found = store.teams.figures(None, WEEKS).held_back

    assert set(found) == {HeldBackWeek(1, Reason.COOLDOWN, 2), HeldBackWeek(0, Reason.OUTRANKED, 1)}


def test_a_playbook_s_sums(store: SqlStore, engine: Engine) -> None:
    ana, bo = somebody(engine, 1), somebody(engine, 2)
    a_card(engine, ana, **FAR, moved_at=NOON, useful=True, answered_at=NOON, right=True)
    a_card(engine, ana, dismissed_at=NOON, useful=False, moved_at=NOON)
    a_card(engine, bo, adherence="not_seen")

    (sums,) = store.teams.playbooks(None, WEEKS).sums

    assert (sums.playbook, sums.reps, sums.deals, sums.answering) == ("discount", 2, 3, 1)
    assert (sums.looked, sums.seen, sums.moved, sums.moved_after_seen) == (2, 1, 2, 1)
    assert (sums.useful, sums.useless, sums.dismissed, sums.answered, sums.right) == (1, 1, 1, 1, 1)


def test_a_rep_s_cards_come_newest_first(store: SqlStore, engine: Engine) -> None:
    ana = somebody(engine, 1)
    older, newer = a_card(engine, ana, NOON - timedelta(days=1)), a_card(engine, ana, NOON)
    a_card(engine, somebody(engine, 2))

    assert [each.key for each in store.teams.cards(ana, WEEKS, 9)] == [newer, older]
    assert [each.key for each in store.teams.cards(ana, WEEKS, 1)] == [newer]


def test_only_who_owns_deals_has_a_name(store: SqlStore, engine: Engine) -> None:
    somebody(engine, 1, "Ana")

    assert (store.teams.name_of(rep_id(1)), store.teams.name_of(rep_id(2))) == ("Ana", None)
