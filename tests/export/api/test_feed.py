from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from coach.privacy.audit import AccessKind
from coach.privacy.retention import Periods
from coach.web.viewer import TokenScope, Viewer
from tests.export.api.contract import body, complaints
from tests.export.pages.world import ALICE_HERSELF, ALICES_MANAGER, NOBODYS_MANAGER, World, token
from tests.fixtures.fakes import ADMIN
from tests.fixtures.make import ALICE, BOB

FOLLOWER = token(TokenScope.READ_FEED)


def read(client: FlaskClient, query: str = "") -> Any:
    response = client.get(f"/api/v1/feed{query}")
    assert response.status_code == 200, response.text
    assert complaints(body(response), "Feed") == []
    return body(response)


def test_everything_that_was_added_comes_in_order(world: World) -> None:
    found = read(world.client(FOLLOWER))

    assert [(event["position"], event["kind"]) for event in found["events"]] == [
        (1, "decision"),
        (2, "settlement"),
        (3, "response"),
        (4, "decision"),
    ]
    assert (found["next"], found["more"]) == ("4", False)


def test_each_row_says_what_was_added(world: World) -> None:
    decision, settlement, response, held_back = read(world.client(FOLLOWER))["events"]

    assert decision["decision"]["reason"] == "applies"
    assert (settlement["settlement"]["outcome"], settlement["settlement"]["note_id"]) == (
        "written",
        "069000000000001AAA",
    )
    assert response["response"]["kind"] == "answered"
    assert held_back["decision"]["detail"] == "Given 2 days ago."
    assert [event["rep_id"] for event in (decision, settlement, response, held_back)] == [ALICE.id] * 3 + [BOB.id]


def test_a_follower_goes_on_where_it_was_and_misses_nothing(world: World) -> None:
    client = world.client(FOLLOWER)
    first = read(client, "?limit=3")
    world.say(3, "Later")
    second = read(client, f"?after={first['next']}")

    assert first["more"] is True
    assert [event["position"] for event in second["events"]] == [4, 5]
    assert read(client, f"?after={second['next']}") == {"events": [], "next": "5", "more": False}


@pytest.mark.parametrize(
    ("viewer", "positions"),
    [(ADMIN, [1, 2, 3, 4]), (ALICES_MANAGER, [1, 2, 3]), (ALICE_HERSELF, [1, 2, 3]), (NOBODYS_MANAGER, [])],
)
def test_everybody_follows_what_they_may_see(world: World, viewer: Viewer, positions: list[int]) -> None:
    found = read(world.client(viewer))

    assert [event["position"] for event in found["events"]] == positions
    assert found["next"] == "4"


@pytest.mark.parametrize(
    ("viewer", "private", "option"),
    [(FOLLOWER, True, None), (ALICES_MANAGER, True, None), (ALICE_HERSELF, True, 2), (FOLLOWER, False, 2)],
)
def test_answers_are_for_the_rep_alone(world: World, viewer: Viewer, private: bool, option: int | None) -> None:
    event = read(world.client(viewer, answers_private=private))["events"][2]

    assert event["response"]["option"] == option


def test_what_was_erased_keeps_its_place(world: World) -> None:
    client = world.client(FOLLOWER)
    read(client)
    world.store.privacy.erase_person(world.store.privacy.names_of(ALICE.id), ["card-1"])

    decision, settlement, _, _ = read(client)["events"]

    assert decision["rep_id"].startswith("erased-")
    assert decision["decision"]["rep"] == "(erased)"
    assert settlement["settlement"] is None


def test_a_follower_that_missed_something_is_told(world: World) -> None:
    client = world.client(FOLLOWER)
    read(client)
    world.clock.advance(days=400)
    year = timedelta(days=365)
    world.store.privacy.let_go(Periods(year, year, year, year, year))

    late, new = client.get("/api/v1/feed?after=2"), client.get("/api/v1/feed?after=4")

    assert (late.status_code, body(late)["error"]) == (410, "gone")
    assert "rows up to 4 were cleared away" in body(late)["message"]
    assert new.status_code == 200
    assert body(client.get("/api/v1/feed"))["events"] == []


def test_a_place_beyond_the_end_is_told(world: World) -> None:
    response = world.client(FOLLOWER).get("/api/v1/feed?after=1000")

    assert response.status_code == 410
    assert "restored from an older copy" in body(response)["message"]


@pytest.mark.parametrize("query", ["after=x", "after=-1", "after=" + "9" * 30, "limit=0", "limit=1001", "after="])
def test_a_place_that_is_none_is_refused(world: World, query: str) -> None:
    response = world.client(FOLLOWER).get(f"/api/v1/feed?{query}")

    assert (response.status_code, complaints(body(response), "ErrorResponse")) == (400, [])


def test_following_is_recorded_once_a_day(world: World) -> None:
    client = world.client(FOLLOWER)
    read(client)
    read(client)

    assert [(view.viewer_name, view.what) for view in world.store.privacy.views_of(ALICE.id, 10)] == [
        ("warehouse", AccessKind.FEED)
    ]


def test_a_token_for_rows_does_not_open_the_feed(world: World) -> None:
    assert world.client(token(TokenScope.READ_LOG)).get("/api/v1/feed").status_code == 403
