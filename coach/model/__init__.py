"""The nouns, one per arrow of the way through the house. All are frozen; times are aware, in UTC; money is Decimal.

In a :class:`Deal`, ``None`` means "empty on the record", unless the fact's name is in ``Deal.unreadable``: then this
org does not have it, or hides it from our user. Either way a condition on it is *unknown*, never false.
"""

from coach.model.adherence import Adherence, Observed, Watch
from coach.model.asked import Asked
from coach.model.authorship import Author, Edit, Editor, Edits, Nature
from coach.model.card import Block, Card, CardState, Quiz
from coach.model.deal import Account, Deal, LineItem, Person, StageChange, User, zone_of
from coach.model.decision import Decision, Reason, Verdict
from coach.model.evaluated import Evaluated, Teaches
from coach.model.event import Delivery, Event, EventKind, Source
from coach.model.fields import FieldValue, RecordId, Selection, Unknown
from coach.model.match import Match, Trace, Truth
from coach.model.note import Ended, Note, NoteState, NoteWork, Outcome, Receipt
from coach.model.past import LaidAside, PastCard, RepLoad

__all__ = [
    "Account",
    "Adherence",
    "Asked",
    "Author",
    "Block",
    "Card",
    "CardState",
    "Deal",
    "Decision",
    "Delivery",
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
    "Note",
    "NoteState",
    "NoteWork",
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
    "Watch",
    "zone_of",
]
