"""Decision → Card: what the rep reads, from the playbook's texts and the facts of the deal.

``card``          a card of a playbook on a deal
``blocks``        its parts, each as sanitised HTML
``headings``      the few words on a card that are not the playbook's
``templates``     a text with placeholders where the deal's values belong
``placeholders``  values, put in last and escaped
``markdown``      Markdown → the little HTML that a note may hold
``facts``, ``filters``, ``kinds``   what a template may say
``language``, ``check``             what a template may be, and what is wrong with one
``why``           what made a playbook apply → one sentence, in any language that Coach has words in
``phrases``, ``saying``             what facts are called in it, and how values are told
``minutes``       what a card costs the rep's week
``key``           what names a card for good
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
