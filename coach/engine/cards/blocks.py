"""The parts of a card, each as sanitised HTML under its heading."""

from collections.abc import Iterable, Iterator
from html import escape

from coach.engine.cards import headings, markdown
from coach.engine.cards.facts import FactGroup
from coach.engine.cards.placeholders import insert_in_html, insert_in_text
from coach.engine.cards.templates import fill
from coach.engine.languages import Wording, figures_in, words_in
from coach.engine.model import Block, Quiz
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
        """One line of plain text, without markup, not escaped."""
        return insert_in_text(spaced(self._filled(text)), self._values)

    def blocks(self, card: CardText, book: Playbook) -> Iterator[Block]:
        """The card's blocks from top to bottom; the playbook's owner comes last."""
        if card.tip:
            yield self._block("tip", self._prose(card.tip))
        if card.talk_track:
            yield self._block("talk_track", self._prose(card.talk_track))
        if card.objection:
            yield self._block("objection", self._objection(card.objection))
        if card.checklist:
            yield self._block("checklist", f"<ul>{self._items(card.checklist)}</ul>")
        if card.video:
            yield self._block("video", f"<p>{self._link(card.video)} ({self._minutes(card.video)})</p>")
        if card.link:
            yield self._block("link", f"<p>{self._link(card.link)}</p>")
        if card.question:
            yield self._block("question", self._question(card.question))
            yield self._block("answer", self._answer(card.question))
        yield Block("owner", "", _owner(book, self._words))

    def quiz(self, question: Question) -> Quiz:
        """The question in its parts, for a page that asks it."""
        return Quiz(
            ask=self._html(self._prose(question.ask)),
            options=tuple(self._html(self._line(text)) for text in question.options),
            answer=question.answer,
            explanation=self._html(self._prose(question.explanation)),
        )

    def _block(self, kind: str, html: str) -> Block:
        heading = "" if kind in _WITHOUT else self._words.say(headings.HEADINGS[kind])
        return Block(kind, heading, self._html(html))

    def _html(self, html: str) -> str:
        return insert_in_html(markdown.sanitised(html).strip(), self._values)

    def _filled(self, text: str) -> str:
        return fill(text, self._facts, self._figures, self._values)

    def _prose(self, text: str) -> str:
        return markdown.block(self._filled(text))

    def _line(self, text: str) -> str:
        return markdown.inline(self._filled(text))

    def _items(self, texts: Iterable[str]) -> str:
        return "".join(f"<li>{self._line(text)}</li>" for text in texts)

    def _objection(self, objection: Objection) -> str:
        says = self._words.say(headings.OBJECTION, text=self._line(objection.says))
        return f"<p><i>{says}</i></p>{self._prose(objection.answer)}"

    def _minutes(self, video: Video) -> str:
        written = self._words.figures.number(video.minutes)
        return self._words.count(*headings.MINUTES, video.minutes, value=written)

    def _link(self, to: Video | Link) -> str:
        return f'<a href="{escape(to.url)}">{self._line(to.title)}</a>'

    def _question(self, question: Question) -> str:
        options = (f"{letter}. {self._line(text)}" for letter, text in zip(LETTERS, question.options, strict=False))
        return f"{self._prose(question.ask)}<p>{'<br>'.join(options)}</p>"

    def _answer(self, question: Question) -> str:
        letter = LETTERS[question.answer - 1]
        return f"<p><b>{self._words.say(headings.ANSWER)}</b> {letter}. {self._line(question.explanation)}</p>"


def _owner(book: Playbook, words: Wording) -> str:
    """The playbook's name and its owner, as plain text: neither is a template."""
    parts = [words.say(headings.PLAYBOOK, title=escape(book.title))]
    if book.owner:
        parts.append(words.say(headings.OWNER, owner=escape(book.owner)))
    return f"<p>{' · '.join(parts)}</p>"
