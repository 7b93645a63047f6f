"""Counting what clients ask."""

from localorg.calls import CallLog


def test_calls_are_counted_by_resource_and_status_and_sign_ins_apart() -> None:
    log = CallLog()
    log.call("GET", "/query", 200)
    log.call("GET", "/query", 503)
    log.call("POST", "/composite", 200)
    log.sign_in()
    assert log.figures() == {
        "total": 3,
        "by_resource": {"GET /query": 2, "POST /composite": 1},
        "by_status": {"200": 2, "503": 1},
        "sign_ins": 1,
    }


def test_a_reset_counts_from_zero() -> None:
    log = CallLog()
    log.call("GET", "/query", 200)
    log.sign_in()
    log.reset()
    assert log.figures() == {"total": 0, "by_resource": {}, "by_status": {}, "sign_ins": 0}
