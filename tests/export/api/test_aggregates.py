from typing import Any

import pytest
from flask.testing import FlaskClient

from coach.engine.model import Person, Reason
from coach.log.outcomes import CardOutcome
from coach.log.pages.fields import outcomes
from coach.web.viewer import TokenScope, Viewer
from tests.export.api.contract import complaints
from tests.export.pages.world import ALICES_MANAGER, ENABLER, World, token
from tests.fixtures.fakes import ADMIN
from tests.fixtures.make import BOB, NOON, FakeClock, deal, delivered, evaluated, hold_back

GROUPS_ONLY = (ENABLER, token(TokenScope.READ_AGGREGATES))


def read(client: FlaskClient, query: str) -> Any:
    response = client.get(f"/api/v1/aggregates?{query}")
    assert response.status_code == 200, response.text
    assert complaints(response.json, "Aggregates") == []
    return response.json


def groups(client: FlaskClient, query: str) -> dict[str, int]:
    return {row["group"]: row["people"] for row in read(client, query)["rows"]}


@pytest.fixture
def peopled(empty: World) -> World:
    """Ten people had the reason cooldown, five draft, two snoozed, one mastered."""
    number = 0
    for reason, people in ((Reason.COOLDOWN, 10), (Reason.DRAFT, 5), (Reason.SNOOZED, 2), (Reason.MASTERED, 1)):
        for one in range(people):
            number += 1
            owner = Person(f"005{one:012}AAA", f"Person {one}")
            empty.decide(evaluated(deal(number, owner), [hold_back(reason)]))
    return empty


def test_figures_are_grouped_and_summed(world: World) -> None:
    found = read(world.client(ADMIN), "by=decision")

    alone = {"people": 1, "acknowledged": 0, "done": 0}
    assert found["rows"] == [
        {
            "group": "deliver",
            "decisions": 1,
            "delivered": 1,
            "held_back": 0,
            "minutes": 2.0,
            **alone,
            "acknowledged": 1,
        },
        {"group": "hold_back", "decisions": 1, "delivered": 0, "held_back": 1, "minutes": 0.0, **alone},
    ]
    assert (found["total"]["people"], found["total"]["decisions"], found["hidden"]) == (2, 2, 0)


@pytest.mark.parametrize("by", ["playbook", "stage", "decision", "reason", "team", "rep"])
def test_every_dimension_can_be_asked_for(world: World, by: str) -> None:
    assert read(world.client(ADMIN), f"by={by}")["by"] == by


@pytest.mark.parametrize("outcome", outcomes(tells_answers=False))
def test_figures_can_be_narrowed_by_what_became_of_a_card(world: World, outcome: CardOutcome) -> None:
    found = groups(world.client(ADMIN), f"by=decision&outcome={outcome}")

    # Alice answered her card's question, so she opened it and took note of it.
    assert found == ({"deliver": 1} if outcome in (CardOutcome.OPENED, CardOutcome.ACKNOWLEDGED) else {})


def test_no_figure_tells_who_was_sure_of_a_wrong_answer(world: World) -> None:
    answer = world.client(ADMIN).get(f"/api/v1/aggregates?by=decision&outcome={CardOutcome.SURE_AND_WRONG}")

    assert answer.status_code == 400


def test_a_manager_is_told_about_their_own_people(world: World) -> None:
    assert groups(world.client(ALICES_MANAGER), "by=reason") == {"applies": 1}


@pytest.mark.parametrize("viewer", GROUPS_ONLY)
def test_whoever_may_not_see_people_is_told_of_enough_of_them_only(peopled: World, viewer: Viewer) -> None:
    found = read(peopled.client(viewer), "by=reason")

    # Two small groups are together about two people: the next smallest is left out with them.
    assert {row["group"]: row["people"] for row in found["rows"]} == {"cooldown": 10}
    assert (found["hidden"], found["least_people"], found["total"]["people"]) == (3, 5, 10)


def test_whoever_sees_people_is_told_of_all_groups(peopled: World) -> None:
    assert groups(peopled.client(ADMIN), "by=reason") == {"cooldown": 10, "draft": 5, "snoozed": 2, "mastered": 1}


def test_how_many_are_enough_is_the_operators_to_say(peopled: World) -> None:
    assert groups(peopled.client(ENABLER, least=1), "by=reason") == {
        "cooldown": 10,
        "draft": 5,
        "snoozed": 2,
        "mastered": 1,
    }


def test_a_total_about_too_few_is_not_told_either(peopled: World) -> None:
    found = read(peopled.client(ENABLER), "by=reason&reason=snoozed")

    assert (found["rows"], found["total"], found["hidden"]) == ([], None, 1)


@pytest.mark.parametrize("viewer", GROUPS_ONLY)
def test_single_reps_are_for_those_who_may_see_them(peopled: World, viewer: Viewer) -> None:
    client = peopled.client(viewer)

    assert client.get("/api/v1/aggregates?by=rep").status_code == 403
    assert client.get("/api/v1/aggregates?by=reason&rep=005000000000001AAA").status_code == 400


@pytest.mark.parametrize("query", ["", "by=name", "by=reason&from=x"])
def test_what_cannot_be_grouped_by_is_refused(world: World, query: str) -> None:
    response = world.client(ADMIN).get(f"/api/v1/aggregates?{query}")

    assert (response.status_code, complaints(response.json, "ErrorResponse")) == (400, [])


def test_without_a_first_day_it_is_the_last_ninety(empty: World, clock_of: FakeClock) -> None:
    clock_of.advance(days=-100)
    empty.decide(delivered(1))
    clock_of.advance(days=100)
    empty.decide(evaluated(deal(2, BOB), [hold_back(Reason.COOLDOWN)]))
    client = empty.client(ADMIN)

    assert groups(client, "by=reason") == {"cooldown": 1}
    assert groups(client, "by=reason&from=2026-01-01") == {"applies": 1, "cooldown": 1}
    assert read(client, "by=reason")["from"] == "2026-08-27T00:00:00+00:00"


@pytest.fixture
def clock_of(empty: World) -> FakeClock:
    empty.clock.now = NOON
    return empty.clock
