"""What one answer less another would tell is told to nobody who sees groups only."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Person, Reason, Verdict
from coach.errors import Rejected
from coach.export.aggregates import Tally
from coach.export.api.compared import check, given_away, whole_months
from coach.log.filters import Filters
from coach.web.viewer import TokenScope
from tests.export.pages.world import ENABLER, World, token
from tests.fixtures.make import deal, evaluated, hold_back

K = 3
MONTHS = [datetime(2026, month, 1, tzinfo=UTC) for month in (8, 9, 10, 11, 12)]
Row = tuple[int, str, str, str]
"""In which month, on which stage, for which reason, about whom."""


@dataclass(frozen=True)
class Paper:
    """A log on paper."""

    rows: Sequence[Row]

    def found(self, filters: Filters) -> list[Row]:
        return [
            row
            for row in self.rows
            if (filters.since is None or MONTHS[row[0]] >= filters.since)
            and (filters.until is None or MONTHS[row[0]] < filters.until)
            and filters.chosen in (None, (("stage", row[1]),))
            and (filters.reasons is None or row[2] in filters.reasons)
        ]

    def ask(self, filters: Filters) -> list[Tally]:
        """By stage."""
        counts: Mapping[tuple[str, str], int] = defaultdict(int)
        for _, stage, _, rep in self.found(filters):
            counts[stage, rep] += 1  # type: ignore[index]  # a defaultdict
        return [Tally(stage, rep, count, 0, count, 0.0, 0, 0) for (stage, rep), count in counts.items()]

    def people(self, rows: Sequence[Row]) -> set[str]:
        return {rep for *_, rep in rows}


rows = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.sampled_from("AB"),
        st.sampled_from([Reason.COOLDOWN, Reason.DRAFT]),
        st.sampled_from("uvwxyz"),
    ),
    max_size=40,
)
questions = st.builds(
    Filters,
    since=st.sampled_from(MONTHS[:2]),
    until=st.sampled_from(MONTHS[2:]),
    reasons=st.none() | st.just(frozenset({Reason.COOLDOWN})),
)


@given(rows, questions, questions)
def test_no_answer_less_another_is_about_too_few(found: list[Row], one: Filters, other: Filters) -> None:
    """Whichever two answers are both told, and one holds the other: what is left over is about nobody, or k people."""
    paper = Paper(found)
    inner, outer = paper.found(one), paper.found(other)
    if not _holds(other, one):
        return
    kept = given_away(paper.ask, one, K), given_away(paper.ask, other, K)

    for stage in "AB":
        rest = set(_left(outer, inner, stage))
        if rest and len(rest) < K and not _two_steps(one, other):
            assert stage in kept[0].groups | kept[1].groups


def _holds(outer: Filters, inner: Filters) -> bool:
    """Whether all that the inner one finds is found by the outer one."""
    periods = [(each.since or MONTHS[0], each.until or MONTHS[-1]) for each in (outer, inner)]
    (first, last), (start, end) = periods
    return first <= start and last >= end and outer.reasons in (None, inner.reasons)


def _two_steps(one: Filters, other: Filters) -> bool:
    """Whether they differ in more than one respect, which takes more than is promised."""
    differs = [each.name for each in fields(one) if getattr(one, each.name) != getattr(other, each.name)]
    return len(differs) > 1


def _left(outer: Sequence[Row], inner: Sequence[Row], stage: str) -> list[str]:
    rest = list(outer)
    for row in inner:
        rest.remove(row)
    return [rep for _, at, _, rep in rest if at == stage]


@pytest.mark.parametrize("name", ["deal", "min", "max", "currency", "unacknowledged"])
def test_what_leaves_single_deals_is_not_for_those_who_see_groups_only(name: str) -> None:
    with pytest.raises(Rejected, match=f"{name}: this would narrow"):
        check({name: "1"})


@pytest.mark.parametrize(
    ("since", "until", "name"), [(MONTHS[0].replace(day=2), None, "from"), (None, MONTHS[1].replace(day=9), "to")]
)
def test_periods_are_whole_months(since: datetime | None, until: datetime | None, name: str) -> None:
    with pytest.raises(Rejected, match=f"{name}: figures about groups are of whole months"):
        whole_months(Filters(since=since, until=until), MONTHS[3], UTC)


def test_without_a_period_it_is_this_month_and_the_three_before() -> None:
    period = whole_months(Filters(verdict=Verdict.DELIVER), datetime(2026, 11, 25, 12, tzinfo=UTC), UTC)

    assert (period.since, period.until) == (MONTHS[0], MONTHS[4])


def test_more_than_a_year_is_too_long() -> None:
    with pytest.raises(Rejected, match="twelve months at most"):
        whole_months(Filters(since=MONTHS[0].replace(year=2024)), MONTHS[3], UTC)


@pytest.mark.parametrize("viewer", [ENABLER, token(TokenScope.READ_AGGREGATES)])
def test_everybody_less_everybody_but_one_is_not_told(empty: World, viewer: object) -> None:
    for number in range(8):
        reason = Reason.COOLDOWN if number else Reason.DRAFT
        owner = Person(f"005{number:012}AAA", f"Person {number}")
        empty.decide(evaluated(deal(number, owner), [hold_back(reason)]))
    client = empty.client(viewer)  # type: ignore[arg-type]  # a viewer

    whole = client.get("/api/v1/aggregates?by=stage").get_json()
    part = client.get("/api/v1/aggregates?by=stage&reason=cooldown").get_json()

    assert whole["total"]["people"] == 8
    assert (part["total"], part["rows"]) == (None, [])
