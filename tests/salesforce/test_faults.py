from datetime import timedelta

import pytest

from coach.errors import AnswerLost, TryAgain, Undeliverable
from coach.salesforce.faults import Fault, FaultKind, error, fault_in, lost, refuses, rule
from tests.salesforce.fakes import answer

RULED = {
    "session_expired": FaultKind.SESSION,
    "total_requests": FaultKind.AGAIN,
    "concurrent_requests": FaultKind.AGAIN,
    "row_locked": FaultKind.LOCKED,
    "entity_deleted": FaultKind.GONE,
    "note_markup_refused": FaultKind.FORM,
    "already_linked": FaultKind.ALREADY,
    "sharing_type_refused": FaultKind.SHARE_TYPE,
    "visibility_refused": FaultKind.VISIBILITY,
    "no_such_column": FaultKind.FIELD,
    "cross_reference_access": FaultKind.ADMIN,
    "unexpected": FaultKind.SPOILED,
    "unavailable": FaultKind.AGAIN,
}


@pytest.mark.parametrize(("name", "kind"), RULED.items())
def test_each_answer_has_its_ruling(name: str, kind: FaultKind) -> None:
    assert rule(fault_in(answer(name), 400)).kind is kind


@pytest.mark.parametrize("status", [400, 403, 404, 500, 503])
def test_the_code_counts_and_not_the_status(status: int) -> None:
    assert rule(fault_in(answer("row_locked"), status)).kind is FaultKind.LOCKED


@pytest.mark.parametrize(
    ("code", "message", "minutes"),
    [
        ("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded", 1),
        ("UNKNOWN_EXCEPTION", "ContentPublication Limit exceeded.", 60),
        ("LIMIT_EXCEEDED", "Maximum number of content versions per 24 hours", 60),
        ("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.", 1),
    ],
)
def test_a_limit_that_is_used_up_is_nobodys_fault_and_time_helps(code: str, message: str, minutes: int) -> None:
    failure = error(Fault(code, message, 400))
    assert isinstance(failure, TryAgain)
    assert failure.after == timedelta(minutes=minutes)


def test_words_that_are_known_make_a_refusal_of_a_code_that_says_nothing() -> None:
    assert refuses(Fault("UNKNOWN_EXCEPTION", "ContentPublication Limit exceeded"))
    assert not refuses(Fault("UNKNOWN_EXCEPTION", "An unexpected error occurred"))


@pytest.mark.parametrize(
    "code",
    [
        "SERVICE_UNAVAILABLE",
        "INTERNAL_ERROR",
        "ALREADY_IN_PROCESS",
        "UNABLE_TO_LOCK_RECORD",
        "TERRITORY_REALIGN_IN_PROGRESS",
        "EXTERNAL_OBJECT_TIMEOUT_ERROR",
        "unknown_error",
        "temporarily_unavailable",
        "server_error",
    ],
)
def test_a_code_whose_name_says_that_time_helps_waits(code: str) -> None:
    assert isinstance(error(Fault(code, "", 400)), TryAgain)


REFUSED = ["FIELD_INTEGRITY_EXCEPTION", "UNABLE_TO_LOCK_ROW", "REQUEST_LIMIT_EXCEEDED", "NOT_FOUND", "APEX_ERROR"]
DOUBTFUL = [
    "SERVER_UNAVAILABLE",
    "INTERNAL_ERROR",
    "QUERY_TIMEOUT",
    "UNKNOWN_EXCEPTION",
    "TOO_MANY_REQUESTS",
    "REQUEST_RUNNING_TOO_LONG",
    "BRAND_NEW",
    "forbidden",
    "server_error",
    "",
]


def test_only_a_code_that_is_documented_for_it_says_that_nothing_was_done() -> None:
    assert [code for code in [*REFUSED, *DOUBTFUL] if refuses(Fault(code))] == REFUSED


def test_a_doubt_keeps_the_sentence_of_its_cause() -> None:
    failure = error(lost(Fault("SERVER_UNAVAILABLE", "", 503)))
    assert isinstance(failure, AnswerLost)
    assert str(failure) == "Salesforce is not available. What was asked may have been done."


@pytest.mark.parametrize(
    "body", [{"error": "forbidden"}, {"errorCode": "NOT_FOUND"}, [{"error": "x"}], [{"errorCode": 7}]]
)
def test_words_of_another_shape_are_not_salesforces(body: object) -> None:
    assert fault_in(body, 403).code == ""
    assert "Something answered in Salesforce's place (HTTP status 403)" in str(error(fault_in(body, 403)))


@pytest.mark.parametrize(
    "code",
    [
        "INACTIVE_OWNER_OR_USER",
        "INSUFFICIENT_ACCESS",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        "API_DISABLED_FOR_ORG",
        "API_CURRENTLY_DISABLED",
        "GONE",
    ],
)
def test_where_an_admin_must_act_the_sentence_says_so(code: str) -> None:
    failure = error(Fault(code, "words of the platform", 400))
    assert isinstance(failure, Undeliverable)
    assert failure.code == code
    assert ": an admin " in str(failure) or ": the operator " in str(failure)


@pytest.mark.parametrize(
    "code", ["UNABLE_TO_LOCK_ROW", "RECORD_LOCKED", "ENTITY_IS_LOCKED", "SERVER_UNAVAILABLE", "QUERY_TIMEOUT"]
)
def test_where_time_helps_it_says_how_much(code: str) -> None:
    failure = error(Fault(code))
    assert isinstance(failure, TryAgain)
    assert not isinstance(failure, AnswerLost)
    assert failure.after is not None


def test_a_lost_answer_is_its_own_error() -> None:
    assert isinstance(error(Fault("ANSWER_LOST")), AnswerLost)


def test_a_save_result_spells_its_code_differently() -> None:
    assert fault_in(answer("save_result_refused")["errors"], 200).code == "FIELD_CUSTOM_VALIDATION_EXCEPTION"


def test_the_guilty_one_counts_even_after_the_innocent() -> None:
    assert fault_in(answer("halted"), 400).code == "STORAGE_LIMIT_EXCEEDED"


def test_a_trigger_that_refuses_is_not_a_refused_way_of_calling() -> None:
    trigger = Fault("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "NoteTrigger: execution of BeforeInsert caused by: …")
    shape = Fault("CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "entity type cannot be inserted: Note")
    assert (rule(trigger).kind, rule(shape).kind) == (FaultKind.ADMIN, FaultKind.SHAPE)


def test_an_unknown_code_is_shown_to_an_admin_in_short() -> None:
    failure = error(Fault("BRAND_NEW", "\n" + "x" * 500 + "\nsecond line", 400))
    assert isinstance(failure, Undeliverable)
    assert "BRAND_NEW" in str(failure)
    assert len(str(failure)) < 300


@pytest.mark.parametrize("status", [429, 500, 502, 504])
def test_without_a_code_the_status_speaks(status: int) -> None:
    assert isinstance(error(fault_in("<html>", status)), TryAgain)


@pytest.mark.parametrize("body", [None, "text", 7, [], {}, [1, "x"], {"errors": None}])
def test_any_other_body_holds_no_fault(body: object) -> None:
    assert fault_in(body, 400) == Fault("", "", 400)
