import pytest

from coach.errors import AnswerLost
from coach.salesforce.composite import RequestPart, answers, request, saved
from tests.salesforce.fakes import Parts, answer


def test_parts_stand_on_their_own_and_are_not_joined(parts: Parts) -> None:
    body = request(
        parts.client,
        [RequestPart("n0", "POST", "sobjects/ContentNote", {"Title": "x"}), RequestPart("q", "GET", "limits")],
    )
    assert (body["allOrNone"], body["collateSubrequests"]) == (False, False)
    assert body["compositeRequest"] == [
        {
            "method": "POST",
            "url": "/services/data/v67.0/sobjects/ContentNote",
            "referenceId": "n0",
            "body": {"Title": "x"},
        },
        {"method": "GET", "url": "/services/data/v67.0/limits", "referenceId": "q"},
    ]


def test_every_part_is_read_for_itself() -> None:
    body = {
        "compositeResponse": [
            {"referenceId": "a", "httpStatusCode": 201, "body": {"id": "1", "success": True}, "httpHeaders": {}},
            {"referenceId": "b", "httpStatusCode": 400, "body": answer("halted"), "httpHeaders": {}},
            {"referenceId": "c"},
            "nonsense",
        ]
    }
    read = answers(body)
    assert read.keys() == {"a", "b"}
    assert read["a"].fault is None
    assert read["b"].fault is not None
    assert read["b"].fault.code == "STORAGE_LIMIT_EXCEEDED"


@pytest.mark.parametrize("body", [None, [], "<html>", {"compositeResponse": None}])
def test_what_is_no_answer_to_a_composite_is_lost(body: object) -> None:
    with pytest.raises(AnswerLost):
        answers(body)


def test_a_save_result_is_an_id_or_a_fault() -> None:
    assert saved({"id": "069", "success": True, "errors": []}).id == "069"
    fault = saved(answer("save_result_refused")).fault
    assert fault is not None
    assert fault.code == "FIELD_CUSTOM_VALIDATION_EXCEPTION"


@pytest.mark.parametrize("body", [None, {}, [], {"success": "true", "id": "069"}])
def test_anything_else_is_no_success(body: object) -> None:
    assert saved(body).id is None
    assert saved(body).fault is not None
