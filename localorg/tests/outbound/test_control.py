from localorg.outbound.sender import DEFAULT_MESSAGE
from localorg.tests.conftest import Caller

HOOK = "http://127.0.0.1:1/hook"


def pointed(caller: Caller) -> None:
    caller.control("PATCH", "/outbound", {"paused": True})
    caller.control("PUT", f"/outbound/messages/{DEFAULT_MESSAGE}", {"endpoint": HOOK})


def changed(caller: Caller) -> str:
    deal_id = str(caller.query("SELECT Id FROM Opportunity LIMIT 1")[0]["Id"])
    assert caller.call("PATCH", f"/sobjects/Opportunity/{deal_id}", {"NextStep": "x"}).status_code == 204
    return deal_id


def test_a_new_org_sends_nothing_and_says_so(caller: Caller) -> None:
    seen = caller.control("GET", "/outbound")
    assert (seen["messages"], seen["paused"]) == ([], False)
    assert (seen["first_retry_seconds"], seen["timeout_seconds"]) == (15, 60)


def test_what_a_change_leads_to_can_be_looked_at(caller: Caller) -> None:
    pointed(caller)
    deal_id = changed(caller)
    seen = caller.control("GET", "/outbound")
    assert seen["counts"] == {"pending": 1, "delivered": 0, "dropped": 0}
    assert [(one["record_id"], one["attempts"]) for one in seen["notifications"]] == [(deal_id, 0)]


def test_notifications_can_be_picked_by_state(caller: Caller) -> None:
    pointed(caller)
    changed(caller)
    assert caller.control("GET", "/outbound?state=dropped")["notifications"] == []
    assert "error" in caller.control("GET", "/outbound?state=nowhere")


def test_manners_that_are_not_named_stay(caller: Caller) -> None:
    caller.control("PATCH", "/outbound", {"first_retry_seconds": 0.1})
    seen = caller.control("PATCH", "/outbound", {"paused": True})
    assert seen == {"paused": True, "first_retry_seconds": 0.1, "timeout_seconds": 60}


def test_a_message_can_be_replaced_and_removed(caller: Caller) -> None:
    pointed(caller)
    body = {"endpoint": "https://receiver.example/x", "fields": ["Name"], "active": False}
    replaced = caller.control("PUT", f"/outbound/messages/{DEFAULT_MESSAGE}", body)
    assert (replaced["fields"], replaced["active"]) == (["Name"], False)
    caller.control("DELETE", f"/outbound/messages/{DEFAULT_MESSAGE}")
    assert caller.control("GET", "/outbound")["messages"] == []


def test_what_makes_no_sense_is_refused_with_a_sentence(caller: Caller) -> None:
    answer = caller.control("PUT", "/outbound/messages/x", {"endpoint": "ftp://receiver.example"})
    assert answer == {"error": "endpoint: Value error, must be an http or https address"}
    assert "error" in caller.control("PATCH", "/outbound", {"first_retry_seconds": 0})
    assert "error" in caller.control("PATCH", "/outbound", {"speed": 1})


def test_notifications_can_be_sent_again_by_id(caller: Caller) -> None:
    pointed(caller)
    changed(caller)
    (one,) = caller.control("GET", "/outbound")["notifications"]
    assert caller.control("POST", "/outbound/send", {"ids": [one["id"]]}) == {"sent": 1}
    assert caller.control("POST", "/outbound/send") == {"sent": 1}
