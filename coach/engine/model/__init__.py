"""The data types, one per arrow of the pipeline. All are frozen; times are aware, in UTC; money is Decimal.

In a :class:`Deal`, ``None`` means "empty on the record", unless the fact's name is in ``Deal.unreadable``: then this
org does not have the field, or hides it from our user. Either way a condition on it is *unknown*, never false.
"""

from coach.engine.model.adherence import Adherence, Observed, Watch
from coach.engine.model.authorship import Author, Edit, Editor, Edits, Nature
from coach.engine.model.card import Block, Card, CardState, Quiz
from coach.engine.model.deal import Account, Deal, LineItem, Person, StageChange, User, VisibleReps, zone_of
from coach.engine.model.decision import Decision, Reason, Verdict
from coach.engine.model.delivery import (
    DeliveredCard,
    Delivery,
    DeliveryState,
    DeliveryWork,
    Ended,
    Outcome,
    Receipt,
    Wants,
)
from coach.engine.model.evaluated import Evaluated, Teaches
from coach.engine.model.event import Event, EventKind, Received, Source
from coach.engine.model.fields import FieldValue, RecordId, Selection, Unknown
from coach.engine.model.match import Match, Trace, Truth
from coach.engine.model.past import LaidAside, PastCard, RepLoad
from coach.engine.model.selection import FieldSelection

__all__ = [
    "Account",
    "Adherence",
    "FieldSelection",
    "Author",
    "Block",
    "Card",
    "CardState",
    "Deal",
    "Decision",
    "Received",
    "Edit",
    "Editor",
    "Edits",
    "Ended",
    "Evaluated",
    "Event",
    "EventKind",
    "FieldValue",
    "LaidAside",
    "LineItem",
    "Match",
    "Nature",
    "DeliveredCard",
    "Delivery",
    "DeliveryState",
    "DeliveryWork",
    "Observed",
    "Outcome",
    "PastCard",
    "Person",
    "Quiz",
    "Reason",
    "Receipt",
    "RecordId",
    "RepLoad",
    "Selection",
    "Source",
    "StageChange",
    "Teaches",
    "Trace",
    "Truth",
    "Unknown",
    "User",
    "Verdict",
    "VisibleReps",
    "Wants",
    "Watch",
    "zone_of",
]
