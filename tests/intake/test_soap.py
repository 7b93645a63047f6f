import pytest

from coach.errors import Rejected
from coach.intake import soap


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<a>" * 33, "The message is nested deeper than 32 elements."),
        (b"<a>" + b"<b/>" * 100_000 + b"</a>", "The message has more than 100,000 elements."),
        (b" " * 5_000_001, "The message is larger than 5,000,000 bytes."),
        (b"<a>" * 200_000, "The message is nested deeper than 32 elements."),
    ],
)
def test_a_document_beyond_the_limits_is_rejected(body: bytes, sentence: str) -> None:
    with pytest.raises(Rejected) as caught:
        soap.read(body)

    assert str(caught.value) == sentence


def test_an_inner_declaration_of_a_prefix_holds_for_the_types_inside_it() -> None:
    root = soap.read(
        b'<a xmlns:p="outer" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        b'<b xmlns:p="inner" xsi:type="p:T"/><c xsi:type="p:T"/></a>'
    )

    assert [child.get(soap.TYPE) for child in root] == ["{inner}T", "{outer}T"]


def test_the_sentence_of_a_fault_cannot_be_mistaken_for_markup() -> None:
    body = soap.fault("a < b & c", sender_must_act=True)

    assert soap.read(body).findtext(".//faultstring") == "a < b & c"


@pytest.mark.parametrize(("sender_must_act", "code"), [(True, "soapenv:Client"), (False, "soapenv:Server")])
def test_a_fault_says_who_must_act(sender_must_act: bool, code: str) -> None:
    body = soap.fault("No.", sender_must_act=sender_must_act)

    assert soap.read(body).findtext(".//faultcode") == code
