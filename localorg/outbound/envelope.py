"""Notifications → a SOAP envelope, as the platform writes it.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_wsdl.htm
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from xml.sax.saxutils import escape

from localorg.outbound.model import Message

MAX_NOTIFICATIONS = 100
API_VERSION = "67.0"

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
    " <soapenv:Body>\n"
    '  <notifications xmlns="http://soap.sforce.com/2005/09/outbound">\n'
)
_TAIL = "  </notifications>\n </soapenv:Body>\n</soapenv:Envelope>\n"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DOUBLES = frozenset({"currency", "double", "percent"})


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender: the organisation's 18-character id, and the org's address without a trailing slash."""

    organisation_id: str
    base_url: str


@dataclass(frozen=True, slots=True)
class Told:
    """One notification and its record as it is now, in REST shape; ``record`` is None if it was deleted."""

    id: str
    record: Mapping[str, object] | None


def envelope(sender: Sender, message: Message, told: Sequence[Told], types: Mapping[str, str]) -> bytes:
    """The request body. ``types`` gives the describe type of each field of the message (``currency``, ``date`` …)."""
    soap = f"{sender.base_url}/services/Soap"
    version = f"{API_VERSION}/{sender.organisation_id[:15]}"
    head = [
        _leaf("OrganizationId", sender.organisation_id),
        _leaf("ActionId", message.action_id),
        '   <SessionId xsi:nil="true"/>\n',
        _leaf("EnterpriseUrl", f"{soap}/c/{version}"),
        _leaf("PartnerUrl", f"{soap}/u/{version}"),
    ]
    notifications = (_notification(message, one, types) for one in told)
    return "".join([_HEAD, *head, *notifications, _TAIL]).encode()


def _leaf(name: str, text: str) -> str:
    return f"   <{name}>{_text(text)}</{name}>\n"


def _notification(message: Message, told: Told, types: Mapping[str, str]) -> str:
    start = f'<sObject xsi:type="sf:{message.object}" xmlns:sf="urn:sobject.enterprise.soap.sforce.com"'
    sobject = f"    {start}/>\n"
    if told.record is not None:
        names = ("Id", *sorted(set(message.fields) - {"Id"}))
        fields = "".join(_field(name, told.record.get(name), types.get(name, "string")) for name in names)
        sobject = f"    {start}>\n{fields}    </sObject>\n"
    return f"   <Notification>\n    <Id>{_text(told.id)}</Id>\n{sobject}   </Notification>\n"


def _field(name: str, value: object, type_: str) -> str:
    """A field's element; empty for an empty field, which the platform omits instead of sending it as nil."""
    return "" if value is None or value == "" else f"     <sf:{name}>{_text(encode(value, type_))}</sf:{name}>\n"


def encode(value: object, type_: str) -> str:
    """A value in REST shape → its text in an envelope, before XML escaping."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if type_ in _DOUBLES and isinstance(value, int | float | Decimal | str):
        return java_double(Decimal(str(value)))
    if type_ == "datetime":
        moment = datetime.fromisoformat(str(value)).astimezone(UTC)
        return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
    return str(value)


def java_double(value: Decimal) -> str:
    """A number as Java's ``Double.toString`` writes it, like the platform: ``45000.0``, ``1.2345678E7``.

    https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/lang/Double.html#toString(double)
    """
    value = Decimal(repr(float(value)))
    if value and not Decimal("1e-3") <= abs(value) < Decimal("1e7"):
        sign, digits, _ = value.normalize().as_tuple()
        figures = "".join(map(str, digits))
        return f"{'-' * sign}{figures[0]}.{figures[1:] or '0'}E{value.adjusted()}"
    plain = f"{value:f}"
    return plain if "." in plain else f"{plain}.0"


def _text(text: str) -> str:
    """Escaped text, otherwise raw UTF-8; characters that are not allowed in XML are dropped."""
    return escape(_NOT_XML.sub("", text), {"\r": "&#13;"})
