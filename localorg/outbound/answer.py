"""The receiver's answer → acknowledged, or the reason why not.

Only ``<Ack>true</Ack>`` in a ``notificationsResponse`` counts; a status of 200 alone does not.
"""

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

ACKNOWLEDGED = "acknowledged"
REDIRECTED = "a redirect, which is not followed"
NOT_OK = "the status is not 200"
NOT_XML = "the body is not well-formed XML"
FAULT = "a SOAP fault"
NO_RESPONSE = "no notificationsResponse in the SOAP body"
REFUSED = "Ack is not true"

_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"
_OUTBOUND = "{http://soap.sforce.com/2005/09/outbound}"


def judge(status: int, body: bytes) -> str:
    """:data:`ACKNOWLEDGED`, or one of the other sentences of this module."""
    if 300 <= status < 400:
        return REDIRECTED
    try:
        envelope = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError):
        return NOT_OK if status != 200 else NOT_XML
    if envelope.find(f"{_SOAP}Body/{_SOAP}Fault") is not None:
        return FAULT
    return NOT_OK if status != 200 else _judge_response(envelope)


def _judge_response(envelope: Element) -> str:
    response = envelope.find(f"{_SOAP}Body/{_OUTBOUND}notificationsResponse")
    if envelope.tag != f"{_SOAP}Envelope" or response is None:
        return NO_RESPONSE
    ack = response.findtext(f"{_OUTBOUND}Ack", "").strip()
    return ACKNOWLEDGED if ack in ("true", "1") else REFUSED
