"""Which teams are compared, and what is shown of each."""

import pytest

from coach.engine.responses import Funnel
from coach.teams.below import Reporting
from coach.teams.figures import TeamFigures, WeekOfRep
from coach.teams.pages.links import LogLinks
from coach.teams.pages.side_by_side import SORTS, Team, side_by_side, teams

ORG = tuple(
    Reporting(id, id.title(), manager)
    for id, manager in {
        "vp": None,
        "north": "vp",
        "south": "vp",
        "ana": "north",
        "bo": "north",
        "east": "south",
        "cy": "east",
        "di": "south",
        "loner": "vp",
    }.items()
)
PEOPLE = ("north", frozenset({"north", "ana", "bo"})), ("south", frozenset({"south", "east", "cy", "di"}))


def shown(found: tuple[Team, ...]) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((each.id, each.people) for each in found)


def test_who_alone_is_at_the_top_is_left_for_their_own_teams() -> None:
    found = teams(ORG, None, None)

    assert shown(found) == PEOPLE
    assert [each.teams for each in found] == [0, 1]


def test_the_teams_below_a_manager_can_be_asked_for() -> None:
    assert shown(teams(ORG, None, "south")) == (("east", frozenset({"east", "cy"})),)
    assert teams(ORG, None, "ana") == ()


def test_nobody_is_compared_who_may_not_be_seen() -> None:
    assert shown(teams(ORG, frozenset({"south", "east", "cy", "di"}), None)) == (("east", frozenset({"east", "cy"})),)
    assert teams(ORG, frozenset({"south", "east", "cy", "di"}), "north") == ()


def test_a_circle_of_managers_ends() -> None:
    circle = (Reporting("a", "A", "b"), Reporting("b", "B", "a"), Reporting("c", "C", "a"))

    assert shown(teams(circle, None, "a")) == (("b", frozenset("abc")),)


def given(**cards: int) -> TeamFigures:
    weeks = tuple(WeekOfRep(rep, 0, 3.0, Funnel(count, count, count, 1, 1), 2, 1) for rep, count in cards.items())
    return TeamFigures(weeks, (), (), {}, {})


def test_a_team_s_figures_are_those_of_its_people_together() -> None:
    links = LogLinks("/log", {}, ())
    north, south = side_by_side(teams(ORG, None, None), given(ana=4, bo=2, cy=1), 2, None, links, "team").rows

    assert (north.people, north.cards, north.minutes) == (2, 6, 1.5)
    assert (north.followed.count, north.followed.of) == (2, 4)
    assert [(name, share.count) for name, share in north.steps] == [
        ("opened", 6),
        ("acknowledged", 6),
        ("done", 2),
        ("seen", 2),
    ]
    assert [week.delivered for week in south.weeks] == [1, 0]
    assert north.links is not None
    assert north.links.whose == {"team": "north"}


@pytest.mark.parametrize("sort", SORTS)
def test_each_column_sorts_both_ways(sort: str) -> None:
    found = teams(ORG, None, None)
    up, down = (side_by_side(found, given(ana=4, bo=2, cy=9), 1, None, None, way).rows for way in (sort, f"-{sort}"))

    assert {row.id for row in up} == {"north", "south"}
    assert up != down or sort in ("opened", "acknowledged", "minutes", "followed")


def test_small_teams_are_left_out_with_one_more_where_the_total_would_tell() -> None:
    found = side_by_side(teams(ORG, None, None), given(ana=4, bo=2, cy=1), 1, 2, None, "team")

    assert (found.rows, found.kept_back) == ((), 2)


def test_of_groups_no_single_weeks_are_told() -> None:
    (north, _) = side_by_side(teams(ORG, None, None), given(ana=4, bo=2, cy=1, di=1), 1, 2, None, "team").rows

    assert north.weeks == ()
    assert north.cards == 6
