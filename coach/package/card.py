"""The object on which cards are kept as records: what the service and the source project both know of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from coach.engine.model import CardState
from coach.engine.responses import Dismissal, ResponseKind, Snooze

OBJECT = "Coaching_Card__c"
KEY = "Key__c"
"""The external id: a card that is written twice is there once."""
MASTER = "Opportunity__c"
OPEN_CARDS = "Open_Coaching_Cards__c"
"""On the opportunity: how many of its cards are open."""


class FieldAuthor(Enum):
    """Who writes a field. NOBODY: it is a formula."""

    SERVICE = "the service"
    REP = "the rep"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class CardField:
    """A field as metadata has it. ``length`` counts characters, or digits of a number; ``values`` are a picklist's."""

    type: str
    length: int = 0
    author: FieldAuthor = FieldAuthor.SERVICE
    values: tuple[str, ...] = ()


PARTS: Mapping[str, str] = {
    "tip": "Tip__c",
    "talk_track": "Talk_Track__c",
    "objection": "Objection__c",
    "checklist": "Checklist__c",
    "video": "Video__c",
    "link": "Link__c",
    "question": "Question__c",
    "answer": "Explanation__c",
    "owner": "About__c",
}
"""Kind of a card's block → the field that holds it."""

SETTLED = (ResponseKind.ACKNOWLEDGED, ResponseKind.DONE, ResponseKind.DISMISSED, ResponseKind.SNOOZED)
"""What a rep may say of a card as a whole; opening, rating and answering have fields of their own."""

_RICH = CardField("Html", 32_768)
_YES_NO = ("yes", "no")


def _line(length: int = 255) -> CardField:
    return CardField("Text", length)


def _by_rep(kind: str, length: int = 0, values: tuple[str, ...] = ()) -> CardField:
    return CardField(kind, length, FieldAuthor.REP, values)


FIELDS: Mapping[str, CardField] = {
    MASTER: CardField("MasterDetail"),
    KEY: _line(64),
    "Rep__c": CardField("Lookup"),
    "Mine__c": CardField("Checkbox", author=FieldAuthor.NOBODY),
    "Playbook__c": _line(80),
    "Card_Name__c": _line(80),
    "Occasion__c": CardField("Number", 6),
    "Title__c": _line(),
    "Skill__c": _line(80),
    **dict.fromkeys(PARTS.values(), _RICH),
    "Options__c": _RICH,
    "Right_Option__c": CardField("Number", 1),
    "Why__c": CardField("LongTextArea", 4000),
    "Why_Not_Others__c": CardField("LongTextArea", 4000),
    "Minutes__c": CardField("Number", 5),
    "Week_Limit__c": CardField("Number", 5),
    "Rank__c": CardField("Number", 4),
    "Language__c": _line(35),
    "Right_To_Left__c": CardField("Checkbox"),
    "Always__c": CardField("Checkbox"),
    "State__c": CardField("Picklist", values=tuple(CardState)),
    "Ended_Because__c": _line(),
    "Given_At__c": CardField("DateTime"),
    "Opened_At__c": _by_rep("DateTime"),
    "Ticks__c": _by_rep("Text", 255),
    "Response__c": _by_rep("Picklist", values=SETTLED),
    "Dismissal__c": _by_rep("Picklist", values=tuple(Dismissal)),
    "Words__c": _by_rep("LongTextArea", 500),
    "Snooze__c": _by_rep("Picklist", values=tuple(Snooze)),
    "Useful__c": _by_rep("Picklist", values=_YES_NO),
    "Answer__c": _by_rep("Number", 1),
    "Sure__c": _by_rep("Picklist", values=_YES_NO),
    "Responded_At__c": _by_rep("DateTime"),
}

PRIVATE = frozenset({"Answer__c", "Sure__c", "Right_Option__c", "Explanation__c", "Ticks__c"})
"""What a question asked and how it was answered: for the rep, and not for who leads them."""


@dataclass(frozen=True, slots=True)
class CardObject:
    """The object as a whole."""

    name: str
    fields: Mapping[str, CardField]

    def written_by(self, author: FieldAuthor) -> frozenset[str]:
        """The fields that this author writes."""
        return frozenset(name for name, each in self.fields.items() if each.author is author)


CARD = CardObject(OBJECT, FIELDS)
