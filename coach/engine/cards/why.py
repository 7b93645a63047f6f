"""One plain sentence that tells a rep why a card is on the record, built from the grounds of the match."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from decimal import Decimal

from coach.engine.cards import phrases
from coach.engine.cards.saying import Saying
from coach.engine.languages import Wording, words_in
from coach.engine.matching.facts import View
from coach.engine.matching.grounds import AmongLines, Ground, MetCondition, NoLines, OnDeal
from coach.engine.playbook.conditions import FIELDS, Condition
from coach.engine.playbook.operators import OPERATORS, Side, Takes
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.text import plain

BECAUSE = phrases.WHY.partition("{")[0]
"""How the sentence begins in English, and in the log."""
MOST_FACTS = 4
"""Maximum number of facts: nobody reads a longer sentence, and the log has them all."""


def why_sentence(grounds: Iterable[Ground], words: Wording | None = None, zone: tzinfo | None = None) -> str:
    """“You see this because the stage is Negotiation/Review and the amount is 62,000 USD.”

    English unless ``words`` are given. Days are those of ``zone``, or by default those that the conditions counted in.
    """
    said = words or words_in("en")
    facts = list(dict.fromkeys(_Sentence(said, zone).facts(list(grounds))))
    if len(facts) > MOST_FACTS:
        facts[MOST_FACTS - 1 :] = [said.say(phrases.MORE)]
    listed = said.figures.all_of(facts) if facts else said.say(phrases.APPLIES)
    return said.say(phrases.WHY, facts=listed)


class _Sentence:
    """Writes the facts of one sentence, in one language."""

    def __init__(self, words: Wording, zone: tzinfo | None) -> None:
        self._words = words
        self._zone = zone
        self._saying = Saying(words, zone)

    def facts(self, grounds: list[Ground]) -> Iterator[str]:
        """Each ground as a clause. “Is filled in” is left out if another clause says with what."""
        told = {each.condition.fact for each in grounds if isinstance(each, MetCondition) and _tells_a_value(each)}
        for ground in grounds:
            if isinstance(ground, MetCondition) and not _tells_a_value(ground) and ground.condition.fact in told:
                continue
            yield self._clause(ground)

    def _clause(self, ground: Ground) -> str:
        match ground:
            case MetCondition():
                return self._told(ground)
            case OnDeal():
                return self._on_deal(ground)
            case AmongLines():
                return self._among(ground)
            case NoLines():
                return self._words.say(phrases.NO_LINES)

    def _told(self, ground: MetCondition) -> str:
        condition, value = ground.condition, ground.value
        looks_at = OPERATORS[condition.operator].looks_at
        if looks_at is Side.PRESENCE:
            return self._say(phrases.FILLED_IN if value else phrases.NOT_FILLED_IN, condition)
        if looks_at in (Side.ENTERED, Side.LEFT):
            return self._came(ground.view)
        if looks_at is Side.DAYS_AHEAD and isinstance(value, int):
            return self._relative(condition, value)
        fact = DEAL_FACTS.get(condition.fact)
        if isinstance(value, bool) and fact and fact.truths:
            if_true, if_false = fact.truths
            return self._words.say(if_true if value else if_false)
        if condition.fact == "days_to_close" and isinstance(value, int):
            return self._closes(value)
        if condition.fact in phrases.NO_DAY_YET and value == 0:
            return self._words.say(phrases.NO_DAY_YET[condition.fact])
        if fact and fact.counted and isinstance(value, int | Decimal):
            return self._counted(fact.counted, value)
        return self._say(phrases.IS, condition, self._saying.found(ground))

    def _came(self, view: View) -> str:
        history = view.deal.history
        now = self._saying.stage(history[-1].stage, view)
        if len(history) < 2:
            return self._words.say(phrases.FROM_THE_START, now=now)
        day = self._words.figures.day(history[-1].at.astimezone(self._zone or view.zone).date())
        return self._words.say(phrases.CAME, before=self._saying.stage(history[-2].stage, view), now=now, day=day)

    def _relative(self, condition: Condition, ahead: int) -> str:
        if ahead == 0:
            return self._say(phrases.TODAY, condition)
        return self._counted(phrases.AHEAD if ahead > 0 else phrases.AGO, abs(ahead), fact=self._label(condition))

    def _closes(self, days: int) -> str:
        if days == 0:
            return self._words.say(phrases.CLOSES_TODAY)
        return self._counted(phrases.CLOSES if days > 0 else phrases.PASSED, abs(days))

    def _counted(self, counted: tuple[str, str], number: int | Decimal, **values: str) -> str:
        written = self._words.figures.number(Decimal(number))
        return self._words.count(*counted, number, value=written, **values)

    def _on_deal(self, line: OnDeal) -> str:
        told = [
            self._words.say(phrases.TOLD, fact=self._label(each.condition, True), value=self._saying.found(each))
            for each in line.told
        ]
        product = self._saying.text(line.name)
        if not told:
            return self._words.say(phrases.ON_DEAL, product=product)
        return self._words.say(phrases.ON_DEAL_WITH, product=product, told=", ".join(told))

    def _among(self, lines: AmongLines) -> str:
        with_asked, without = _AMONG[lines.every]
        if not lines.asked or not all(OPERATORS[each.operator].asked for each in lines.asked):
            return self._words.say(without)
        asked = self._words.figures.all_of([self._asked(each, lines.view) for each in lines.asked])
        return self._words.say(with_asked, asked=asked)

    def _asked(self, condition: Condition, view: View) -> str:
        operator, label = OPERATORS[condition.operator], self._label(condition, True)
        if operator.looks_at is Side.PRESENCE and condition.values == (True,):
            return self._words.say(phrases.ASKED_EMPTY, fact=label)
        values = [self._saying.asked(value, condition, view) for value in condition.values]
        if operator.takes is Takes.PAIR:
            return self._words.say(operator.asked, fact=label, value=values[0], other=values[1])
        listed = self._words.figures.all_of if operator.every_value else self._words.figures.any_of
        return self._words.say(operator.asked, fact=label, value=listed(values))

    def _say(self, pattern: str, condition: Condition, value: str = "") -> str:
        return self._words.say(pattern, fact=self._label(condition), value=value)

    def _label(self, condition: Condition, of_product: bool = False) -> str:
        """A fact's name. A further field is called by its API name, from which people recognise its label."""
        fact = (PRODUCT_FACTS if of_product else DEAL_FACTS).get(condition.fact)
        if fact:
            return self._words.say(fact.called)
        return plain(condition.fact.removeprefix(FIELDS))


_AMONG: Mapping[bool | None, tuple[str, str]] = {
    True: (phrases.EVERY, phrases.EVERY_AS_ASKED),
    False: (phrases.NOT_EVERY, phrases.NOT_EVERY_AS_ASKED),
    None: (phrases.NONE, phrases.NONE_AS_ASKED),
}


def _tells_a_value(told: MetCondition) -> bool:
    return OPERATORS[told.condition.operator].looks_at is not Side.PRESENCE
