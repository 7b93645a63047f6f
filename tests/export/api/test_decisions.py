import html
import json

import pytest
from flask.testing import FlaskClient

from coach.privacy.audit import AccessKind
from coach.web.viewer import TokenScope, Viewer
from tests.export.api.contract import body, complaints
from tests.export.pages.world import ALICE_HERSELF, ALICES_MANAGER, ENABLER, World, token
from tests.fixtures.fakes import ADMIN
from tests.fixtures.make import ALICE, BOB


def ids(client: FlaskClient) -> dict[str, int]:
    """Decisions by whose they are."""
    return {row["rep"]: row["id"] for row in body(client.get("/api/v1/decisions"))["decisions"]}


def test_a_page_is_as_described_newest_first(world: World) -> None:
    page = body(world.client(ADMIN).get("/api/v1/decisions"))

    assert complaints(page, "DecisionPage") == []
    assert [row["rep"] for row in page["decisions"]] == ["Bob", "Alice"]
    assert page["next"] is None


def test_the_rows_are_those_of_the_export(world: World) -> None:
    client = world.client(ADMIN)
    exported = [json.loads(line) for line in client.get("/log/export.jsonl").text.splitlines()]

    assert body(client.get("/api/v1/decisions"))["decisions"] == exported


def test_pages_follow_each_other_without_losing_or_repeating_a_row(empty: World) -> None:
    for number in range(7):
        empty.say(number, f"Deal {number}")
    client, found = empty.client(ADMIN), list[str]()
    after: str | None = ""
    while after is not None:
        page = body(client.get(f"/api/v1/decisions?limit=3&after={after}"))
        found += [row["deal"] for row in page["decisions"]]
        after = page["next"]

    assert found == [f"Deal {number}" for number in reversed(range(7))]


@pytest.mark.parametrize(
    ("viewer", "reps"),
    [
        (ADMIN, {"Alice", "Bob"}),
        (ALICES_MANAGER, {"Alice"}),
        (ALICE_HERSELF, {"Alice"}),
        (token(TokenScope.READ_LOG), {"Alice", "Bob"}),
    ],
)
def test_everybody_is_shown_what_they_may_see(world: World, viewer: Viewer, reps: set[str]) -> None:
    assert ids(world.client(viewer)).keys() == reps


def test_somebody_elses_decision_is_not_there(world: World) -> None:
    bobs = ids(world.client(ADMIN))["Bob"]

    response = world.client(ALICES_MANAGER).get(f"/api/v1/decisions/{bobs}")

    assert response.status_code == 404
    assert complaints(body(response), "ErrorResponse") == []


def test_one_decision_comes_with_its_whole_story(world: World) -> None:
    client = world.client(ADMIN)
    story = body(client.get(f"/api/v1/decisions/{ids(client)['Alice']}"))

    assert complaints(story, "Story") == []
    assert story["decision"]["reason"] == "applies"
    assert story["trace"]["parts"][0]["found"] == "125,000.50 EUR"
    assert story["card"]["blocks"][0]["html"] == "<p>Trade, never give.</p>"
    assert story["note"]["state"] == "written"
    assert [attempt["outcome"] for attempt in story["attempts"]] == ["written"]
    assert [event["source_event_id"] for event in story["events"]] == ["event-1"]


@pytest.mark.parametrize(
    ("viewer", "private", "option"),
    [(ALICE_HERSELF, True, 2), (ALICES_MANAGER, True, None), (ALICES_MANAGER, False, 2), (ADMIN, True, None)],
)
def test_answers_are_for_the_rep_alone(world: World, viewer: Viewer, private: bool, option: int | None) -> None:
    client = world.client(viewer, answers_private=private)

    (response,) = body(client.get(f"/api/v1/decisions/{ids(client)['Alice']}"))["responses"]

    assert (response["kind"], response["option"]) == ("answered", option)


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=1001",
        "limit=x",
        "limit=٣",
        "after=x",
        "after=W10",
        "from=x",
        "sort=amount",
        f"rep={'9' * 30}",
        "min=1e9",
    ],
)
def test_a_question_that_makes_no_sense_is_answered_in_json(world: World, query: str) -> None:
    response = world.client(ADMIN).get(f"/api/v1/decisions?{query}")

    assert response.status_code == 400
    assert complaints(body(response), "ErrorResponse") == []


@pytest.mark.parametrize("path", ["/api/v1/decisions", "/api/v1/aggregates", "/log/export.csv", "/log/export.jsonl"])
def test_a_filter_that_does_not_exist_is_refused_with_the_names_of_those_that_do(world: World, path: str) -> None:
    response = world.client(ADMIN).get(f"{path}?by=stage&stag=Proposal")

    assert response.status_code == 400
    said = body(response)["message"] if response.is_json else html.unescape(response.text)
    assert "“stag” is no parameter of this. Did you mean “stage”?" in said
    assert "from, to, period, team, rep, deal, account, stage" in said


def test_the_feed_has_no_filters(world: World) -> None:
    response = world.client(ADMIN).get("/api/v1/feed?after=0&stage=Proposal")

    assert (response.status_code, "There are: after, limit." in response.text) == (400, True)


def test_whoever_may_see_nothing_is_told_that_first(world: World) -> None:
    assert world.client(ENABLER).get("/api/v1/decisions?stag=Proposal").status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/nowhere", 404), ("/api/v1/decisions/0", 404), ("/api/v1/decisions/x", 404), ("/api/v2/decisions", 404)],
)
def test_what_is_not_there_is_said_in_json(world: World, path: str, status: int) -> None:
    response = world.client(ADMIN).get(path)

    assert (response.status_code, complaints(body(response), "ErrorResponse")) == (status, [])


def test_nothing_can_be_changed_over_the_api(world: World) -> None:
    response = world.client(ADMIN).post("/api/v1/decisions")

    assert (response.status_code, body(response)["error"]) == (405, "method_not_allowed")


def test_whoever_is_not_signed_in_is_told_so_in_json(world: World) -> None:
    client = world.client(ADMIN)
    world.gate.viewer = None

    response = client.get("/api/v1/decisions")

    assert (response.status_code, body(response)["error"]) == (401, "unauthorised")
    assert response.headers["WWW-Authenticate"] == "Bearer realm=Coach"


@pytest.mark.parametrize("viewer", [ENABLER, token(TokenScope.READ_FEED)])
def test_whoever_may_see_no_rows_is_refused_in_json(world: World, viewer: Viewer) -> None:
    response = world.client(viewer).get("/api/v1/decisions")

    assert (response.status_code, body(response)["error"]) == (403, "forbidden")


def test_reading_is_recorded_once_a_day_for_those_it_is_about(world: World) -> None:
    client = world.client(token(TokenScope.READ_LOG))
    client.get("/api/v1/decisions")
    client.get("/api/v1/decisions?limit=2")
    client.get(f"/api/v1/decisions/{ids(client)['Alice']}")

    views = [(view.viewer_name, view.what, view.detail) for view in world.store.privacy.views_of(ALICE.id, 10)]
    assert sorted(views) == [("warehouse", AccessKind.API, "decision"), ("warehouse", AccessKind.API, "decisions")]
    assert [view.detail for view in world.store.privacy.views_of(BOB.id, 10)] == ["decisions"]
