import re
from decimal import Decimal
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from localorg.outbound.envelope import Sender, Told, encode, envelope, java_double
from localorg.outbound.model import Message

FILES = Path(__file__).parent / "envelopes"
SENDER = Sender("00D000000000001EAA", "http://127.0.0.1:8081")
MESSAGE = Message(
    "Opportunity",
    "04k000000000001AAA",
    "http://127.0.0.1:1/hook",
    fields=("Name", "Amount", "CloseDate", "IsClosed", "LastModifiedDate", "NextStep"),
)
TYPES = {"Amount": "currency", "CloseDate": "date", "IsClosed": "boolean", "LastModifiedDate": "datetime"}
RECORD = {
    "Id": "006000000000001AAA",
    "Name": 'Pinemarsh <b>integration</b> & "partner" 日本',
    "Amount": 12345678.0,
    "CloseDate": "2026-12-31",
    "IsClosed": False,
    "LastModifiedDate": "2026-11-23T09:15:42.000+0000",
    "NextStep": None,
}
SF = "{urn:sobject.enterprise.soap.sforce.com}"
OUT = "{http://soap.sforce.com/2005/09/outbound}"


def sobjects(*told: Told) -> list[Element]:
    return list(fromstring(envelope(SENDER, MESSAGE, told, TYPES)).iter(f"{OUT}sObject"))


def test_the_envelope_is_the_platforms_to_the_letter() -> None:
    written = envelope(SENDER, MESSAGE, [Told("04l000000000001AAA", RECORD)], TYPES)
    assert written == (FILES / "one.xml").read_bytes()


def test_an_empty_field_is_left_out() -> None:
    (sobject,) = sobjects(Told("04l000000000001AAA", RECORD))
    assert sobject.find(f"{SF}NextStep") is None


def test_a_record_that_is_gone_is_told_of_without_data() -> None:
    (sobject,) = sobjects(Told("04l000000000001AAA", None))
    assert list(sobject) == []


def test_each_notification_carries_its_own_record() -> None:
    ids = ["006000000000001AAA", "006000000000002AAA"]
    found = sobjects(*(Told(f"04l{number}", {"Id": id_}) for number, id_ in enumerate(ids)))
    assert [sobject.findtext(f"{SF}Id") for sobject in found] == ids


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("45000", "45000.0"),
        ("0", "0.0"),
        ("9999999.99", "9999999.99"),
        ("10000000", "1.0E7"),
        ("12345678", "1.2345678E7"),
        ("-12345678.9", "-1.23456789E7"),
        ("0.001", "0.001"),
        ("0.0001", "1.0E-4"),
    ],
)
def test_numbers_are_written_as_java_writes_doubles(value: str, written: str) -> None:
    assert java_double(Decimal(value)) == written


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_written_number_reads_back_as_itself(value: float) -> None:
    written = java_double(Decimal(repr(value)))
    assert float(written) == value
    assert re.fullmatch(r"-?\d{1,7}\.\d+(E-?\d+)?", written)


@given(st.text())
def test_any_text_makes_a_well_formed_envelope(text: str) -> None:
    (sobject,) = sobjects(Told("04l", {"Id": "006", "Name": text}))
    legal = "".join(letter for letter in text if letter in "\t\n\r" or letter >= " " and letter not in "\ufffe\uffff")
    assert (sobject.findtext(f"{SF}Name") or "") == legal


def test_whole_numbers_of_an_int_field_have_no_decimal_point() -> None:
    assert encode(3, "int") == "3"
