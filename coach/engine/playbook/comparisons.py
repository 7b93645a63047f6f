"""One fact, or one further field, with its operators → conditions that must all be true."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.engine.playbook import advice
from coach.engine.playbook.conditions import FIELDS, Condition, Kind
from coach.engine.playbook.nodes import MappingNode, ScalarNode, YamlNode
from coach.engine.playbook.problems import Problems, cut, did_you_mean, quote
from coach.engine.playbook.scalars import as_boolean
from coach.engine.playbook.values import kinds_compared, read_values
from coach.engine.playbook.vocabulary import CURRENCY, OPERATORS, Fact, Operator, Takes

FIELD_KINDS = frozenset(Kind) - {Kind.STAGE}
API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}(?:\.[A-Za-z][A-Za-z0-9_]{0,79}){0,5}\Z")
"""A field's API name, or a path to one over at most five lookups (SOQL and SOSL Reference, “Understanding Relationship
Query Limitations”).
"""
MOST_LOOKUPS = 5
API_OR_TEXT = re.compile(r"[\w /-]+\Z")
"""Text that needs no quotation marks in an example."""
SYNONYMS = {synonym: each.word for each in OPERATORS.values() for synonym in each.synonyms}
"""Other programs' names for our operators."""
CURRENCY_CODE = re.compile(r"[A-Z]{3}\Z")


def read_comparison(
    key: ScalarNode, value: YamlNode, fact: Fact | None, adherence: bool, problems: Problems
) -> Iterator[Condition]:
    """The conditions in ``key: value``. ``fact`` is None for a further field; then ``key`` is its API name.

    A bare true or false stands for ``is``.
    """
    if fact is None and not API_NAME.match(key.text):
        problems.add(key.line, key.column, _no_name(key.text), "field-name")
        return
    reader = _Comparison(key, fact, adherence, problems)
    if isinstance(value, MappingNode) and value.entries:
        yield from reader.all_of(value)
    elif isinstance(value, ScalarNode) and as_boolean(value) is not None and reader.takes_boolean:
        yield from reader.compare(OPERATORS["is"], key, value, Kind.BOOLEAN, None)
    else:
        reader.needs_operator(value)


def _no_name(text: str) -> str:
    if API_NAME.match(text.partition(".")[0]) and text.count(".") > MOST_LOOKUPS:
        return f"{quote(text)} goes over more than {MOST_LOOKUPS} lookups, which is as far as Salesforce goes."
    sentence = f"{quote(text)} is not the API name of a field, such as Renewal_Date__c or Account.Segment__c."
    return sentence + (" Your admin finds it in Object Manager, Opportunity, Fields." if " " in text.strip() else "")


@dataclass(frozen=True, slots=True)
class _Comparison:
    key: ScalarNode
    fact: Fact | None
    adherence: bool
    problems: Problems

    @property
    def takes_boolean(self) -> bool:
        return self.fact is None or self.fact.kind is Kind.BOOLEAN

    @property
    def takes_currency(self) -> bool:
        return self.fact is None or self.fact.kind is Kind.MONEY

    def needs_operator(self, value: YamlNode) -> None:
        name = self.key.text
        sentence = (
            f"{quote(name)} needs an operator, as in {cut(name)}: {{{self._example(value)}}}; it takes {self._words()}."
        )
        if self.fact and self.fact.kind is Kind.BOOLEAN:
            flag = advice.FLAGS.get(value.text.lower(), "true") if isinstance(value, ScalarNode) else "true"
            sentence = f"{quote(name)} takes true or false, as in {cut(name)}: {flag}."
        self.problems.add(value.line, value.column, sentence, "operator")

    def _example(self, value: YamlNode) -> str:
        """What the author probably meant, written with an operator."""
        if not isinstance(value, ScalarNode) or not value.text or len(value.text) > 40 or "\n" in value.text:
            return "is: …"
        if value.text in self._fitting() and OPERATORS[value.text].takes in (Takes.FLAG, Takes.TRUE):
            return f"{value.text}: true"
        if self.fact and self.fact.kind in (Kind.MONEY, Kind.NUMBER):
            code = re.search(r"\b[A-Z]{3}\b", value.text) if self.takes_currency else None
            amount = advice.number(value.text) or "…"
            return f"at_least: {amount}" + (f", currency: {code[0]}" if code else "")
        return f"is: {value.text}" if API_OR_TEXT.match(value.text) else "is: …"

    def all_of(self, node: MappingNode) -> Iterator[Condition]:
        if problem := self._number_with_commas(node):
            self.problems.add(*problem, "thousands")
            return
        compared = [(key, value) for key, value in node.entries if self._is_operator(key)]
        kind = self.fact.kind if self.fact else self._kind_of_field(compared, node)
        if kind is None:
            return
        if len(node.entries) == 1 and self.takes_currency and node.key(CURRENCY):
            self.needs_operator(node)
        currency = self._currency(node) if kind is Kind.MONEY else None
        for key, value in compared:
            operator = OPERATORS[key.text]
            yield from self.compare(operator, key, value, self._kind_of_one(operator, value, kind), currency)

    def _kind_of_one(self, operator: Operator, value: YamlNode, kind: Kind) -> Kind:
        """The kind of one of several operators on a further field. A text can be compared with a field of any kind, so
        the field's other operators do not change its kind.
        """
        if self.fact or operator.takes is not Takes.VALUES or Kind.TEXT not in kinds_compared(operator, value):
            return kind
        return Kind.TEXT

    def _number_with_commas(self, node: MappingNode) -> tuple[int, int, str] | None:
        """The position of ``{at_least: 80,000}``. YAML reads it as an operator and a key “000” without a value."""
        before: YamlNode | None = None
        for key, value in node.entries:
            if key.plain and re.fullmatch(r"[0-9]{2,3}", key.text) and isinstance(before, ScalarNode):
                number = advice.number(f"{before.text},{key.text}") or "50000"
                sentence = f"A comma begins something new here: write the number without one, as in {number}."
                return before.line, before.column, sentence
            before = value
        return None

    def compare(
        self, operator: Operator, key: ScalarNode, value: YamlNode, kind: Kind, currency: str | None
    ) -> Iterator[Condition]:
        values = read_values(self.key.text, kind, operator, value, self.problems)
        if values is not None:
            name = self.key.text if self.fact else FIELDS + self.key.text
            yield Condition(name, operator.word, values, kind, currency, key.line, key.column)

    def _fits(self, operator: Operator) -> bool:
        kinds = {self.fact.kind} if self.fact else FIELD_KINDS
        return (self.adherence or not operator.adherence_only) and not kinds.isdisjoint(operator.kinds)

    def _fitting(self) -> list[str]:
        return [operator.word for operator in OPERATORS.values() if self._fits(operator)]

    def _words(self) -> str:
        return ", ".join([*self._fitting(), *([CURRENCY] if self.takes_currency else [])])

    def _is_operator(self, key: ScalarNode) -> bool:
        if (operator := OPERATORS.get(key.text)) and self._fits(operator):
            return True
        if key.text != CURRENCY or not self.takes_currency:
            self.problems.add(key.line, key.column, self._wrong_operator(key.text), "operator")
        return False

    def _wrong_operator(self, word: str) -> str:
        operator = OPERATORS.get(word)
        if operator and operator.adherence_only and not self.adherence:
            return f"{quote(word)} compares with the time of delivery: it belongs under adherence."
        if self.fact and (operator or word == CURRENCY):
            kind = self.fact.kind.value
            return f"{quote(self.key.text)} is a {kind}, which does not take {quote(word)}; it takes {self._words()}."
        folded = word.strip().lower().replace(" ", "_").replace("-", "_")
        hint = did_you_mean(SYNONYMS.get(folded, word), [*self._fitting(), CURRENCY])
        return f"There is no operator {quote(word)}." + (hint or f" {quote(self.key.text)} takes {self._words()}.")

    def _currency(self, node: MappingNode) -> str | None:
        value = node.value(CURRENCY)
        if value is None or (isinstance(value, ScalarNode) and CURRENCY_CODE.match(value.text)):
            return value.text if isinstance(value, ScalarNode) else None
        written = value.text.strip().upper() if isinstance(value, ScalarNode) else ""
        sentence = "A currency is its three-letter ISO code in capitals, such as USD"
        sentence += f"; write {written}." if CURRENCY_CODE.match(written) else "."
        self.problems.add(value.line, value.column, sentence, CURRENCY)
        return None

    def _kind_of_field(self, compared: list[tuple[ScalarNode, YamlNode]], node: MappingNode) -> Kind | None:
        """The kind that a further field must have so that all its operators and values make sense together."""
        kinds = frozenset({Kind.MONEY}) if node.key(CURRENCY) else FIELD_KINDS - {Kind.MONEY}
        for key, value in compared:
            fitting = kinds & kinds_compared(OPERATORS[key.text], value)
            if not fitting:
                sentence = (
                    f"{quote(key.text)} compares {quote(self.key.text)} as another kind of value than its neighbours."
                )
                self.problems.add(key.line, key.column, sentence, "type")
                return None
            kinds = fitting
        return min(kinds - {Kind.STAGE}, key=list(Kind).index)
