import json
from datetime import timedelta

import pytest
import structlog
from flask.testing import FlaskClient
from standardwebhooks import Webhook
from werkzeug.test import TestResponse

from coach.errors import TryAgain
from coach.intake import soap
from coach.intake.outbound_message import ACKNOWLEDGEMENT
from tests.fixtures.fakes import BEARER, MESSAGES, NEXT_TOKEN, NOW, SECRET, TOKEN, FakeCoach, Serve

DEAL = "0065g00000Vt3RaAAJ"
EVENT = json.dumps({"type": "opportunity.changed", "data": {"opportunity_id": DEAL}})
HOOK = f"/hooks/salesforce/outbound-messages/{TOKEN}"
UNAUTHORISED = {
    "error": "unauthorised",
    "message": "The request carries neither a valid signature nor a valid bearer token.",
}


def message(name: str = "changed") -> bytes:
    return (MESSAGES / f"{name}.xml").read_bytes()


def fault(response: TestResponse) -> tuple[int, str | None, str | None]:
    envelope = soap.read(response.data)
    return response.status_code, envelope.findtext(".//faultcode"), envelope.findtext(".//faultstring")


# ---------------------------------------------------------------- outbound messages


@pytest.mark.parametrize("token", [TOKEN, NEXT_TOKEN])
def test_a_message_is_acknowledged_with_either_live_token(client: FlaskClient, coach: FakeCoach, token: str) -> None:
    response = client.post(
        f"/hooks/salesforce/outbound-messages/{token}", data=message(), content_type="text/xml; charset=utf-8"
    )

    assert (response.status_code, response.data) == (200, ACKNOWLEDGEMENT)
    assert response.content_type == "text/xml; charset=utf-8"
    assert [event.opportunity_id for event in coach.deliveries[0].events] == [DEAL]


def test_a_repeated_message_is_acknowledged_again(client: FlaskClient) -> None:
    client.post(HOOK, data=message())

    assert client.post(HOOK, data=message()).data == ACKNOWLEDGEMENT


@pytest.mark.parametrize("name", ["other_object", "record_gone", "empty"])
def test_a_message_with_nothing_to_do_is_acknowledged(client: FlaskClient, name: str) -> None:
    assert client.post(HOOK, data=message(name)).data == ACKNOWLEDGEMENT


@pytest.mark.parametrize(
    "kind",
    ["text/xml", 'text/xml; charset="UTF-8"', "application/xml", "application/soap+xml", "text/plain", "", "TEXT/XML"],
)
def test_the_kind_may_be_announced_in_many_ways(client: FlaskClient, kind: str) -> None:
    assert client.post(HOOK, data=message(), content_type=kind).status_code == 200


@pytest.mark.parametrize("token", ["wrong", TOKEN[:-1], TOKEN + "x", "%00", "%ff"])
def test_a_wrong_token_is_an_address_where_there_is_nothing(client: FlaskClient, token: str) -> None:
    wrong = client.post(f"/hooks/salesforce/outbound-messages/{token}", data=message())
    nowhere = client.post("/hooks/salesforce/nowhere", data=message())

    assert (wrong.status_code, wrong.data) == (404, nowhere.data)


def test_a_message_is_not_acknowledged_when_nothing_was_kept(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = TryAgain("The database is locked.", after=timedelta(seconds=7))

    response = client.post(HOOK, data=message())

    assert fault(response) == (503, "soapenv:Server", "The database is locked.")
    assert response.headers["Retry-After"] == "7"


def test_a_mistake_of_ours_is_a_fault_that_tells_nothing(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = ZeroDivisionError("secret detail")

    sentence = "Something went wrong here. It is in the log, under the id in the X-Request-Id header."
    assert fault(client.post(HOOK, data=message())) == (500, "soapenv:Server", sentence)


@pytest.mark.parametrize("path", sorted((MESSAGES / "hostile").iterdir()), ids=lambda path: path.stem)
def test_a_hostile_message_is_a_fault_of_the_client(client: FlaskClient, coach: FakeCoach, path: object) -> None:
    response = client.post(HOOK, data=message(f"hostile/{getattr(path, 'stem', '')}"))

    status, code, sentence = fault(response)
    assert 400 <= status < 500
    assert code == "soapenv:Client"
    assert sentence
    assert coach.deliveries == []


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (
            "application/json",
            "The body must be xml or text/plain or application/octet-stream, not what its Content-Type says.",
        ),
        ("text/xml; charset=iso-8859-1", "The body must be in UTF-8."),
    ],
)
def test_another_kind_of_body_is_refused(client: FlaskClient, kind: str, sentence: str) -> None:
    response = client.post(HOOK, data=message(), content_type=kind)

    assert fault(response) == (415, "soapenv:Client", sentence)


def test_a_compressed_body_is_refused(client: FlaskClient) -> None:
    response = client.post(HOOK, data=message(), headers={"Content-Encoding": "gzip"})

    assert fault(response) == (415, "soapenv:Client", "The body must not be compressed.")


def test_a_body_beyond_the_limit_is_refused(serve: Serve) -> None:
    response = serve(body_limit=1_000).post(HOOK, data=message())

    assert fault(response) == (413, "soapenv:Client", "The body is larger than 1,000 bytes.")


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD"])
def test_only_post_is_taken(client: FlaskClient, method: str) -> None:
    for address in (HOOK, "/hooks/events"):
        response = client.open(address, method=method)

        assert response.status_code == 405
        assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_one_line_is_logged_for_an_accepted_delivery_with_ids_and_no_content(client: FlaskClient) -> None:
    with structlog.testing.capture_logs() as lines:
        client.post(HOOK, data=message("session_of_old_times"))

    assert lines == [
        {
            "event": "delivery_accepted",
            "log_level": "info",
            "events": 1,
            "new": 1,
            "repeated": 0,
            "ignored": {},
            "event_ids": ["04l5g00000Aq1ZxAAJ"],
            "opportunity_ids": [DEAL],
        }
    ]


def test_the_token_is_not_logged_when_a_message_is_refused(client: FlaskClient) -> None:
    with structlog.testing.capture_logs() as lines:
        client.post(HOOK, data=b"nonsense")

    assert [line["event"] for line in lines] == ["delivery_not_accepted"]
    assert TOKEN not in repr(lines)


# ---------------------------------------------------------------- JSON events


def signed(body: str = EVENT, secret: str = SECRET) -> dict[str, str]:
    return {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(int(NOW.timestamp())),
        "webhook-signature": Webhook(secret).sign("msg_1", NOW, body),
        "Content-Type": "application/json",
    }


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"webhook-timestamp": str(int(NOW.timestamp()) - 400)}, "secret"),
        ({"webhook-signature": "v1,AAAA"}, "secret"),
        ({"webhook-id": ""}, "headers"),
        ({"webhook-id": "", "Authorization": "Bearer wrong"}, "secret"),
        ({"Content-Type": "text/xml"}, "body"),
    ],
)
def test_the_log_says_what_to_look_at_and_the_sender_is_not_told(
    client: FlaskClient, changes: dict[str, str], wrong: str
) -> None:
    with structlog.testing.capture_logs() as lines:
        answer = client.post("/hooks/events", data=EVENT, headers=signed() | changes)

    assert [line["wrong"] for line in lines] == [wrong]
    assert set(answer.get_json()) == {"error", "message"}


def test_the_log_says_that_a_clock_is_off(client: FlaskClient) -> None:
    late = NOW - timedelta(minutes=9)
    headers = signed() | {
        "webhook-timestamp": str(int(late.timestamp())),
        "webhook-signature": Webhook(SECRET).sign("msg_1", late, EVENT),
    }

    with structlog.testing.capture_logs() as lines:
        answer = client.post("/hooks/events", data=EVENT, headers=headers)

    assert (answer.status_code, answer.json) == (401, UNAUTHORISED)
    assert [(line["wrong"], line["because"]) for line in lines] == [
        ("clock", "The signature is good, and its time 540 s behind ours.")
    ]


def test_a_wrong_token_is_told_to_the_log_alone(client: FlaskClient) -> None:
    with structlog.testing.capture_logs() as lines:
        client.post("/hooks/salesforce/outbound-messages/wrong-one", data=message())

    assert [line["wrong"] for line in lines] == ["secret"]
    assert "wrong-one" not in repr(lines)


def test_a_signed_event_is_kept_under_the_id_of_its_message(client: FlaskClient, coach: FakeCoach) -> None:
    response = client.post("/hooks/events", data=EVENT, headers=signed())

    assert (response.status_code, response.json) == (202, {"accepted": 1, "repeated": 0, "ignored": {}})
    assert [event.source_event_id for event in coach.deliveries[0].events] == ["msg_1"]


def test_a_replay_is_absorbed(client: FlaskClient) -> None:
    client.post("/hooks/events", data=EVENT, headers=signed())

    response = client.post("/hooks/events", data=EVENT, headers=signed())

    assert response.json == {"accepted": 0, "repeated": 1, "ignored": {}}


def test_a_bearer_token_stands_in_for_a_signature(client: FlaskClient, coach: FakeCoach) -> None:
    for _ in range(2):
        response = client.post("/hooks/events", json=json.loads(EVENT), headers={"Authorization": f"Bearer {BEARER}"})
        assert response.status_code == 202

    ids = [event.source_event_id for delivery in coach.deliveries for event in delivery.events]
    assert len(set(ids)) == 2


def test_our_own_write_is_counted_and_left_alone(client: FlaskClient) -> None:
    event = {"type": "opportunity.changed", "data": {"opportunity_id": DEAL, "change_origin": "x;client=coach"}}

    response = client.post("/hooks/events", json=event, headers={"Authorization": f"Bearer {BEARER}"})

    assert response.json == {"accepted": 0, "repeated": 0, "ignored": {"own_write": 1}}


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook-id": ""},
        {"webhook-id": "a.b"},
        {"webhook-timestamp": "0"},
        {"webhook-timestamp": "1.7954424e9"},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,a,b"},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-signature": "\xff"},
        {"Authorization": "Bearer wrong", "webhook-signature": ""},
        {"Authorization": f"Basic {BEARER}", "webhook-signature": ""},
    ],
)
def test_every_way_of_not_showing_who_sends_is_the_same_401(
    client: FlaskClient, coach: FakeCoach, changes: dict[str, str]
) -> None:
    response = client.post("/hooks/events", data=EVENT, headers=signed() | changes)

    assert (response.status_code, response.json) == (401, UNAUTHORISED)
    assert coach.deliveries == []


def test_without_secrets_and_tokens_the_door_is_closed(serve: Serve) -> None:
    response = serve(webhook_secrets=(), bearer_tokens=()).post("/hooks/events", data=EVENT, headers=signed())

    assert (response.status_code, response.json) == (401, UNAUTHORISED)


@pytest.mark.parametrize(
    ("body", "kind", "status", "answer"),
    [
        ("{", "application/json", 400, {"error": "bad_request", "message": "The body is not JSON in UTF-8."}),
        ("{}", "application/json", 400, {"error": "bad_request", "message": "type is missing."}),
        (
            EVENT,
            "text/xml",
            415,
            {
                "error": "unsupported_media_type",
                "message": "The body must be json, not what its Content-Type says.",
            },
        ),
        (
            EVENT,
            "application/json; charset=utf-16",
            415,
            {"error": "unsupported_media_type", "message": "The body must be in UTF-8."},
        ),
        (
            " " * 200_001,
            "application/json",
            413,
            {"error": "too_large", "message": "The body is larger than 200,000 bytes."},
        ),
    ],
)
def test_what_cannot_be_accepted_is_answered_with_a_json_object(
    client: FlaskClient, body: str, kind: str, status: int, answer: dict[str, str]
) -> None:
    response = client.post("/hooks/events", data=body, headers=signed(body) | {"Content-Type": kind})

    assert (response.status_code, response.json) == (status, answer)


def test_events_are_refused_for_now_when_nothing_was_kept(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = TryAgain("The database is locked.")

    response = client.post("/hooks/events", data=EVENT, headers=signed())

    assert (response.status_code, response.json) == (503, {"error": "try_again", "message": "The database is locked."})
    assert response.headers["Retry-After"] == "30"


def test_a_mistake_of_ours_is_a_json_object_that_tells_nothing(client: FlaskClient, coach: FakeCoach) -> None:
    coach.broken = ZeroDivisionError("secret detail")

    response = client.post("/hooks/events", data=EVENT, headers=signed())

    assert response.status_code == 500
    assert response.json is not None
    assert response.json["error"] == "internal_error"
    assert "secret" not in response.text


@pytest.mark.parametrize(
    ("method", "address", "status"), [("GET", "/hooks/events", 405), ("POST", "/hooks/other", 404)]
)
def test_a_wrong_method_or_address_is_answered_with_a_json_object(
    client: FlaskClient, method: str, address: str, status: int
) -> None:
    response = client.open(address, method=method)

    assert response.status_code == status
    assert set(response.get_json()) == {"error", "message"}
