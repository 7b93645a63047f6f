"""Writes a value that a condition found, or asked for, in the words and figures of a language."""

from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from decimal import Decimal

from coach.engine.cards import phrases
from coach.engine.languages import Wording
from coach.engine.matching.facts import View
from coach.engine.matching.grounds import MetCondition
from coach.engine.matching.words import amounts, labelled
from coach.engine.matching.words import text as shortened
from coach.engine.model.fields import selection
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.operators import OPERATORS, Takes
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS


@dataclass(frozen=True, slots=True)
class Saying:
    """Values in one language. Days are those of ``zone``, or by default those that the conditions counted in."""

    words: Wording
    zone: tzinfo | None = None

    def text(self, value: str) -> str:
        """Text from the record on one line, truncated."""
        return shortened(value)

    def stage(self, stage: str, view: View) -> str:
        """A stage by its label."""
        return self.text(view.deal.label("stage", stage))

    def found(self, told: MetCondition) -> str:
        """What the record holds. For money in another currency than the playbook's, the record's own figure comes
        first.
        """
        condition, value = told.condition, told.value
        if condition.kind is Kind.MONEY and isinstance(value, Decimal | int):
            own, wanted = amounts(condition, Decimal(value), told.view)
            written = self.words.figures.money(*own)
            return f"{written} ({self.words.figures.money(*wanted)})" if wanted else written
        return self._value(labelled(value, condition, told.view), condition, told.view)

    def asked(self, value: object, condition: Condition, view: View) -> str:
        """What the author asked for: counts of days as such, pieces of text in quotation marks."""
        if OPERATORS[condition.operator].takes is Takes.DAYS and isinstance(value, Decimal):
            days = self.words.figures.number(value)
            return self.words.count(*phrases.SO_MANY_DAYS, value, value=days)
        if condition.kind is Kind.MONEY and isinstance(value, Decimal):
            return self.words.figures.money(value, condition.currency or "")
        said = self._value(value, condition, view)
        return self.words.say(phrases.QUOTED, text=said) if OPERATORS[condition.operator].searches else said

    def _value(self, value: object, condition: Condition, view: View) -> str:
        figures = self.words.figures
        match value:
            case bool():
                return self.words.say(phrases.YES if value else phrases.NO)
            case datetime():
                return figures.day(value.astimezone(self.zone or view.zone).date())
            case date():
                return figures.day(value)
            case int() | Decimal():
                percent = _unit(condition.fact) == "%"
                return figures.percent(Decimal(value)) if percent else figures.number(Decimal(value))
            case time():
                return figures.time(value)
            case tuple():
                return figures.all_of([self.text(str(each)) for each in value])
            case str() if condition.kind is Kind.SELECTION:
                return figures.all_of([self.text(each) for each in selection(value)])
        return self.text(str(value))


def _unit(fact: str) -> str:
    known = DEAL_FACTS.get(fact) or PRODUCT_FACTS.get(fact)
    return known.unit if known else ""
