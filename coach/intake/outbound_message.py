"""Salesforce outbound messages: one SOAP envelope with up to 100 notifications, each about one record.

https://developer.salesforce.com/docs/atlas.en-us.api.meta/api/sforce_api_om_outboundmessaging_notifications.htm

A message carries no signature. It carries the latest values, not the change that caused it. So only the record's id and
a few hints are kept; the record is read back. The session id and the URLs are never used.
"""

import hmac
import re
from collections import Counter
from datetime import datetime
from xml.etree.ElementTree import Element

from coach import ids
from coach.engine.model import Event, EventKind, Received, Source
from coach.errors import Rejected
from coach.intake import soap
from coach.intake.times import utc

MAX_NOTIFICATIONS = 100
"""The maximum in the message's own WSDL definition."""

OTHER_OBJECT = "other_object"
NO_RECORD = "no_record"
BAD_ID = "bad_id"

_OUTBOUND = "http://soap.sforce.com/2005/09/outbound"
_RECORD = "urn:sobject.enterprise.soap.sforce.com"
_OPPORTUNITY = f"{{{_RECORD}}}Opportunity"
_NOTIFICATION_ID = re.compile(r"[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?")

ACKNOWLEDGEMENT = soap.envelope(f'<notificationsResponse xmlns="{_OUTBOUND}"><Ack>true</Ack></notificationsResponse>')
"""Any other answer, with whatever status, is a failed delivery: Salesforce retries the message for 24 hours."""


def parse(body: bytes, *, org_id: str) -> Received:
    """The events in one outbound message of the org with this id.

    A notification about another object, or about a record that is gone by now, is counted and ignored. So is one with
    an invalid id among valid ones: an acknowledgement covers the whole message, and one bad notification must not keep
    the others from arriving. Raises Rejected: 403 for another org, otherwise 400, 413 or 415.
    """
    message = _message(soap.read(body))
    org_id = ids.to18(org_id)
    notifications = message.findall(f"{{{_OUTBOUND}}}Notification")
    if len(notifications) > MAX_NOTIFICATIONS:
        raise Rejected(f"The message has more than {MAX_NOTIFICATIONS} notifications.")
    _check_org(message, org_id, needed=bool(notifications))
    events: list[Event] = []
    ignored: Counter[str] = Counter()
    rejections: list[Rejected] = []
    for place, notification in enumerate(notifications, start=1):
        record = _only(notification, f"{{{_OUTBOUND}}}sObject")
        if record is None:
            ignored[NO_RECORD] += 1
        elif reason := _why_left_alone(record):
            ignored[reason] += 1
        else:
            try:
                events.append(_event(notification, record, place, org_id))
            except Rejected as rejection:
                rejections.append(rejection)
                ignored[BAD_ID] += 1
    if rejections and not events:
        raise rejections[0]
    return Received(tuple(events), dict(ignored))


def _message(root: Element) -> Element:
    if root.tag != f"{{{soap.ENVELOPE}}}Envelope":
        raise Rejected("The message is not a SOAP 1.1 envelope.")
    body = _only(root, f"{{{soap.ENVELOPE}}}Body")
    message = None if body is None else _only(body, f"{{{_OUTBOUND}}}notifications")
    if message is None:
        raise Rejected("The envelope holds no outbound message.")
    return message


def _check_org(message: Element, org_id: str, *, needed: bool) -> None:
    theirs = _text(message, f"{{{_OUTBOUND}}}OrganizationId")
    if not theirs and not needed:
        return
    if not theirs:
        raise Rejected("The message does not say which org it comes from.")
    # Either form may be sent, and the first 15 characters identify an org.
    if not hmac.compare_digest(theirs[:15].encode(), org_id[:15].encode()):
        raise Rejected("The message comes from another org.", 403)


def _why_left_alone(record: Element) -> str | None:
    kind = record.get(soap.TYPE)
    if kind not in (_OPPORTUNITY, None):
        return OTHER_OBJECT
    record_id = _text(record, f"{{{_RECORD}}}Id")
    if not record_id:
        return NO_RECORD
    if kind is None and not record_id.startswith(ids.OPPORTUNITY):
        return OTHER_OBJECT
    return None


def _event(notification: Element, record: Element, place: int, org_id: str) -> Event:
    notification_id = _text(notification, f"{{{_OUTBOUND}}}Id")
    if not _NOTIFICATION_ID.fullmatch(notification_id):
        raise Rejected(f"Notification {place} has no id of 15 or 18 letters and digits.")
    try:
        opportunity_id = ids.to18(_text(record, f"{{{_RECORD}}}Id"), ids.OPPORTUNITY)
    except ValueError as error:
        raise Rejected(f"The record's id in notification {place} {error}.") from error
    return Event(
        org_id=org_id,
        source=Source.OUTBOUND_MESSAGE,
        # Only the identifying part: the same notification may come in either form.
        source_event_id=ids.to18(notification_id[:15]),
        kind=_kind(record),
        opportunity_id=opportunity_id,
        occurred_at=_time(record, "LastModifiedDate"),
    )


def _kind(record: Element) -> EventKind:
    if _text(record, f"{{{_RECORD}}}IsDeleted") == "true":
        return EventKind.DELETED
    created = _time(record, "CreatedDate")
    if created is not None and created == _time(record, "LastModifiedDate"):
        return EventKind.CREATED
    return EventKind.CHANGED


def _time(record: Element, field: str) -> datetime | None:
    try:
        return utc(_text(record, f"{{{_RECORD}}}{field}"))
    except ValueError:
        # Absent (which may mean empty or not selected for the message) or malformed: either way there is no hint.
        return None


def _text(parent: Element, tag: str) -> str:
    element = _only(parent, tag)
    return "" if element is None else (element.text or "").strip()


def _only(parent: Element, tag: str) -> Element | None:
    found = parent.findall(tag)
    if len(found) > 1:
        # Taking the first would acknowledge elements that were never looked at.
        raise Rejected(f"The message repeats {tag.rpartition('}')[2]} where there can be only one.")
    return found[0] if found else None
