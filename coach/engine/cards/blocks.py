"""The parts of a card, each as lines under its heading."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from coach.engine.cards import headings, markdown
from coach.engine.cards.facts import FactGroup
from coach.engine.cards.placeholders import insert
from coach.engine.cards.templates import fill
from coach.engine.languages import Wording, figures_in, words_in
from coach.engine.model import Block, Quiz
from coach.engine.model.lines import BREAK, HERE, Line, Lines, Run, around, filled, paragraph, tidy
from coach.engine.playbook.model import CardText, Link, Objection, Playbook, Question, Video
from coach.text import spaced

LETTERS = "ABCDEF"
_WITHOUT = frozenset({"answer", "owner"})
"""Block kinds without a heading: their text says what they are."""


class CardTexts:
    """Writes the texts of one card for one deal. Every method may raise
    :class:`~coach.engine.cards.templates.Unrenderable`.

    ``language`` is the tag of the texts' language, in the reader's region.
    """

    def __init__(self, facts: FactGroup, language: str) -> None:
        self._facts = facts
        self._figures = figures_in(language)
        self._words = words_in(language)
        self._values: list[str] = []

    def plain(self, text: str) -> str:
        """One line of plain text, without markup."""
        return insert(spaced(self._filled(text)), self._values)

    def blocks(self, card: CardText, book: Playbook) -> Iterator[Block]:
        """The card's blocks from top to bottom; the playbook's owner comes last."""
        if card.tip:
            yield self._block("tip", self._prose(card.tip))
        if card.talk_track:
            yield self._block("talk_track", self._prose(card.talk_track))
        if card.objection:
            yield self._block("objection", self._objection(card.objection))
        if card.checklist:
            yield self._block("checklist", (Line(self._line(text), 1, "•") for text in card.checklist))
        if card.video:
            minutes = Run(f" ({self._minutes(card.video)})")
            yield self._block("video", [Line((*self._link(card.video), minutes))])
        if card.link:
            yield self._block("link", [Line(tuple(self._link(card.link)))])
        if card.question:
            yield self._block("question", self._question(card.question))
            yield self._block("answer", self._answer(card.question))
        yield Block("owner", "", filled([_owner(book, self._words)]))

    def quiz(self, question: Question) -> Quiz:
        """The question in its parts, for a page that asks it."""
        return Quiz(
            ask=self._written(self._prose(question.ask)),
            options=tuple(self._with_values(Line(self._line(text))) for text in question.options),
            answer=question.answer,
            explanation=self._written(self._prose(question.explanation)),
        )

    def _block(self, kind: str, lines: Iterable[Line]) -> Block:
        heading = "" if kind in _WITHOUT else self._words.say(headings.HEADINGS[kind])
        return Block(kind, heading, self._written(lines))

    def _written(self, lines: Iterable[Line]) -> Lines:
        return filled(map(self._with_values, lines))

    def _with_values(self, line: Line) -> Line:
        runs = [run if run == BREAK else replace(run, text=insert(run.text, self._values)) for run in line.runs]
        return replace(line, runs=tidy(runs))

    def _filled(self, text: str) -> str:
        return fill(text, self._facts, self._figures, self._values)

    def _prose(self, text: str) -> Lines:
        return markdown.block(self._filled(text))

    def _line(self, text: str) -> tuple[Run, ...]:
        return markdown.inline(self._filled(text))

    def _objection(self, objection: Objection) -> Iterator[Line]:
        says = around(self._words.say(headings.OBJECTION, text=HERE), self._line(objection.says))
        yield Line(tuple(run if run == BREAK else replace(run, italic=True) for run in says))
        yield from self._prose(objection.answer)

    def _minutes(self, video: Video) -> str:
        written = self._words.figures.number(video.minutes)
        return self._words.count(*headings.MINUTES, video.minutes, value=written)

    def _link(self, to: Video | Link) -> Iterator[Run]:
        return (replace(run, href=to.url) for run in self._line(to.title))

    def _question(self, question: Question) -> Iterator[Line]:
        yield from self._prose(question.ask)
        options: list[Run] = []
        for letter, text in zip(LETTERS, question.options, strict=False):
            options += [BREAK] if options else []
            options += [Run(f"{letter}. "), *self._line(text)]
        yield Line(tuple(options))

    def _answer(self, question: Question) -> Iterator[Line]:
        answer = Run(self._words.say(headings.ANSWER), bold=True)
        letter = Run(f" {LETTERS[question.answer - 1]}. ")
        yield Line((answer, letter, *self._line(question.explanation)))


def _owner(book: Playbook, words: Wording) -> Line:
    """The playbook's name and its owner, as plain text: neither is a template."""
    parts = [words.say(headings.PLAYBOOK, title=book.title)]
    if book.owner:
        parts.append(words.say(headings.OWNER, owner=book.owner))
    return paragraph(Run(" · ".join(parts)))
