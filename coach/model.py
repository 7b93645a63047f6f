"""The nouns, one per arrow of the way through the house. All are frozen; times are aware, in UTC; money is Decimal.

In a :class:`Deal`, ``None`` means "empty on the record", unless the fact's name is in ``Deal.unreadable``: then this
org does not have it, or hides it from our user. Either way a condition on it is *unknown*, never false.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

# ---------------------------------------------------------------- Event


class Source(StrEnum):
    """Where an event came from."""

    OUTBOUND_MESSAGE = "outbound_message"
    JSON = "json"
    RECONCILE = "reconcile"


class EventKind(StrEnum):
    """What a sender says happened. A hint: the record is read back before anything is decided."""

    CREATED = "created"
    CHANGED = "changed"
    VIEWED = "viewed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Event:
    """Something happened to this opportunity. A hint, never the truth.

    ``org_id`` and ``opportunity_id`` have 18 characters. ``source_event_id`` is the sender's own id, at most 200
    characters; (org, source, source_event_id) names an event once and for all. ``occurred_at`` is the sender's claim.
    """

    org_id: str
    source: Source
    source_event_id: str
    kind: EventKind
    opportunity_id: str
    occurred_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """What one request held: the events to keep, and what was acknowledged, counted and left alone.

    ``ignored`` maps a named reason (``other_object``, ``no_record``, ``own_write`` …) to how many.
    """

    events: tuple[Event, ...]
    ignored: Mapping[str, int] = field(default_factory=dict)


# ---------------------------------------------------------------- Deal


@dataclass(frozen=True, slots=True)
class LineItem:
    """A product on the deal. ``discount`` is in percent off the list price, 0 to 100.

    It is the record's own Discount where that is filled, else computed from list and unit price.
    """

    name: str
    code: str | None
    family: str | None
    quantity: Decimal | None
    unit_price: Decimal | None
    list_price: Decimal | None
    discount: Decimal | None
    total: Decimal | None


@dataclass(frozen=True, slots=True)
class StageChange:
    """One row of the deal's stage history: it was in ``stage`` from ``at`` on."""

    stage: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the org. ``manager_id`` is None for somebody who reports to nobody."""

    id: str
    name: str
    email: str | None = None
    title: str | None = None
    department: str | None = None
    role: str | None = None
    profile: str | None = None
    active: bool = True
    started_on: date | None = None
    manager_id: str | None = None
    manager_name: str | None = None


@dataclass(frozen=True, slots=True)
class User:
    """A user of the org as signing in and the manager hierarchy need them; ids have 18 characters."""

    id: str
    name: str
    username: str
    active: bool = True
    manager_id: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """The customer."""

    id: str
    name: str
    industry: str | None = None
    type: str | None = None


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity as read back from Salesforce, at ``read_at``.

    ``history`` holds the stage changes, oldest first, the current stage last; consecutive rows differ in stage.
    ``probability`` is in percent. ``amount`` is in ``currency`` (ISO 4217; the org's own where it has only one).
    ``pushes`` counts how often the close date moved to a later month. ``fields`` holds the further fields that live
    playbooks name, by API name: str, bool, Decimal, date, datetime or None. ``rates`` gives, by ISO code, how much of a
    currency one unit of the org's corporate currency buys; empty where the org has a single currency.
    """

    org_id: str
    id: str
    name: str
    stage: str
    closed: bool
    won: bool
    amount: Decimal | None
    currency: str | None
    close_date: date | None
    created_at: datetime
    modified_at: datetime
    owner: Person
    read_at: datetime
    type: str | None = None
    lead_source: str | None = None
    next_step: str | None = None
    probability: Decimal | None = None
    forecast_category: str | None = None
    pushes: int | None = None
    contact_roles: int | None = None
    account: Account | None = None
    products: tuple[LineItem, ...] = ()
    history: tuple[StageChange, ...] = ()
    fields: Mapping[str, object] = field(default_factory=dict)
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    unreadable: frozenset[str] = frozenset()


# ---------------------------------------------------------------- Match


class Truth(StrEnum):
    """Three-valued: a condition on missing data is neither true nor false."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Trace:
    """One condition, or one all / any / not over ``parts``: what was expected, what was found, and the outcome.

    ``expected`` and ``found`` are words for a person. ``missing`` names the facts whose absence made it unknown.
    """

    condition: str
    expected: str
    found: str
    truth: Truth
    parts: tuple["Trace", ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A playbook, by name, whose conditions were evaluated on a deal; ``trace.truth`` is the outcome."""

    playbook: str
    trace: Trace


# ---------------------------------------------------------------- Decision


class Verdict(StrEnum):
    """What is done about one playbook on one deal."""

    DELIVER = "deliver"
    KEEP = "keep"
    RETIRE = "retire"
    HOLD_BACK = "hold_back"


class Reason(StrEnum):
    """Why. Stored with the decision and shown to whoever asks; :mod:`coach.decide.reasons` has a sentence for each."""

    APPLIES = "applies"
    APPLIES_AGAIN = "applies_again"
    STILL_APPLIES = "still_applies"
    CANNOT_TELL = "cannot_tell"
    NO_LONGER_APPLIES = "no_longer_applies"
    DEAL_CLOSED = "deal_closed"
    DEAL_GONE = "deal_gone"
    PLAYBOOK_GONE = "playbook_gone"
    MISSING_DATA = "missing_data"
    DRAFT = "draft"
    RETIRED = "retired"
    NOT_IN_AUDIENCE = "not_in_audience"
    OWNER_INACTIVE = "owner_inactive"
    COOLDOWN = "cooldown"
    OUTRANKED = "outranked"
    DEAL_CAP = "deal_cap"
    REP_CAP = "rep_cap"
    DAILY_CAP = "daily_cap"
    WEEKLY_MINUTES = "weekly_minutes"
    EXHAUSTED = "exhausted"
    EXPIRED = "expired"
    HOLDOUT = "holdout"
    SNOOZED = "snoozed"
    DONE = "done"
    DISMISSED = "dismissed"
    MASTERED = "mastered"
    UNRENDERABLE = "unrenderable"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done about one playbook on one deal, and why.

    ``card`` names the card within its playbook, ``occasion`` counts from 1 how often the playbook has delivered on this
    deal; both are set for every verdict but HOLD_BACK. ``detail`` is a sentence with the figures ("22 of 24 minutes
    used this week"). ``minutes`` is what a delivery costs the rep's week; 0 where a card is reopened.
    """

    playbook: str
    verdict: Verdict
    reason: Reason
    detail: str
    card: str | None = None
    occasion: int = 0
    minutes: Decimal = Decimal(0)
    trace: Trace | None = None


# ---------------------------------------------------------------- Card


class CardState(StrEnum):
    """OPEN: it belongs on the record. RETIRED: it was there and no longer applies."""

    OPEN = "open"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a card. ``kind`` is the key in the YAML (tip, talk_track, checklist …); ``html`` is sanitised.

    The tags it may hold are p, b, i, br, ul, ol, li and a.
    """

    kind: str
    heading: str
    html: str


@dataclass(frozen=True, slots=True)
class Quiz:
    """A card's question as it is asked on this deal, in HTML as of a :class:`Block`.

    ``answer`` says which of ``options`` is right, counted from 1.
    """

    ask: str
    options: tuple[str, ...]
    answer: int
    explanation: str


@dataclass(frozen=True, slots=True)
class Card:
    """What the rep reads. ``key`` names this card on this deal for good: see :func:`coach.cards.card_key`.

    ``why`` is one plain sentence saying why it is here. ``minutes`` is the reading time, with videos.
    """

    key: str
    opportunity_id: str
    playbook: str
    name: str
    occasion: int
    title: str
    blocks: tuple[Block, ...]
    why: str
    minutes: Decimal
    question: Quiz | None = None


@dataclass(frozen=True, slots=True)
class LaidAside:
    """A rep is through with a card, or put it off.

    ``reason`` is DONE, DISMISSED or SNOOZED, ``words`` say it in a sentence. A card that was put off comes back at
    ``until``, or once the deal has left ``stage``; where both are None the card stays away.
    """

    reason: Reason
    words: str
    until: datetime | None = None
    stage: str | None = None

    def holds(self, stage: str, now: datetime) -> bool:
        """Whether the card is to stay away from a deal in this stage now."""
        if self.until is not None:
            return now < self.until
        return self.stage is None or self.stage == stage


@dataclass(frozen=True, slots=True)
class PastCard:
    """What is remembered of a card once given on a deal: enough to decide about the next one.

    ``laid_aside`` is its rep's last word on it, if they ever laid it aside.
    """

    key: str
    playbook: str
    name: str
    occasion: int
    state: CardState
    opened_at: datetime
    minutes: Decimal
    retired_at: datetime | None = None
    retired_reason: Reason | None = None
    laid_aside: LaidAside | None = None


@dataclass(frozen=True, slots=True)
class RepLoad:
    """What a rep has been given, over all deals.

    ``minutes_this_week`` and ``cards_today`` count first deliveries since the start of the week and day, in the
    service's time zone; ``week_by_playbook`` counts cards of each playbook since the start of the week. ``mastered``
    says of each skill that the rep has shown to master, until when that counts.
    """

    minutes_this_week: Decimal = Decimal(0)
    cards_today: int = 0
    week_by_playbook: Mapping[str, int] = field(default_factory=dict)
    mastered: Mapping[str, datetime] = field(default_factory=dict)


# ---------------------------------------------------------------- Adherence


class Adherence(StrEnum):
    """Whether what a playbook asks for was seen on the deal in time. WAITING: not yet, and there is time left."""

    WAITING = "waiting"
    SEEN = "seen"
    NOT_SEEN = "not_seen"


@dataclass(frozen=True, slots=True)
class Watch:
    """What is looked for on a deal since a card was delivered on it, at ``since``; ``then`` is the deal as it was.

    What the playbook asks for counts until ``due``, None where it asks for nothing. ``until`` ends the watch.
    ``seen_at`` and ``moved_at`` are what was observed so far.
    """

    key: str
    playbook: str
    since: datetime
    until: datetime
    then: Deal
    due: datetime | None = None
    adherence: Adherence | None = None
    seen_at: datetime | None = None
    moved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Observed:
    """What a watch has come to. ``over``: nothing more can change."""

    key: str
    adherence: Adherence | None
    seen_at: datetime | None
    moved_at: datetime | None
    over: bool


# ---------------------------------------------------------------- Note


class NoteState(StrEnum):
    """Where a note is on its way to the record."""

    PENDING = "pending"
    SENDING = "sending"
    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    WAITING = "waiting"
    PARKED = "parked"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it should stand on the record. ``key`` is its card's key, or the deal's for a living note.

    ``title`` ends with a marker made from the key, so that a note can be found again after a lost answer. ``html`` is
    the richest form; ``live`` is False once it says that it no longer applies.
    """

    key: str
    opportunity_id: str
    title: str
    html: str
    live: bool = True


@dataclass(frozen=True, slots=True)
class NoteWork:
    """One note to be created (``note_id`` is None) or updated on the record.

    ``forms`` are the same body from the richest to plain escaped text: which of them an org takes is found out.
    """

    key: str
    opportunity_id: str
    title: str
    forms: tuple[str, ...]
    note_id: str | None = None
    link_id: str | None = None


class Outcome(StrEnum):
    """What became of one :class:`NoteWork`."""

    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    RECORD_GONE = "record_gone"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The settlement of one :class:`NoteWork`.

    WRITTEN carries ``note_id`` and ``link_id``. REFUSED means that an admin must act, and ``sentence`` says who does
    what. TRY_AGAIN may carry ``after``, the shortest wait that makes sense. ``note_id`` may be set on a failure too:
    the note exists, its link does not. ``code`` is Salesforce's error code, or empty.
    """

    key: str
    outcome: Outcome
    note_id: str | None = None
    link_id: str | None = None
    code: str = ""
    sentence: str = ""
    after: timedelta | None = None
