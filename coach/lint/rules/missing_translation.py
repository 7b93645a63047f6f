"""A language that a playbook speaks only in part.

A card that says its tip in German and its checklist in English looks like a mistake. What a locale leaves out is taken
from its parents (`de-AT` from `de`), then from the card.

Fails::

    cards:
      - name: one
        title: Ask
        tip: Ask.
        checklist: [Ask them]
        locales:
          de:
            title: Fragen
            tip: Fragen Sie.

Passes::

    cards:
      - name: one
        title: Ask
        tip: Ask.
        checklist: [Ask them]
        locales:
          de:
            title: Fragen
            tip: Fragen Sie.
            checklist: [Fragen Sie]
"""

from collections.abc import Iterator

from coach.engine.playbook.model import CardText, Texts
from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject
from coach.lint.words import listed

ID = "missing-translation"
SEVERITY = Severity.WARNING


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:  # noqa: ARG001  # the same signature as all rules
    """Compare the languages within each card, then between cards."""
    cards = subject.playbook.cards
    languages = {_language(locale) for card in cards for locale in card.locales}
    for place, card in enumerate(cards):
        for locale in card.locales:
            if missing := _missing(card, locale):
                sentence = f"“{locale}” says nothing of {listed(missing)}: that is read in another language."
                yield subject.remark(subject.at("cards", place, "locales", locale), sentence)
        for language in sorted(languages - {_language(locale) for locale in card.locales}):
            sentence = f"Another card of this playbook speaks “{language}”, this one does not."
            yield subject.remark(subject.at("cards", place), sentence)


def _language(locale: str) -> str:
    return locale.partition("-")[0]


def _missing(card: CardText, locale: str) -> list[str]:
    said = card.texts_of(locale)
    return [
        name
        for name in Texts.model_fields
        if getattr(card, name) is not None and all(getattr(texts, name) is None for texts in said)
    ]
