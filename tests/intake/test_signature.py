from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from coach.errors import Misconfigured, Rejected
from coach.intake.signature import decode_secret, is_message_id, unauthorised, verify

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NEXT_SECRET = "whsec_" + b64encode(b"the next secret, 32 bytes long..").decode()
STRANGE_SECRET = "whsec_" + b64encode(b"a secret that nobody shares with us").decode()
NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BODY = '{"type":"opportunity.changed","data":{"opportunity_id":"0065g00000Vt3RaAAJ"}}'
TIMESTAMP = str(int(NOW.timestamp()))


def signed(secret: str = SECRET, message_id: str = "msg_1", at: datetime = NOW, body: str = BODY) -> str:
    return Webhook(secret).sign(message_id, at, body)


def accepted(
    signatures: str, message_id: str = "msg_1", timestamp: str = TIMESTAMP, body: bytes = BODY.encode()
) -> bool:
    live = (decode_secret(SECRET), decode_secret(NEXT_SECRET))
    try:
        verify(message_id, timestamp, signatures, body, secrets=live, now=NOW)
    except Rejected:
        return False
    return True


def test_every_refusal_is_the_same() -> None:
    refusal = unauthorised()

    assert refusal.status == 401
    assert str(refusal) == "The request carries neither a valid signature nor a valid bearer token."


@pytest.mark.parametrize("secret", [SECRET, NEXT_SECRET])
def test_a_signature_made_with_either_live_secret_is_good(secret: str) -> None:
    assert accepted(signed(secret))


def test_one_good_signature_among_several_is_enough() -> None:
    assert accepted(f"v1a,abcd {signed(STRANGE_SECRET)} {signed()}")


@given(body=st.text(max_size=200), message_id=st.from_regex(r"[!-\-/-~]{1,150}", fullmatch=True))
def test_whatever_the_reference_library_signs_is_good(body: str, message_id: str) -> None:
    assert accepted(signed(body=body, message_id=message_id), message_id, body=body.encode())


@given(place=st.integers(0, len(BODY) - 1), bit=st.integers(0, 7))
def test_a_body_with_one_bit_changed_is_refused(place: int, bit: int) -> None:
    body = bytearray(BODY.encode())
    body[place] ^= 1 << bit

    assert not accepted(signed(), body=bytes(body))


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_a_timestamp_within_five_minutes_is_good(seconds: int) -> None:
    at = NOW + timedelta(seconds=seconds)

    assert accepted(signed(at=at), timestamp=str(int(at.timestamp())))


@pytest.mark.parametrize("seconds", [-301, 301, 86_400])
def test_a_timestamp_further_off_is_refused_in_the_past_and_in_the_future(seconds: int) -> None:
    at = NOW + timedelta(seconds=seconds)

    assert not accepted(signed(at=at), timestamp=str(int(at.timestamp())))


@pytest.mark.parametrize(
    "timestamp",
    [
        "",
        f"{TIMESTAMP}.0",
        f"{TIMESTAMP}\n",
        f" {TIMESTAMP}",
        "1.7e9",
        "17954424",
        "-795442400",
        "１７９５４４２４００",
    ],
)
def test_a_timestamp_in_another_spelling_is_refused(timestamp: str) -> None:
    assert not accepted(signed(), timestamp=timestamp)


@pytest.mark.parametrize("message_id", ["", "msg 1", "msg.1", "msg_1\n", "ä", "x" * 151])
def test_an_id_that_the_specification_does_not_allow_is_refused(message_id: str) -> None:
    assert not accepted(signed(message_id=message_id), message_id)
    assert not is_message_id(message_id)


@pytest.mark.parametrize(
    "signatures",
    ["", "v1", "v1,", "v1,a,b", "v1,====", "v2,abcd", "v1;abcd", "ä", signed().replace("v1,", ""), " " + signed()],
)
def test_a_malformed_signature_header_is_refused(signatures: str) -> None:
    assert not accepted(signatures)


def test_a_signature_by_a_stranger_is_refused() -> None:
    assert not accepted(signed(STRANGE_SECRET))


@given(message_id=st.text(), timestamp=st.text(), signatures=st.text(), body=st.binary())
def test_no_header_and_no_body_does_anything_but_be_refused(
    message_id: str, timestamp: str, signatures: str, body: bytes
) -> None:
    assert not accepted(signatures, message_id, timestamp, body)


def test_without_live_secrets_nothing_is_good() -> None:
    with pytest.raises(Rejected):
        verify("msg_1", TIMESTAMP, signed(), BODY.encode(), secrets=(), now=NOW)


@pytest.mark.parametrize(
    "text", ["whsec_", "whsec_c2hvcnQ=", "whsec_not base64", "whsec_" + b64encode(b"x" * 65).decode()]
)
def test_a_secret_of_the_wrong_size_is_a_misconfiguration(text: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        decode_secret(text)

    assert str(caught.value) == "A webhook secret must be whsec_ followed by 24 to 64 bytes in base64."


# ---------------------------------------------------------------- what an operator's log is told


def refusal(
    signatures: str, timestamp: str = TIMESTAMP, body: str = BODY, secrets: tuple[str, ...] = (SECRET,)
) -> Rejected:
    with pytest.raises(Rejected) as refused:
        verify("msg_1", timestamp, signatures, body.encode(), secrets=tuple(map(decode_secret, secrets)), now=NOW)
    assert str(refused.value) == str(unauthorised())
    return refused.value


def test_a_clock_that_is_off_is_told_apart_from_a_wrong_secret() -> None:
    early = NOW - timedelta(seconds=742)

    told = refusal(signed(at=early), str(int(early.timestamp())))

    assert (told.wrong, told.for_operators) == ("clock", "The signature is good, and its time 742 s behind ours.")


def test_a_clock_and_a_secret_that_are_both_wrong_are_a_wrong_secret() -> None:
    early = NOW - timedelta(hours=1)

    assert refusal(signed(STRANGE_SECRET, at=early), str(int(early.timestamp()))).wrong == "secret"


def test_a_secret_that_nobody_shares_is_told() -> None:
    told = refusal(signed(STRANGE_SECRET))

    assert told.wrong == "secret"
    assert told.for_operators.startswith("It fits none of COACH_WEBHOOK_SECRETS")


def test_a_secret_whose_text_was_taken_for_the_key_is_told() -> None:
    as_text = "whsec_" + b64encode(SECRET.removeprefix("whsec_").encode()).decode()

    told = refusal(signed(as_text))

    assert (told.wrong, "decode" in told.for_operators) == ("secret", True)


@pytest.mark.parametrize("rewritten", [BODY + "\n", BODY.replace(":", ": ").replace(",", ", "), f"\r\n{BODY}  "])
def test_a_body_that_was_rewritten_on_the_way_is_told(rewritten: str) -> None:
    told = refusal(signed(), body=rewritten)

    assert (told.wrong, "rewrote" in told.for_operators) == ("body", True)


def test_missing_headers_and_missing_secrets_are_told() -> None:
    assert refusal("").wrong == "headers"
    assert refusal(signed(), secrets=()).for_operators.startswith("COACH_WEBHOOK_SECRETS holds none")
