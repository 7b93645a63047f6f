from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach import ids
from coach.engine.model import Event, EventKind, Received, Source
from coach.errors import Rejected
from coach.intake.outbound_message import ACKNOWLEDGEMENT, parse
from coach.intake.times import utc

ORG = "00D5g00000Lk2QbEAJ"
DEAL = "0065g00000Vt3RaAAJ"
OTHER_DEAL = "0065g00000Vt3RbAAJ"
MESSAGES = Path(__file__).parent / "outbound_messages"


def parsed(name: str) -> Received:
    return parse((MESSAGES / f"{name}.xml").read_bytes(), org_id=ORG)


def only_event(name: str) -> Event:
    (event,) = parsed(name).events
    return event


def test_a_notification_becomes_an_event_with_its_id_the_record_and_hints() -> None:
    assert only_event("changed") == Event(
        org_id=ORG,
        source=Source.OUTBOUND_MESSAGE,
        source_event_id="04l5g00000Aq1ZxAAJ",
        kind=EventKind.CHANGED,
        opportunity_id=DEAL,
        occurred_at=utc("2026-11-20T13:40:22Z"),
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [("created", EventKind.CREATED), ("deleted", EventKind.DELETED), ("nulls_left_out", EventKind.CHANGED)],
)
def test_the_kind_is_read_from_dates_and_the_deleted_flag(name: str, kind: EventKind) -> None:
    assert only_event(name).kind is kind


@pytest.mark.parametrize(
    "name",
    [
        "byte_order_mark",
        "other_prefixes",
        "ids_of_15_characters",
        "session_of_old_times",
        "amount_in_e_notation",
        "raw_utf8",
        "nulls_left_out",
    ],
)
def test_every_spelling_that_salesforce_is_known_to_use_names_the_same_event(name: str) -> None:
    event = only_event(name)

    assert (event.org_id, event.opportunity_id, event.source_event_id) == (ORG, DEAL, "04l5g00000Aq1ZxAAJ")


def test_a_session_id_and_addresses_are_not_kept() -> None:
    kept = repr(parsed("session_of_old_times"))

    assert "!AQ4" not in kept
    assert "salesforce.com" not in kept


def test_several_notifications_become_events_in_their_order() -> None:
    assert [event.opportunity_id for event in parsed("two_notifications").events] == [DEAL, OTHER_DEAL]


def test_a_hundred_notifications_are_a_hundred_events() -> None:
    received = parsed("hundred_notifications")

    assert len({event.source_event_id for event in received.events}) == 100


def test_a_message_without_notifications_is_nothing_to_do() -> None:
    assert parsed("empty") == Received(())


@pytest.mark.parametrize(("name", "count"), [("record_gone", 2), ("record_id_nil", 1)])
def test_a_notification_whose_record_is_gone_is_counted_and_left_alone(name: str, count: int) -> None:
    assert parsed(name) == Received((), {"no_record": count})


def test_another_object_is_counted_and_left_alone_and_the_rest_is_kept() -> None:
    received = parsed("other_object")

    assert received.ignored == {"other_object": 1}
    assert [event.opportunity_id for event in received.events] == [DEAL]


def test_a_type_of_the_same_name_in_another_namespace_is_another_object() -> None:
    assert parsed("other_object_of_the_same_name") == Received((), {"other_object": 1})


def test_a_record_without_a_type_is_judged_by_the_prefix_of_its_id() -> None:
    received = parsed("no_type")

    assert (len(received.events), received.ignored) == (1, {"other_object": 1})


NOT_AN_ID = "The record's id in notification 1 is not a Salesforce id:"

HOSTILE = {
    "another_org": (403, "The message comes from another org."),
    "no_org": (400, "The message does not say which org it comes from."),
    "unbound_prefix": (400, "The message is not well-formed XML: line 13, column 6."),
    "unbound_type_prefix": (400, "The message names a type with a prefix that it does not declare."),
    "billion_laughs": (400, "The message declares a document type or an entity, which is not allowed."),
    "external_entity": (400, "The message declares a document type or an entity, which is not allowed."),
    "external_dtd": (400, "The message declares a document type or an entity, which is not allowed."),
    "undeclared_entity": (400, "The message is not well-formed XML: line 24, column 15."),
    "nested_too_deep": (400, "The message is nested deeper than 32 elements."),
    "nested_without_end": (400, "The message is nested deeper than 32 elements."),
    "hundred_and_one_notifications": (400, "The message has more than 100 notifications."),
    "declares_utf_16": (415, "The message declares an encoding other than UTF-8."),
    "is_utf_16": (415, "The message is not encoded in UTF-8."),
    "is_latin_1": (415, "The message is not encoded in UTF-8."),
    "cut_off": (400, "The message is not well-formed XML: line 13, column 25."),
    "no_bytes": (400, "The message is not well-formed XML: line 1, column 1."),
    "html": (400, "The message is not a SOAP 1.1 envelope."),
    "json": (400, "The message is not well-formed XML: line 1, column 1."),
    "soap_1_2": (400, "The message is not a SOAP 1.1 envelope."),
    "other_outbound_namespace": (400, "The envelope holds no outbound message."),
    "two_messages_in_one": (400, "The message repeats notifications where there can be only one."),
    "two_records_in_one": (400, "The message repeats sObject where there can be only one."),
    "id_is_an_address": (400, f"{NOT_AN_ID} it needs 15 or 18 letters and digits."),
    "id_climbs_a_path": (400, f"{NOT_AN_ID} it needs 15 or 18 letters and digits."),
    "id_with_wrong_checksum": (400, f"{NOT_AN_ID} its last three characters do not match the first fifteen."),
    "id_of_an_account": (400, "The record's id in notification 1 is not an id that begins with 006."),
    "no_notification_id": (400, "Notification 1 has no id of 15 or 18 letters and digits."),
    "notification_id_is_markup": (400, "Notification 1 has no id of 15 or 18 letters and digits."),
    "nul_in_a_name": (400, "The message is not well-formed XML: line 24, column 19."),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_cannot_be_accepted_is_rejected_with_a_sentence(name: str) -> None:
    with pytest.raises(Rejected) as caught:
        parsed(f"hostile/{name}")

    assert (caught.value.status, str(caught.value)) == HOSTILE[name]


def test_every_hostile_message_on_file_is_tried() -> None:
    assert {path.stem for path in (MESSAGES / "hostile").iterdir()} == set(HOSTILE)


@given(body=st.binary(max_size=300))
def test_random_bytes_are_rejected(body: bytes) -> None:
    with pytest.raises(Rejected):
        parse(body, org_id=ORG)


def mutations(original: bytes) -> st.SearchStrategy[bytes]:
    """The original with up to six pieces cut out, doubled, or replaced by something awkward."""
    awkward = st.sampled_from(
        [b"", b"<", b">", b"&", b"\x00", b"\xff", b"]]>", b"<!--", b"<?x ?>", b'"', b"sf:", b"<a>"]
    )
    place = st.integers(0, len(original))
    edit = st.tuples(place, st.integers(0, 40), awkward | st.binary(max_size=4), st.booleans())

    def apply(edits: list[tuple[int, int, bytes, bool]]) -> bytes:
        body = original
        for at, length, new, keep in edits:
            body = body[:at] + new + (body[at:] if keep else body[at + length :])
        return body

    return st.lists(edit, min_size=1, max_size=6).map(apply)


def parsed_or_rejected(body: bytes) -> Received | Rejected:
    try:
        return parse(body, org_id=ORG)
    except Rejected as error:
        return error


@given(body=mutations((MESSAGES / "two_notifications.xml").read_bytes()))
def test_a_damaged_message_is_rejected_or_still_names_opportunities_of_this_org(body: bytes) -> None:
    outcome = parsed_or_rejected(body)

    if isinstance(outcome, Rejected):
        assert 400 <= outcome.status < 500
    else:
        assert all(event.org_id == ORG for event in outcome.events)
        assert all(ids.to18(event.opportunity_id, "006") == event.opportunity_id for event in outcome.events)


def test_the_acknowledgement_is_the_one_that_salesforce_expects() -> None:
    assert ACKNOWLEDGEMENT == (
        b'<?xml version="1.0" encoding="UTF-8"?>\n'
        b'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body>'
        b'<notificationsResponse xmlns="http://soap.sforce.com/2005/09/outbound"><Ack>true</Ack>'
        b"</notificationsResponse></soapenv:Body></soapenv:Envelope>"
    )
