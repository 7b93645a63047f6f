import pytest
from openapi_spec_validator import OpenAPIV30SpecValidator

from coach.export.aggregates import Dimension
from coach.export.api.decisions import MOST_ROWS, ROWS
from coach.export.portions import NAMES
from coach.log.pages.asked import FIELDS, outcomes
from coach.log.pages.words import LOGGED
from coach.queue.feed import Kind
from tests.export.api.contract import DOCUMENT
from tests.export.pages.world import World
from tests.fixtures.fakes import ADMIN

SCHEMAS = DOCUMENT["components"]["schemas"]
PARAMETERS = DOCUMENT["components"]["parameters"]


def test_it_is_valid_openapi_3_0_3() -> None:
    OpenAPIV30SpecValidator(DOCUMENT).validate()

    assert DOCUMENT["openapi"] == "3.0.3"


def test_it_is_served_to_anybody_with_the_version(world: World) -> None:
    world.gate.viewer = None

    assert world.client().get("/api/openapi.json").json == DOCUMENT
    assert DOCUMENT["info"]["version"] == "1.2.3"


def test_every_address_in_it_is_one(world: World) -> None:
    client = world.client(ADMIN)
    paths = {path.replace("{decision_id}", "1"): path for path in DOCUMENT["paths"]}

    answers = {path: client.get(address).status_code for address, path in paths.items()}

    assert 404 not in {status for path, status in answers.items() if "{" not in path}


def test_the_filters_are_those_of_the_log() -> None:
    assert tuple(PARAMETERS) == FIELDS
    assert PARAMETERS["decision"]["schema"]["enum"] == sorted(verdict.value for verdict in LOGGED)
    assert PARAMETERS["outcome"]["schema"]["enum"] == [outcome.value for outcome in outcomes(tells_answers=False)]


def test_the_columns_are_those_of_the_export() -> None:
    assert tuple(SCHEMAS["Decision"]["properties"]) == NAMES


def test_words_and_bounds_are_those_of_the_code() -> None:
    (by,) = [each for each in DOCUMENT["paths"]["/api/v1/aggregates"]["get"]["parameters"] if each.get("name") == "by"]

    assert by["schema"]["enum"] == [dimension.value for dimension in Dimension]
    assert SCHEMAS["FeedEvent"]["properties"]["kind"]["enum"] == [kind.value for kind in Kind]


@pytest.mark.parametrize("path", ["/api/v1/decisions", "/api/v1/feed"])
def test_pages_have_the_sizes_that_it_says(path: str) -> None:
    parameters = DOCUMENT["paths"][path]["get"]["parameters"]
    (limit,) = [each["schema"] for each in parameters if each.get("name") == "limit"]

    assert (limit["default"], limit["maximum"]) == (ROWS, MOST_ROWS)
