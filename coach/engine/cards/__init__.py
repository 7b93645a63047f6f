"""Decision → Card: what the rep reads, from the playbook's texts and the facts of the deal.

``card``          renders a card of a playbook for a deal
``blocks``        its parts, each as lines
``headings``      the few words on a card that are Coach's own
``templates``     fills a text's placeholders with the deal's values
``placeholders``  values, inserted last
``markdown``      Markdown → lines: sanitises an author's text
``facts``, ``filters``, ``kinds``   what a template may use
``language``, ``check``             the template language, and what is wrong with a template
``why``           what made a playbook apply → one sentence, in any language that Coach has words in
``phrases``, ``saying``             names of facts in that sentence, and how values are written
``minutes``       the minutes that a card costs from the rep's weekly budget
``key``           the permanent key of a card
"""

from coach.engine.cards.card import language_of, render
from coach.engine.cards.check import check_template
from coach.engine.cards.key import card_key
from coach.engine.cards.minutes import reading_minutes
from coach.engine.cards.templates import Unrenderable
from coach.engine.cards.why import BECAUSE, why_sentence

__all__ = [
    "BECAUSE",
    "Unrenderable",
    "card_key",
    "check_template",
    "language_of",
    "reading_minutes",
    "render",
    "why_sentence",
]
