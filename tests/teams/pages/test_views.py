"""Who sees what on the pages about teams and reps."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from coach.queue.tables.records import card
from coach.web.viewer import Viewer
from tests.fixtures.made_up import a_card, a_deal, somebody
from tests.fixtures.make import NOON
from tests.teams.pages.conftest import ADMIN, ENABLEMENT, MANAGER, MAX, NAMES, REP, REPS, Team, report_to


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

    assert "You see figures about groups of 5 people or more." in page
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

    assert ">wrong</td>" in team.get(f"/reps/{ana}", REP)
    assert "wrong" not in team.get(f"/reps/{ana}", MANAGER)
    assert 'data-label="Answered right" class="number none">–</td></tr>' in team.get(
        "/team/playbooks", MANAGER
    ).replace("\n", "")


def rows(page: str, caption: str) -> list[list[str]]:
    """What the cells of a table say, row by row."""
    table = re.search(rf"<caption[^>]*>{caption}</caption>.*?</table>", page, re.DOTALL)
    assert table
    body = table[0].partition("<tbody")[2]
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [
        [re.sub(r"<span class=.slds-assistive-text.*?</span>|<[^>]+>", "", cell).strip() for cell in cells.findall(row)]
        for row in body.split("</tr>")[:-1]
    ]


def test_a_rep_sees_what_they_remember_and_when_it_is_asked_again(team: Team) -> None:
    ana = somebody(team.engine, 1, "Ana")
    a_card(team.engine, ana, skill="pricing", answered_at=NOON - timedelta(days=2), option=1, right=True, sure=True)
    a_card(team.engine, ana, skill="closing", answered_at=NOON - timedelta(days=9), option=1, right=False, sure=True)
    a_card(team.engine, ana, skill="value")

    page = team.get(f"/reps/{ana}", REP)
    skills = rows(page, "Skills")

    assert skills == [
        ["closing", "too little to say", "56%", "due now", "1"],
        ["pricing", "too little to say", "91%", "27 Nov", "1"],
        ["value", "too little to say", "–", "–", "1"],
    ]
    assert 'aria-label="Week by week: –, –, –, –, –, –, 60%, 56%. Now:"' in page


def test_what_a_rep_remembers_is_theirs_alone_like_their_answers(team: Team) -> None:
    ana = somebody(team.engine, 1, "Ana")
    a_card(team.engine, ana, skill="pricing", answered_at=NOON, option=1, right=True, sure=True)

    page = team.get(f"/reps/{ana}", MANAGER)

    assert "Too little is known to say how strong Ana is" in page
    assert "Remembered" not in page
    assert "Next question" not in page


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


def test_a_manager_sees_first_who_needs_them_with_why_and_the_way_to_the_talk(team: Team) -> None:
    ana, bo = somebody(team.engine, 1, "Ana"), somebody(team.engine, 2, "Bo")
    for _ in range(2):
        a_card(team.engine, ana, done_at=NOON, acknowledged_at=NOON, adherence="not_seen")
    a_card(team.engine, bo)

    first = team.get("/team", MANAGER).partition('id="who-needs-you"')[2].partition("</section>")[0]

    assert "2 cards</a> marked as done, and never seen on the deal." in first
    assert f'href="/reps/{ana}/one-to-one?weeks=8"' in first
    assert re.search(r"Nothing stands out about <a [^>]+>Bo</a>\.", first)


def test_the_first_five_are_shown_with_their_strongest_reason_and_everything_else_is_folded(team: Team) -> None:
    for number in range(1, 8):
        rep = somebody(team.engine, number, f"Rep {number}")
        for _ in range(2):
            a_card(team.engine, rep, done_at=NOON, acknowledged_at=NOON, adherence="not_seen")
        for _ in range(2 * number):
            a_card(team.engine, rep, dismissal="wrong", dismissed_at=NOON)

    section = team.get("/team", ADMIN).partition('id="who-needs-you"')[2].partition("</section>")[0]
    first, rest = section.split("<summary>2 more, of whom less is to be said</summary>")

    assert re.findall(r"<h3><a [^>]+>([^<]+)</a>", first) == [f"Rep {number}" for number in (7, 6, 5, 4, 3)]
    assert re.findall(r"<h3><a [^>]+>([^<]+)</a>", rest) == ["Rep 2", "Rep 1"]
    of_the_first = first.partition("<li>")[2].partition("<details>")
    assert "14 cards</a> dismissed as wrong or not relevant." in of_the_first[0]
    assert "2 cards</a> marked as done, and never seen on the deal." in of_the_first[2].partition("</details>")[0]


def test_an_unanswered_card_on_a_deal_that_is_another_s_now_is_nobody_s_fault(team: Team) -> None:
    ana, bo = somebody(team.engine, 1, "Ana"), somebody(team.engine, 2, "Bo")
    for owner in (ana, ana, bo):
        key = a_card(team.engine, ana, NOON - timedelta(days=9))
        with team.engine.begin() as connection:
            deal = connection.execute(sa.select(card.c.opportunity_id).where(card.c.key == key)).scalar_one()
        a_deal(team.engine, deal, owner)

    assert "2 cards</a> on open deals unanswered for more than 7 days, the oldest for 9." in team.get("/team", MANAGER)


def test_a_rep_reads_about_themselves_what_their_manager_sees_first(team: Team) -> None:
    ana = somebody(team.engine, 1, "Ana")
    for _ in range(2):
        a_card(team.engine, ana, dismissal="wrong", dismissed_at=NOON)

    page = team.get(f"/reps/{ana}", REP)

    assert "What your manager sees first" in page
    assert "2 cards</a> dismissed as wrong or not relevant." in page


def test_who_sees_groups_only_is_told_nobody_s_need(busy: Team) -> None:
    assert "Who needs you" not in busy.get("/team", ENABLEMENT)


def test_minutes_are_told_to_the_tenth_and_add_up(team: Team) -> None:
    ana, bo = somebody(team.engine, 1, "Ana"), somebody(team.engine, 2, "Bo")
    for owner, minutes in ((ana, "2.5"), (ana, "1.4"), (bo, "0.6")):
        a_card(team.engine, owner, minutes=Decimal(minutes))

    table = team.get("/team", MANAGER).partition("Minutes of coaching by week")[2].partition("</table>")[0]
    sums = [re.findall(r">([0-9.]+)<span", row)[-1:] for row in table.split("<tr ")[2:5]]

    assert sums == [["3.9"], ["0.6"], ["4.5"]]


def test_teams_stand_side_by_side_with_the_same_measures(busy: Team) -> None:
    report_to(busy, MAX, *REPS[:2])

    page = busy.get("/team/side-by-side?sort=-cards", ADMIN)

    assert re.search(rf'href="/log\?from=[0-9-]+&amp;to=[0-9-]+&amp;team={MAX}&amp;cards=once">2<span', page)
    assert 'aria-sort="descending"' in page
    assert busy.looked[-1] == ("Ada", frozenset(REPS[:2]), "side by side")


def test_a_small_team_is_left_out_in_a_sentence_that_says_why(busy: Team) -> None:
    report_to(busy, MAX, *REPS[:2])

    page = busy.get("/team/side-by-side", ENABLEMENT)

    assert "One team is left out: fewer than 5 people in it got cards" in page
    assert ">Max<" not in page


def test_an_order_that_there_is_none_of_is_refused(busy: Team) -> None:
    assert busy.status("/team/side-by-side?sort=luck", ADMIN) == 400


def test_a_manager_begins_with_who_needs_them(team: Team) -> None:
    team.gate.viewer = MANAGER

    assert team.http.get("/").headers["Location"] == "/team"
