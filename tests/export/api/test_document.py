import re
from collections.abc import Sequence
from dataclasses import fields

import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from coach.export import feed_facts
from coach.export.aggregates import Dimension
from coach.export.api.decisions import MOST_ROWS, ROWS
from coach.export.batches import NAMES
from coach.log.columns import FOLLOWED, LOGGED, PUBLIC
from coach.log.pages.fields import FIELDS, outcomes
from coach.queue.entries import LogEntry
from coach.queue.feed import FeedKind
from tests.export.api.contract import DOCUMENT
from tests.export.pages.world import World

ARGUMENT = re.compile(r"<(?:[^:>]+:)?(\w+)>")
SCHEMAS = DOCUMENT["components"]["schemas"]
PARAMETERS = DOCUMENT["components"]["parameters"]


def test_it_is_valid_openapi_3_0_3() -> None:
    OpenAPIV30SpecValidator(DOCUMENT).validate()

    assert DOCUMENT["openapi"] == "3.0.3"


def test_it_is_served_to_anybody_with_the_version(world: World) -> None:
    world.gate.viewer = None

    assert world.client().get("/api/openapi.json").json == DOCUMENT
    assert DOCUMENT["info"]["version"] == "1.2.3"


def test_every_address_of_the_api_and_the_files_is_in_it_and_no_other(world: World) -> None:
    rules = [
        rule
        for rule in world.client().application.url_map.iter_rules()
        if rule.endpoint.startswith(("api.", "export."))
    ]

    there = {ARGUMENT.sub(r"{\1}", rule.rule) for rule in rules if rule.endpoint != "api.openapi"}

    assert set(DOCUMENT["paths"]) == there


def test_it_names_every_argument_of_an_address() -> None:
    for path, operation in DOCUMENT["paths"].items():
        named = {each["name"] for each in operation["get"].get("parameters", ()) if each.get("in") == "path"}

        assert named == set(re.findall(r"{(\w+)}", path)), path


@pytest.mark.parametrize("endpoint", ["decisions", "aggregates"])
def test_every_field_of_an_address_can_be_given(endpoint: str) -> None:
    given = {
        each.get("$ref", "").rpartition("/")[2]
        for each in DOCUMENT["paths"][f"/api/v1/{endpoint}"]["get"]["parameters"]
    }

    assert given - {""} == set(PARAMETERS) - ({"sort"} if endpoint == "aggregates" else set())


def test_the_filters_are_those_of_the_log() -> None:
    assert tuple(PARAMETERS) == FIELDS
    assert PARAMETERS["decision"]["schema"]["enum"] == sorted(verdict.value for verdict in LOGGED)
    assert PARAMETERS["outcome"]["schema"]["enum"] == [outcome.value for outcome in outcomes(tells_answers=False)]


@pytest.mark.parametrize(
    ("schema", "names"),
    [
        ("Decision", NAMES),
        ("LoggedDecision", [PUBLIC[each.name] for each in fields(LogEntry)]),
        ("FeedDecision", [each.name for each in FOLLOWED]),
        ("Settlement", [each.name for each in feed_facts.SETTLEMENT]),
        ("Response", [each.name for each in feed_facts.RESPONSE]),
    ],
)
def test_what_is_answered_has_the_columns_that_it_describes(schema: str, names: Sequence[str]) -> None:
    assert set(SCHEMAS[schema]["properties"]) == set(names) == set(SCHEMAS[schema]["required"])


def test_words_and_bounds_are_those_of_the_code() -> None:
    (by,) = [each for each in DOCUMENT["paths"]["/api/v1/aggregates"]["get"]["parameters"] if each.get("name") == "by"]

    assert by["schema"]["enum"] == [dimension.value for dimension in Dimension]
    assert SCHEMAS["FeedEvent"]["properties"]["kind"]["enum"] == [kind.value for kind in FeedKind]


@pytest.mark.parametrize("path", ["/api/v1/decisions", "/api/v1/feed"])
def test_pages_have_the_sizes_that_it_says(path: str) -> None:
    parameters = DOCUMENT["paths"][path]["get"]["parameters"]
    (limit,) = [each["schema"] for each in parameters if each.get("name") == "limit"]

    assert (limit["default"], limit["maximum"]) == (ROWS, MOST_ROWS)
