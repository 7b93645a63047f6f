"""What the rep reads."""

from collections import Counter
from decimal import Decimal

import pytest

from coach.engine.cards import reading_minutes, render, why_sentence
from coach.engine.cards.minutes import texts
from coach.engine.matching import Rulebook
from coach.engine.notes.title import VISIBLE
from coach.engine.playbook import Library
from coach.engine.playbook.model import BLOCKS, CardText
from tests.playbooks.deals import NOW
from tests.playbooks.examples import EXAMPLES

LONGEST = Decimal("1.5")
"""Minutes with the question; thirty seconds of it are the title and the tip."""
TIP_WORDS = 80
GERMAN = frozenset({"discount-needs-a-reason", "more-than-one-thread", "unsolicited-clinical-question"})


def cards(library: Library) -> list[tuple[str, CardText]]:
    return [(f"{name}/{card.name}", card) for name, book in library.playbooks.items() for card in book.cards]


def test_every_card_is_read_in_a_minute_and_a_half(library: Library) -> None:
    assert {name: reading_minutes(card) for name, card in cards(library) if reading_minutes(card) > LONGEST} == {}


def test_every_tip_is_read_in_twenty_seconds(library: Library) -> None:
    assert [name for name, card in cards(library) if len((card.tip or "").split()) not in range(1, TIP_WORDS + 1)] == []


def test_every_card_has_something_to_do_or_to_say(library: Library) -> None:
    assert [name for name, card in cards(library) if not (card.checklist or card.talk_track or card.objection)] == []


def test_every_card_asks_one_question_with_three_answers(library: Library) -> None:
    assert [name for name, card in cards(library) if not card.question or len(card.question.options) != 3] == []


def test_no_letter_is_a_good_guess(library: Library) -> None:
    answers = Counter(card.question.answer for _, card in cards(library) if card.question)

    assert max(answers.values()) <= 0.4 * answers.total()


@pytest.mark.parametrize("name", EXAMPLES)
def test_its_cards_can_be_written_where_everything_else_is_empty(
    name: str, library: Library, rulebook: Rulebook
) -> None:
    deal, playbook = EXAMPLES[name].deal, library.playbooks[name]
    why = why_sentence(rulebook.grounds(name, deal, NOW))

    for card in playbook.cards:
        for locale in (None, "de"):
            written = render(playbook, card.name, 1, deal, why=why, locale=locale)
            assert len(written.title) <= VISIBLE
            assert "{" not in "".join(line.text for block in written.blocks for line in block.lines)


def test_no_card_counts_days(library: Library) -> None:
    """A count of days is wrong by the next morning, and each time somebody looks at the deal the note is rewritten."""
    counting = [
        (name, fact)
        for name, card in cards(library)
        for text in texts(card)
        for fact in ("days_in_stage", "days_to_close", "age_days")
        if fact in text
    ]

    assert counting == []


def test_some_speak_german(library: Library) -> None:
    assert {name for name, book in library.playbooks.items() if book.cards[0].locales.keys() == {"de"}} == GERMAN


def test_a_card_in_another_language_says_all_that_the_card_says(library: Library) -> None:
    said = [
        (name, block)
        for name, card in cards(library)
        for texts in card.locales.values()
        for block in ("title", *BLOCKS)
        if (getattr(card, block) is None) != (getattr(texts, block) is None)
    ]

    assert said == []
