from pathlib import Path

import pytest

from localorg.outbound import answer

FILES = Path(__file__).parent / "answers"


def judged(name: str, status: int = 200) -> str:
    return answer.judge(status, (FILES / f"{name}.xml").read_bytes())


@pytest.mark.parametrize("name", ["acknowledged", "acknowledged_with_other_prefixes"])
def test_ack_true_in_a_notifications_response_is_a_delivery(name: str) -> None:
    assert judged(name) == answer.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("refused", answer.REFUSED),
        ("wrong_element", answer.NO_RESPONSE),
        ("without_namespace", answer.NO_RESPONSE),
        ("fault", answer.FAULT),
        ("page", answer.NOT_XML),
        ("bomb", answer.NOT_XML),
    ],
)
def test_anything_else_is_a_failure_with_its_reason(name: str, reason: str) -> None:
    assert judged(name) == reason


def test_an_empty_200_is_a_failure() -> None:
    assert answer.judge(200, b"") == answer.NOT_XML


@pytest.mark.parametrize(("status", "reason"), [(500, answer.NOT_OK), (202, answer.NOT_OK), (302, answer.REDIRECTED)])
def test_an_acknowledgement_counts_only_with_status_200(status: int, reason: str) -> None:
    assert judged("acknowledged", status) == reason


def test_a_fault_is_named_whatever_its_status() -> None:
    assert judged("fault", 500) == answer.FAULT
