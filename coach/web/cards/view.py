"""What a card's page shows, and to whom."""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from enum import Enum

from coach.decide import sentence
from coach.model import Block, CardState, Quiz, Reason
from coach.notes.body import reading_time
from coach.respond import Kind
from coach.store.answers.answers import KeptCard
from coach.web.adherence import on_deal

LETTERS = "ABCDEF"
APART = frozenset({"question", "answer", "owner"})
"""Blocks that the page shows elsewhere, or not before the rep has chosen."""

NOTED = {
    Kind.ACKNOWLEDGED: "Noted. The card stays on the record until you are done with it.",
    Kind.DONE: "Well done. The card leaves the record in a moment; what it asked for is looked for on the deal.",
    Kind.DISMISSED: "Noted. The card leaves the record in a moment, and whoever owns the playbook learns why.",
    Kind.SNOOZED: "Noted. The card leaves the record in a moment, and comes back then if it still applies.",
    Kind.RATED: "Thank you. Playbooks get better by that.",
    Kind.ANSWERED: "",
}
STAYS = "Noted. The card stays on the record all the same: it is there for compliance."
NO_NEWS = "That had been noted before."


class Seat(Enum):
    """From where somebody looks at a card."""

    OWNER = "the deal's owner, signed in"
    LINK = "whoever follows the note's link"
    LOOKER_ON = "somebody signed in who may see the owner's coaching"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to the question; ``right`` and ``chosen`` are None as long as they are not to be told."""

    number: int
    letter: str
    html: str
    right: bool | None = None
    chosen: bool | None = None


@dataclass(frozen=True, slots=True)
class CardView:
    """The page. ``acts`` says whether whoever looks may respond; ``status`` where the card stands, in a sentence.

    ``choices`` are empty without a question. ``explained`` is set once the right answer is to be told. ``private`` says
    that answers are the rep's alone.
    """

    kept: KeptCard
    seat: Seat
    status: str
    blocks: tuple[Block, ...]
    footer: str
    reading_time: str
    choices: tuple[Choice, ...]
    ask: str
    explained: str | None
    always: bool
    private: bool
    message: str = ""

    @property
    def acts(self) -> bool:
        return self.seat is not Seat.LOOKER_ON

    @property
    def on_deal(self) -> str:
        """Whether what the card asks for is on the deal, and who did it: for those who are signed in."""
        if self.seat is Seat.LINK or self.kept.adherence is None:
            return ""
        return on_deal(self.kept.adherence, self.kept.seen_by)

    @property
    def is_open(self) -> bool:
        """Whether the card is on the record, and not about to leave it."""
        return self.kept.past.state is CardState.OPEN and (self.always or self.kept.progress.laid_aside is None)


def card_view(
    kept: KeptCard,
    seat: Seat,
    *,
    always: bool,
    private: bool,
    now: datetime,
    zone: tzinfo,
    message: str = "",
    just: Kind | None = None,
) -> CardView:
    """What somebody in this seat sees of the card; ``just`` is what they have just said."""
    quiz = kept.card.question
    tells = kept.progress.answered_at is not None and _may_be_told(seat, private, just)
    return CardView(
        kept=kept,
        seat=seat,
        status=_status(kept, always, now, zone),
        blocks=tuple(block for block in kept.card.blocks if block.kind not in APART),
        footer="".join(block.html for block in kept.card.blocks if block.kind == "owner"),
        reading_time=reading_time(kept.card),
        choices=_choices(quiz, kept.progress.option if tells else None),
        ask=quiz.ask if quiz else "",
        explained=quiz.explanation if quiz and tells else None,
        always=always,
        private=private,
        message=message,
    )


def _may_be_told(seat: Seat, private: bool, just: Kind | None) -> bool:
    """Whether what was answered is shown: to the signed-in owner, and to whoever has just answered.

    The link stands in a note that colleagues can read, so it alone is not enough.
    """
    return seat is Seat.OWNER or just is Kind.ANSWERED or (seat is Seat.LOOKER_ON and not private)


def _choices(quiz: Quiz | None, chosen: int | None) -> tuple[Choice, ...]:
    if quiz is None:
        return ()
    choices = (Choice(number, LETTERS[number - 1], html) for number, html in enumerate(quiz.options, 1))
    if chosen is None:
        return tuple(choices)
    return tuple(replace(each, right=each.number == quiz.answer, chosen=each.number == chosen) for each in choices)


def message_for(kind: Kind, news: bool, always: bool) -> str:
    """What the rep is told about what they have just said."""
    if kind is Kind.ANSWERED:
        return "" if news else NO_NEWS
    if not news:
        return NO_NEWS
    return STAYS if always and kind in (Kind.DISMISSED, Kind.SNOOZED, Kind.DONE) else NOTED[kind]


def _status(kept: KeptCard, always: bool, now: datetime, zone: tzinfo) -> str:
    aside, past = kept.progress.laid_aside, kept.past
    if aside and not always and aside.holds(kept.stage, now):
        return aside.words
    if past.state is CardState.RETIRED:
        return _retired(past.retired_reason)
    if kept.progress.acknowledged_at:
        day = kept.progress.acknowledged_at.astimezone(zone)
        return f"On the record, and noted on {day.day} {day:%B}."
    return "On the record, and nothing was said about it yet."


def _retired(reason: Reason | None) -> str:
    return f"No longer on the record. {sentence(reason) if reason else ''}".rstrip()
