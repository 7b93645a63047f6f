"""Who sees what on the pages about teams and reps."""

import pytest

from coach.web.identity import Viewer
from tests.store.made_up import a_card, somebody
from tests.store.make import NOON
from tests.web.teams.conftest import ADMIN, ENABLEMENT, MANAGER, NAMES, REP, REPS, Team


def people_on(page: str) -> set[str]:
    main = page.partition("<main")[2]
    return {name for name in NAMES if f">{name}<" in main}


@pytest.mark.parametrize(
    ("viewer", "seen"),
    [(ADMIN, set(NAMES)), (MANAGER, {"Ana", "Bo"}), (ENABLEMENT, set())],
    ids=["admin", "manager", "enablement"],
)
def test_everybody_sees_the_people_they_may(busy: Team, viewer: Viewer, seen: set[str]) -> None:
    assert people_on(busy.get("/team", viewer)) == seen
    charts = busy.get("/team/charts.json", viewer)
    assert {name for name in NAMES if f'"{name}"' in charts} == seen


def test_enablement_sees_figures_about_groups(busy: Team) -> None:
    page = busy.get("/team", ENABLEMENT)

    assert "nothing is shown that fewer than 5 people are in" in page
    assert "6 people with coaching" in page
    assert "Hold the price" in busy.get("/team/playbooks", ENABLEMENT)


def test_enablement_sees_nothing_of_fewer_than_five(team: Team) -> None:
    for number in range(1, 5):
        a_card(team.engine, somebody(team.engine, number, NAMES[number - 1]))

    assert "Fewer than 5 people got cards in these weeks" in team.get("/team", ENABLEMENT)
    assert "Hold the price" not in team.get("/team/playbooks", ENABLEMENT)


def test_a_rep_is_led_to_their_own_page(busy: Team) -> None:
    busy.gate.viewer = REP

    assert busy.http.get("/team").headers["Location"] == f"/reps/{REP.user_id}"
    assert "My coaching" in busy.get(f"/reps/{REP.user_id}", REP)


@pytest.mark.parametrize("page", ["", "/charts.json", "/one-to-one"])
def test_only_a_rep_their_managers_and_admins_see_a_rep_s_pages(busy: Team, page: str) -> None:
    ana, cy = REPS[0], REPS[2]

    for_ana = [busy.status(f"/reps/{ana}{page}", each) for each in (REP, MANAGER, ADMIN, ENABLEMENT)]
    for_cy = [busy.status(f"/reps/{cy}{page}", each) for each in (REP, MANAGER, ADMIN, ENABLEMENT)]

    assert for_ana == [200, 200, 200, 403]
    assert for_cy == [403, 403, 200, 403]


def test_somebody_who_is_not_there_is_not_found(busy: Team) -> None:
    assert busy.status("/reps/005000000000777AAA", ADMIN) == 404


def test_a_manager_s_look_is_noted_down(busy: Team) -> None:
    busy.get("/team", MANAGER)
    busy.get(f"/reps/{REPS[1]}/one-to-one", MANAGER)

    assert busy.looked == [
        ("Max", frozenset(REPS[:2]), "team"),
        ("Max", frozenset({REPS[1]}), "one-to-one"),
    ]


def test_charts_that_are_asked_for_without_their_page_are_noted_down_too(busy: Team) -> None:
    busy.get("/team/charts.json", MANAGER)
    busy.get(f"/reps/{REPS[1]}/charts.json", MANAGER)
    busy.get("/team/playbooks/charts.json", MANAGER)

    assert busy.looked == [
        ("Max", frozenset(REPS[:2]), "team"),
        ("Max", frozenset({REPS[1]}), "rep"),
        ("Max", frozenset(REPS[:2]), "scorecard"),
    ]


def test_a_figure_about_a_group_is_nobody_s_look(busy: Team) -> None:
    busy.get("/team", ENABLEMENT)
    busy.get("/team/playbooks", ENABLEMENT)

    assert busy.looked == []


def test_raw_answers_are_the_rep_s_alone(team: Team) -> None:
    ana = somebody(team.engine, 1, "Ana")
    a_card(team.engine, ana, answered_at=NOON, option=1, right=False)

    assert "<td>wrong</td>" in team.get(f"/reps/{ana}", REP)
    assert "wrong" not in team.get(f"/reps/{ana}", MANAGER)
    assert '<td class="number">–</td></tr>' in team.get("/team/playbooks", MANAGER).replace("\n", "")


def test_a_manager_sees_bands_in_their_place(team: Team) -> None:
    ana = somebody(team.engine, 1, "Ana")
    for _ in range(3):
        a_card(team.engine, ana, answered_at=NOON, option=1, right=True)

    assert "+ strong" in team.get("/team", MANAGER)


@pytest.mark.parametrize("weeks", ["0", "9", "-8", "8 ", "x", "²"])
def test_only_the_weeks_on_offer_can_be_asked_for(busy: Team, weeks: str) -> None:
    assert busy.status(f"/team?weeks={weeks}", ADMIN) == 400


def test_what_a_playbook_is_called_is_shown_as_text(team: Team) -> None:
    ana = somebody(team.engine, 1, "<script>alert(1)</script>")
    a_card(team.engine, ana, playbook="<img src=x>", skill="<b>bold</b>")

    for page in (team.get("/team", ADMIN), team.get("/team/playbooks", ADMIN), team.get(f"/reps/{ana}", ADMIN)):
        assert "<script>alert" not in page
        assert "<img src=x>" not in page
        assert "<b>bold</b>" not in page


def test_without_cards_the_pages_say_so(team: Team) -> None:
    assert "No cards were delivered in these weeks." in team.get("/team", ADMIN)
    assert "There is nothing to show for these weeks." in team.get("/team/playbooks", ADMIN)
    assert "No card was delivered in these weeks." in team.get(f"/reps/{REP.user_id}", REP)
    assert "Nothing stands out." in team.get(f"/reps/{REP.user_id}/one-to-one", REP)


def test_every_chart_of_a_page_stands_beside_its_table(busy: Team) -> None:
    page = busy.get("/team", ADMIN)
    busy.gate.viewer = ADMIN
    charts = busy.http.get("/team/charts.json").json

    assert charts
    for name in charts:
        figure = page.partition(f'data-chart="{name}"')[2].partition("</figure>")[0]
        assert "<table" in figure, name
