"""Nouns for the tests of the store, with everything that a test does not speak of filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from sqlalchemy.engine import Connection

from coach.engine.model import (
    Block,
    Card,
    Deal,
    Decision,
    Delivery,
    Evaluated,
    Event,
    EventKind,
    LineItem,
    Note,
    Person,
    Reason,
    Source,
    StageChange,
    Trace,
    Truth,
    Verdict,
)

ORG = "00D000000000001EAA"
NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
"""A Wednesday."""
LEASE = timedelta(minutes=5)


@dataclass
class FakeClock:
    """The database's clock, moved by hand."""

    now: datetime = NOON

    def __call__(self, connection: Connection) -> datetime:
        return self.now

    def advance(self, **duration: float) -> None:
        self.now += timedelta(**duration)


def forms(html: str) -> tuple[str, ...]:
    return html, f"plain {html}"


def opportunity(number: int) -> str:
    return f"006{number:012}AAA"


def event(source_event_id: str, number: int = 1, kind: EventKind = EventKind.CHANGED) -> Event:
    return Event(ORG, Source.JSON, source_event_id, kind, opportunity(number))


def delivery(*source_event_ids: str, number: int = 1) -> Delivery:
    return Delivery(tuple(event(each, number) for each in source_event_ids))


ALICE = Person("005000000000001AAA", "Alice", "alice@example.com", manager_id="005000000000009AAA", manager_name="Max")
BOB = Person("005000000000002AAA", "Bob")


def deal(number: int = 1, owner: Person = ALICE, amount: Decimal | None = Decimal("125000.50")) -> Deal:
    return Deal(
        org_id=ORG,
        id=opportunity(number),
        name=f"Deal {number}",
        stage="Negotiation",
        closed=False,
        won=False,
        amount=amount,
        currency="EUR",
        close_date=NOON.date(),
        created_at=NOON - timedelta(days=90),
        modified_at=NOON,
        owner=owner,
        read_at=NOON,
        products=(
            LineItem("Scope", "S-1", "Imaging", Decimal(2), Decimal("9.5"), Decimal(10), Decimal(5), Decimal(19)),
            LineItem("Care", None, "Service", None, None, None, None, None),
        ),
        history=(StageChange("Proposal", NOON - timedelta(days=9)), StageChange("Negotiation", NOON)),
    )


def trace() -> Trace:
    inner = Trace("amount", "at least 100,000", "125,000.50 EUR", Truth.TRUE)
    return Trace("all", "all of", "1 of 1", Truth.TRUE, (inner,), ("probability",))


def deliver(minutes: int | Decimal = 2, playbook: str = "discount", occasion: int = 1) -> Decision:
    return Decision(
        playbook, Verdict.DELIVER, Reason.APPLIES, "It applies.", "hold-the-price", occasion, Decimal(minutes), trace()
    )


def hold_back(reason: Reason, playbook: str = "discount", detail: str = "") -> Decision:
    return Decision(playbook, Verdict.HOLD_BACK, reason, detail)


def retire(playbook: str = "discount", occasion: int = 1, reason: Reason = Reason.NO_LONGER_APPLIES) -> Decision:
    return Decision(playbook, Verdict.RETIRE, reason, "", "hold-the-price", occasion)


def card(key: str = "card-1", number: int = 1, playbook: str = "discount", occasion: int = 1) -> Card:
    return Card(
        key=key,
        opportunity_id=opportunity(number),
        playbook=playbook,
        name="hold-the-price",
        occasion=occasion,
        title="Hold the price",
        blocks=(Block("tip", "Tip", "<p>Trade, never give.</p>"),),
        why="The discount is above 15 %.",
        minutes=Decimal("2.5"),
    )


def note(key: str = "card-1", number: int = 1, html: str = "<p>Trade, never give.</p>", live: bool = True) -> Note:
    return Note(key, opportunity(number), f"Hold the price [{key}]", html, live)


NOTHING: Mapping[str, Reason] = {}


def evaluated(
    read: Deal,
    decisions: Iterable[Decision] = (),
    cards: Iterable[Card] = (),
    notes: Iterable[Note] = (),
    retired: Mapping[str, Reason] = NOTHING,
    check_at: datetime | None = None,
) -> Evaluated:
    return Evaluated(
        read.id,
        read,
        tuple(decisions),
        tuple(cards),
        retired,
        tuple(notes),
        library="lib-1",
        revision="commit-1",
        check_at=check_at,
    )


def delivered(number: int = 1, owner: Person = ALICE, key: str | None = None, minutes: int = 2) -> Evaluated:
    """A deal on which one card is opened, and its note wanted."""
    name = key or f"card-{number}"
    return evaluated(deal(number, owner), [deliver(minutes)], [card(name, number)], [note(name, number)])


def gone(was: Evaluated) -> Evaluated:
    """The same deal, deleted."""
    retired = {each.key: Reason.DEAL_GONE for each in was.cards}
    return replace(
        was, deal=None, decisions=(retire(reason=Reason.DEAL_GONE),), cards=(), notes=(), retired=retired, check_at=None
    )
