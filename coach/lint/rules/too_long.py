"""A card that takes longer to read than a rep has.

Two minutes are promised, or what `--minutes` says: 238 words a minute, and 20 seconds for a question. A video is not
counted here; it costs the rep's week its own minutes.

Fails with 0.1 minutes::

    cards:
      - name: one
        title: One
        tip: >-
          Write down what they said, word for word, and who said it. Then write down what they did not say, and whom you
          would have to ask to find out. Then call that person before you write anything else.

Passes with 0.1 minutes::

    cards:
      - name: one
        title: One
        tip: Write down what they said, word for word.
"""

from collections.abc import Iterator
from decimal import Decimal
from math import ceil

from coach.engine.cards import reading_minutes
from coach.engine.cards.minutes import WORDS_A_MINUTE
from coach.engine.playbook.model import CardText
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "too-long"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check every card, in every language."""
    for place, card in enumerate(subject.playbook.cards):
        for locale in (None, *card.locales):
            minutes = _minutes(card.localised(locale) if locale else card)
            if minutes > context.minutes:
                words = ceil((minutes - context.minutes) * WORDS_A_MINUTE)
                sentence = (
                    f"This takes {minutes} minutes to read, more than {context.minutes}: cut about {words} words, "
                    "or make two cards of it."
                )
                path = ("cards", place, "locales", locale) if locale else ("cards", place)
                yield subject.remark(subject.at(*path), sentence)


def _minutes(card: CardText) -> Decimal:
    return reading_minutes(card.model_copy(update={"video": None}))
