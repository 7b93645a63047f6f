"""Reading the parts of a composite."""

from typing import Any

import pytest

from localorg.errors import ApiError
from localorg.rest.messages import RestRequest
from localorg.rest.parts import as_request, check_reference_ids, read_part, refuse_nesting

OUTER = RestRequest("POST", "/composite", "67.0", "005000000000001AAA", "http://127.0.0.1:1", client="coach")
GOOD: dict[str, Any] = {"method": "GET", "url": "/services/data/v67.0/query?q=SELECT+Id+FROM+User", "referenceId": "r1"}


def test_a_part_becomes_a_call_of_the_same_user_and_client() -> None:
    request = as_request(read_part(GOOD), OUTER, {})
    assert (request.path, request.arguments) == ("/query", {"q": "SELECT Id FROM User"})
    assert (request.user_id, request.client, request.in_composite) == (OUTER.user_id, "coach", True)


def test_a_part_may_use_another_version() -> None:
    assert as_request(read_part({**GOOD, "url": "/services/data/v60.0/limits"}), OUTER, {}).version == "60.0"


@pytest.mark.parametrize("missing", ["method", "url", "referenceId"])
def test_a_part_must_say_what_it_is(missing: str) -> None:
    with pytest.raises(ApiError) as caught:
        read_part({name: value for name, value in GOOD.items() if name != missing})
    assert (caught.value.code, caught.value.message) == ("JSON_PARSER_ERROR", f"'{missing}' is a required field.")


@pytest.mark.parametrize(
    "wrong",
    [{"method": "get"}, {"referenceId": "a.b"}, {"referenceId": "_a"}, {"httpHeaders": {"Authorization": "Bearer x"}}],
)
def test_a_part_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as caught:
        read_part({**GOOD, **wrong})
    assert caught.value.code == "INVALID_INPUT"


def test_two_parts_may_not_have_the_same_reference_id() -> None:
    with pytest.raises(ApiError, match="Duplicate reference id 'r1'"):
        check_reference_ids([read_part(GOOD), read_part(GOOD)])


@pytest.mark.parametrize("url", ["https://evil.example/services/data/v67.0/limits", "/services/apexrest/x", "limits"])
def test_a_part_stays_within_the_api(url: str) -> None:
    part = read_part({**GOOD, "url": url})
    with pytest.raises(ApiError) as caught:
        as_request(part, OUTER, {})
    assert caught.value.status == 404


@pytest.mark.parametrize(
    ("path", "batched"),
    [
        ("query?q=x", True),
        ("queryAll?q=x", True),
        ("query/01g-2000", True),
        ("composite/sobjects", True),
        ("composite/sobjects/Account?ids=1", True),
        ("sobjects/Account", False),
    ],
)
def test_queries_and_collections_are_told_from_other_parts(path: str, batched: bool) -> None:
    assert read_part({**GOOD, "url": f"/services/data/v67.0/{path}"}).is_query_or_collection is batched


@pytest.mark.parametrize("path", ["/composite", "/composite/batch", "/composite/graph"])
def test_a_composite_may_not_hold_another(path: str) -> None:
    with pytest.raises(ApiError):
        refuse_nesting(RestRequest("POST", path, "67.0", "", ""))
