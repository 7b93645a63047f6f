import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Event, EventKind, Received, Source
from coach.errors import Rejected
from coach.intake.json_events import parse
from coach.intake.times import utc

ORG = "00D5g00000Lk2QbEAJ"
DEAL = "0065g00000Vt3RaAAJ"
OTHER_DEAL = "0065g00000Vt3RbAAJ"
FILES = Path(__file__).parent / "json_events"


def parsed(name: str) -> Received:
    return parse((FILES / f"{name}.json").read_bytes(), org_id=ORG, message_id="msg_1")


def test_an_event_is_named_by_the_message_when_it_brings_no_id() -> None:
    assert parsed("changed").events == (
        Event(ORG, Source.JSON, "msg_1", EventKind.CHANGED, DEAL, utc("2026-11-20T13:40:22Z")),
    )


@pytest.mark.parametrize("kind", list(EventKind))
def test_each_kind_of_event_is_known(kind: EventKind) -> None:
    assert [event.kind for event in parsed(kind.value).events] == [kind]


def test_an_event_s_own_id_is_kept() -> None:
    assert [event.source_event_id for event in parsed("own_id").events] == ["evt_4711"]


def test_events_of_a_batch_are_named_by_message_and_place_or_by_their_own_id() -> None:
    assert [(event.source_event_id, event.opportunity_id) for event in parsed("batch").events] == [
        ("msg_1:0", DEAL),
        ("evt_2", OTHER_DEAL),
    ]


@pytest.mark.parametrize("name", ["id_of_15_characters", "more_than_needed", "only_what_is_needed", "nulls"])
def test_more_or_less_than_usual_is_accepted(name: str) -> None:
    assert [(event.org_id, event.opportunity_id) for event in parsed(name).events] == [(ORG, DEAL)]


def test_an_empty_batch_is_nothing_to_do() -> None:
    assert parsed("empty_batch") == Received(())


def test_a_byte_order_mark_is_tolerated() -> None:
    body = b"\xef\xbb\xbf" + (FILES / "changed.json").read_bytes()

    assert parse(body, org_id=ORG, message_id="msg_1") == parsed("changed")


def test_a_change_that_we_made_is_counted_and_left_alone() -> None:
    assert parsed("own_write") == Received((), {"own_write": 1})
    assert [event.opportunity_id for event in parsed("batch_with_own_write").events] == [OTHER_DEAL]


def test_a_change_by_a_client_whose_name_begins_like_ours_is_kept() -> None:
    assert len(parsed("write_of_another_client").events) == 1


NOT_JSON = "The body is not JSON in UTF-8."
TYPES = "opportunity.created, opportunity.changed, opportunity.viewed, opportunity.deleted"

WRONG = {
    "no_json": NOT_JSON,
    "not_a_number": NOT_JSON,
    "half_a_surrogate": NOT_JSON,
    "no_bytes": NOT_JSON,
    "nested_too_deep": NOT_JSON,
    "list": "The body must be a JSON object.",
    "text": "The body must be a JSON object.",
    "null": "The body must be a JSON object.",
    "no_type": "type is missing.",
    "type_is_a_number": "type must be text.",
    "unknown_type": f"type must be one of {TYPES}.",
    "no_data": "data is missing.",
    "data_is_a_list": "data must be an object.",
    "no_opportunity": "data.opportunity_id is missing.",
    "opportunity_is_a_number": "data.opportunity_id must be text.",
    "opportunity_is_an_address": "data.opportunity_id is not a Salesforce id: it needs 15 or 18 letters and digits.",
    "opportunity_is_an_account": "data.opportunity_id is not an id that begins with 006.",
    "another_org": "data.org_id is the id of another org.",
    "timestamp_is_a_number": "timestamp must be text.",
    "timestamp_is_no_time": "timestamp is not a time in ISO 8601, such as 2026-05-01T07:25:37Z.",
    "id_with_nul": "id must have 1 to 200 visible ASCII characters.",
    "id_too_long": "id must have 1 to 200 visible ASCII characters.",
    "events_is_an_object": "events must be a list.",
    "one_and_a_batch": "The body has both events and type: send one event, or a batch, not both.",
    "wrong_in_a_batch": "events[1].data.opportunity_id must be text.",
    "event_in_a_batch_is_text": "events[1] must be an object.",
    "unknown_type_in_a_batch": f"events[2].type must be one of {TYPES}.",
}


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_cannot_be_accepted_is_rejected_with_a_sentence_that_names_the_place(name: str) -> None:
    with pytest.raises(Rejected) as caught:
        parsed(f"wrong/{name}")

    assert str(caught.value) == WRONG[name]
    assert caught.value.status == (403 if name == "another_org" else 400)


def test_every_wrong_body_on_file_is_tried() -> None:
    assert {path.stem for path in (FILES / "wrong").iterdir()} == set(WRONG)


@pytest.mark.parametrize(("count", "fits"), [(1_000, True), (1_001, False)])
def test_a_batch_may_have_a_thousand_events(count: int, fits: bool) -> None:
    event = json.loads((FILES / "only_what_is_needed.json").read_bytes())
    body = json.dumps({"events": [event] * count}).encode()

    outcome = parsed_or_rejected(body)

    if fits:
        assert isinstance(outcome, Received)
    else:
        assert str(outcome) == "events must have at most 1,000 items."


def parsed_or_rejected(body: bytes) -> Received | Rejected:
    try:
        return parse(body, org_id=ORG, message_id="msg_1")
    except Rejected as error:
        return error


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.just(DEAL),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "data", "events", "id", "timestamp", "opportunity_id", "org_id", "change_origin"]),
            inner | st.just("opportunity.changed"),
            max_size=6,
        )
    ),
    max_leaves=12,
)


@given(value=values)
def test_any_json_is_parsed_or_rejected(value: object) -> None:
    outcome = parsed_or_rejected(json.dumps(value).encode())

    assert isinstance(outcome, Received | Rejected)


@given(body=st.binary(max_size=200))
def test_random_bytes_are_rejected(body: bytes) -> None:
    assert isinstance(parsed_or_rejected(body), Rejected)
