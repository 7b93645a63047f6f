"""What a card's page shows, and to whom."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from enum import Enum

from coach.engine.adherence.words import on_deal
from coach.engine.deciding import sentence
from coach.engine.languages import Wording, figures_in, message, words_in
from coach.engine.model import Block, Card, CardState, LaidAside, Quiz, Reason
from coach.engine.model.lines import Line, Lines
from coach.engine.notes.body import reading_time
from coach.engine.responses import ResponseKind, why_aside
from coach.reps.stored import StoredCard
from coach.reps.written import Reply

LETTERS = "ABCDEF"
APART = frozenset({"question", "answer", "owner"})
"""Blocks that the page shows elsewhere, or only after the rep has chosen."""

NOTED = {
    ResponseKind.ACKNOWLEDGED: message("Noted. The card stays on the record until you are done with it."),
    ResponseKind.DONE: message(
        "Well done. The card leaves the record in a moment; what it asked for is looked for on the deal."
    ),
    ResponseKind.DISMISSED: message("Noted. The card leaves the record in a moment, and your managers can read why."),
    ResponseKind.SNOOZED: message(
        "Noted. The card leaves the record in a moment, and comes back then if it still applies."
    ),
    ResponseKind.RATED: message("Thank you. Playbooks get better by that."),
    ResponseKind.ANSWERED: "",
}
STAYS = message("Noted. The card stays on the record all the same: it is there for compliance.")
READ = message("Noted. The card stays on the record, where it can be read again: it is there for compliance.")
NO_NEWS = message("That had been noted before.")
OPEN = message("On the record, with no answer yet.")
OPEN_SINCE = message("On the record, and noted on {day}.")
READ_ON = message("On the record, and read on {day}.")
DONE_ON = message("On the record, and done on {day}.")
OFF = message("No longer on the record. {reason}")


class ViewedAs(Enum):
    """The capacity in which somebody views a card."""

    OWNER = "the deal's owner, signed in"
    LINK = "whoever follows the note's link"
    OBSERVER = "somebody signed in who may see the owner's coaching"


@dataclass(frozen=True, slots=True)
class QuizOption:
    """One option of the question. ``right`` and ``chosen`` are None if they must not be shown."""

    number: int
    letter: str
    line: Line
    right: bool | None = None
    chosen: bool | None = None


@dataclass(frozen=True, slots=True)
class CardView:
    """The page. ``acts``: the viewer may respond. ``status`` is the card's state, in a sentence.

    ``choices`` are empty without a question. ``explained`` is set once the right answer may be shown. ``private``:
    answers are visible to the rep only. ``words`` are those of the card's language. ``wrote`` is why the owner does not
    want the card, in their own words. ``is_open``: the card is on the record and not about to leave it.
    """

    kept: StoredCard
    viewed_as: ViewedAs
    words: Wording
    status: str
    blocks: tuple[Block, ...]
    footer: Lines
    reading_time: str
    choices: tuple[QuizOption, ...]
    ask: Lines
    explained: Lines | None
    always: bool
    private: bool
    is_open: bool
    message: str = ""
    wrote: str = ""

    @property
    def right_to_left(self) -> bool:
        """Whether the card's language is written from right to left."""
        return figures_in(self.kept.card.language).right_to_left

    @property
    def id(self) -> str:
        """The suffix of the ids of the card's elements on a page."""
        return id_on_page(self.kept.card)

    @property
    def acts(self) -> bool:
        return self.viewed_as is not ViewedAs.OBSERVER

    @property
    def answers(self) -> tuple[Reply, ...]:
        """The replies to what the owner wrote. Like the owner's words, they are visible to the two sides only."""
        return () if self.viewed_as is ViewedAs.LINK else self.kept.answers

    @property
    def hides_choice(self) -> bool:
        """Whether the question was answered, but a viewer who only has the link may not see how."""
        return (
            self.viewed_as is ViewedAs.LINK
            and self.explained is not None
            and not any(each.chosen for each in self.choices)
        )

    @property
    def on_deal(self) -> str:
        """Whether what the card asks for is on the deal, and who did it. Only for signed-in viewers."""
        if self.viewed_as is ViewedAs.LINK or self.kept.adherence is None:
            return ""
        return on_deal(self.kept.adherence, self.kept.seen_by, self.words if self.viewed_as is ViewedAs.OWNER else None)

    @property
    def offers(self) -> frozenset[ResponseKind]:
        """The responses for which the page shows a button. A response without any effect is not offered.

        A card for compliance can always be marked as read. It can be marked as done only if its playbook says what that
        leaves on the deal.
        """
        progress, offered = self.kept.progress, {ResponseKind.RATED}
        if not self.acts:
            return frozenset()
        if progress.done_at is None and (not self.always or self.kept.adherence is not None):
            offered.add(ResponseKind.DONE)
        if progress.acknowledged_at is None and (self.always or self.is_open):
            offered.add(ResponseKind.ACKNOWLEDGED)
        if self.is_open and not self.always:
            offered |= {ResponseKind.DONE, ResponseKind.SNOOZED, ResponseKind.DISMISSED}
        if self.choices and self.explained is None:
            offered.add(ResponseKind.ANSWERED)
        return frozenset(offered)


def id_on_page(card: Card) -> str:
    """The part of element ids that distinguishes a card from others on a page."""
    return card.key[:12]


def card_view(
    kept: StoredCard,
    viewed_as: ViewedAs,
    *,
    always: bool,
    private: bool,
    now: datetime,
    zone: tzinfo,
    told: str = "",
    just: ResponseKind | None = None,
) -> CardView:
    """The card as such a viewer sees it. ``told`` is the confirmation, in English, of their last response
    ``just``. ``zone`` is for owners whose own time zone the org does not give.
    """
    zone = kept.zone(zone)
    quiz, words = kept.card.question, words_in(kept.card.language)
    answered = kept.progress.answered_at is not None
    tells_choice = answered and _may_be_told(viewed_as, private, just)
    tells_answer = tells_choice or (answered and viewed_as is ViewedAs.LINK)
    return CardView(
        kept=kept,
        viewed_as=viewed_as,
        words=words,
        status=_status(kept, words, always, now, zone),
        blocks=tuple(block for block in kept.card.blocks if block.kind not in APART),
        footer=tuple(line for block in kept.card.blocks if block.kind == "owner" for line in block.lines),
        reading_time=reading_time(kept.card),
        choices=_choices(quiz, kept.progress.option if tells_choice else None, tells_answer),
        ask=quiz.ask if quiz else (),
        explained=quiz.explanation if quiz and tells_answer else None,
        always=always,
        private=private,
        is_open=kept.past.state is CardState.OPEN and _laid_aside(kept, always, now) is None,
        message=words.say(told),
        wrote=kept.wrote if _reads_words(kept, viewed_as, just) else "",
    )


def _may_be_told(viewed_as: ViewedAs, private: bool, just: ResponseKind | None) -> bool:
    """Whether the chosen option is shown: to the signed-in owner, and to whoever has just answered.

    The link is in a note that colleagues can read. So a viewer with only the link sees which answer is right, but not
    which one was given.
    """
    return (
        viewed_as is ViewedAs.OWNER or just is ResponseKind.ANSWERED or (viewed_as is ViewedAs.OBSERVER and not private)
    )


def _reads_words(kept: StoredCard, viewed_as: ViewedAs, just: ResponseKind | None) -> bool:
    """Whether the owner's own words are shown, while they apply: never to a viewer who only followed the link."""
    aside = kept.progress.laid_aside
    stands = aside is not None and aside.reason is Reason.DISMISSED
    return stands and (viewed_as is not ViewedAs.LINK or just is ResponseKind.DISMISSED)


def _laid_aside(kept: StoredCard, always: bool, now: datetime) -> LaidAside | None:
    """The rep's last word on the card, if it keeps the card away now. A snoozed card comes back."""
    aside = kept.progress.laid_aside
    return aside if aside and not always and aside.holds(kept.stage, now) else None


def _choices(quiz: Quiz | None, chosen: int | None, tells_answer: bool) -> tuple[QuizOption, ...]:
    if quiz is None:
        return ()
    return tuple(
        QuizOption(
            number,
            LETTERS[number - 1],
            line,
            right=number == quiz.answer if tells_answer else None,
            chosen=number == chosen if chosen is not None else None,
        )
        for number, line in enumerate(quiz.options, 1)
    )


def message_for(kind: ResponseKind, news: bool, always: bool) -> str:
    """The confirmation that the rep sees after a response."""
    if kind is ResponseKind.ANSWERED:
        return "" if news else NO_NEWS
    if not news:
        return NO_NEWS
    if always and kind is ResponseKind.ACKNOWLEDGED:
        return READ
    return (
        STAYS if always and kind in (ResponseKind.DISMISSED, ResponseKind.SNOOZED, ResponseKind.DONE) else NOTED[kind]
    )


def _status(kept: StoredCard, words: Wording, always: bool, now: datetime, zone: tzinfo) -> str:
    past = kept.past
    if aside := _laid_aside(kept, always, now):
        return why_aside(aside, words, zone)
    if past.state is CardState.RETIRED:
        reason = words.say(sentence(past.retired_reason)) if past.retired_reason else ""
        return words.say(OFF, reason=reason).rstrip()
    noted, done = kept.progress.acknowledged_at, kept.progress.done_at
    if always and done:
        return words.say(DONE_ON, day=words.figures.day(done.astimezone(zone).date()))
    if noted:
        return words.say(READ_ON if always else OPEN_SINCE, day=words.figures.day(noted.astimezone(zone).date()))
    return words.say(OPEN)
