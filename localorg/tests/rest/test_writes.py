"""How different orgs take notes."""

import base64
from typing import Any

import pytest

from localorg.tests.conftest import DATA, Caller

COUNT = "SELECT COUNT() FROM ContentNote"


def _note(html: str = "<p>Ask</p>") -> dict[str, Any]:
    return {"Title": "A note", "Content": base64.b64encode(html.encode()).decode()}


def _typed(html: str = "<p>Ask</p>") -> dict[str, Any]:
    return {"attributes": {"type": "ContentNote"}, **_note(html)}


def _alone(caller: Caller) -> bool:
    return caller.call("POST", "/sobjects/ContentNote", _note()).status_code == 201


def _in_composite(caller: Caller) -> bool:
    part = {"method": "POST", "url": f"{DATA}/sobjects/ContentNote", "referenceId": "n", "body": _note()}
    answer = caller.call("POST", "/composite", {"compositeRequest": [part]}).get_json()
    return bool(answer["compositeResponse"][0]["httpStatusCode"] == 201)


def _in_collection(caller: Caller) -> bool:
    results = caller.call("POST", "/composite/sobjects", {"records": [_typed()]}).get_json()
    return bool(results[0]["success"])


@pytest.mark.parametrize(
    ("notes_in", "taken"),
    [("collections", (True, True, True)), ("composite", (True, True, False)), ("single", (True, False, False))],
)
def test_an_org_takes_notes_through_some_calls_only(
    caller: Caller, notes_in: str, taken: tuple[bool, bool, bool]
) -> None:
    caller.control("PATCH", "/behaviour", {"notes_in": notes_in})
    assert (_alone(caller), _in_composite(caller), _in_collection(caller)) == taken


def test_a_refused_note_says_why_and_leaves_other_records_alone(caller: Caller) -> None:
    caller.control("PATCH", "/behaviour", {"notes_in": "single"})
    records = [_typed(), {"attributes": {"type": "Account"}, "Name": "Hooli"}]
    note, account = caller.call("POST", "/composite/sobjects", {"records": records}).get_json()
    assert note["errors"][0]["statusCode"] == "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
    assert account["success"] is True


def test_one_bad_note_may_spoil_its_whole_batch(caller: Caller) -> None:
    caller.control("PATCH", "/behaviour", {"bad_note_spoils_batch": True})
    before = caller.count(COUNT)
    answer = caller.call("POST", "/composite/sobjects", {"records": [_typed(), _typed("<script>x</script>")]})
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (500, "UNKNOWN_EXCEPTION")
    assert caller.count(COUNT) == before


def test_a_bad_note_alone_is_refused_in_words_even_there(caller: Caller) -> None:
    caller.control("PATCH", "/behaviour", {"bad_note_spoils_batch": True})
    answer = caller.call("POST", "/sobjects/ContentNote", _note("<script>x</script>"))
    assert answer.status_code == 400
    assert "contains HTML tags" in answer.get_json()[0]["message"]


def test_an_org_may_take_fewer_tags(caller: Caller) -> None:
    assert caller.call("POST", "/sobjects/ContentNote", _note("<ul><li>Ask</li></ul>")).status_code == 201
    caller.control("PATCH", "/behaviour", {"note_tags": ["p", "b", "br"]})
    assert caller.call("POST", "/sobjects/ContentNote", _note("<ul><li>Ask</li></ul>")).status_code == 400
    assert caller.call("POST", "/sobjects/ContentNote", _note("<p>Ask<br>why</p>")).status_code == 201
