from typing import Any

import pytest
import responses

from coach.errors import TryAgain
from tests.salesforce.fakes import DATA, build_org, numbered_id, signs_in

FIRST, SECOND = numbered_id("069", 1), numbered_id("069", 2)


@pytest.fixture
def deletes(mocked: responses.RequestsMock) -> responses.RequestsMock:
    signs_in(mocked)
    return mocked


def _gone(note_id: str) -> dict[str, Any]:
    return {"id": note_id, "success": True, "errors": []}


def _refused(code: str, message: str = "no") -> dict[str, Any]:
    return {"success": False, "errors": [{"statusCode": code, "message": message, "fields": []}]}


def _answers(mocked: responses.RequestsMock, *results: dict[str, Any]) -> None:
    mocked.delete(f"{DATA}/composite/sobjects", json=list(results))


def test_notes_are_deleted_by_their_documents_many_to_a_call(deletes: responses.RequestsMock) -> None:
    _answers(deletes, _gone(FIRST), _gone(SECOND))

    assert build_org().notes.remove_notes([FIRST, SECOND]) == {}
    assert deletes.calls[-1].request.url == f"{DATA}/composite/sobjects?ids={FIRST},{SECOND}&allOrNone=false"


def test_two_hundred_go_in_one_call_and_the_next_in_another(deletes: responses.RequestsMock) -> None:
    ids = [numbered_id("069", number) for number in range(201)]
    _answers(deletes, *(_gone(one) for one in ids[:200]))
    _answers(deletes, _gone(ids[200]))

    assert build_org().notes.remove_notes(ids) == {}


@pytest.mark.parametrize("code", ["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"])
def test_a_note_that_is_not_there_any_more_is_removed(deletes: responses.RequestsMock, code: str) -> None:
    _answers(deletes, _refused(code))

    assert build_org().notes.remove_notes([FIRST]) == {}


def test_a_note_that_may_not_be_deleted_is_named_with_who_must_act(deletes: responses.RequestsMock) -> None:
    _answers(deletes, _gone(FIRST), _refused("INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access"))

    left = build_org().notes.remove_notes([FIRST, SECOND])

    assert list(left) == [SECOND]
    assert "belongs to another user, perhaps a former integration user: an admin deletes it" in left[SECOND]


def test_an_answer_that_is_not_about_these_notes_says_nothing_about_them(deletes: responses.RequestsMock) -> None:
    _answers(deletes, _gone(FIRST))

    with pytest.raises(TryAgain):
        build_org().notes.remove_notes([FIRST, SECOND])


def test_what_is_no_note_is_not_sent() -> None:
    with pytest.raises(ValueError, match="069"):
        build_org().notes.remove_notes([numbered_id("006", 1)])
