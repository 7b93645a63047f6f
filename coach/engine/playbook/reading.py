"""Nodes → conditions. Every mistake is kept with its position; what can still be read is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.engine.playbook import advice
from coach.engine.playbook.comparisons import read_comparison
from coach.engine.playbook.conditions import AllOf, AnyOf, EveryProduct, Node, Not, SomeProduct
from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.problems import Problems, cut, did_you_mean, quote
from coach.engine.playbook.scalars import is_null
from coach.engine.playbook.vocabulary import (
    DEAL_FACTS,
    FIELDS_KEY,
    GROUPS,
    OPERATORS,
    OWNER_FACTS,
    PRODUCT_FACTS,
    PRODUCTS,
    Fact,
)


@dataclass(frozen=True, slots=True)
class AllowedWords:
    """Which words are allowed in a tree. ``whole``: products are allowed too. ``way`` is the prefix of each further
    field.
    """

    place: str
    facts: Mapping[str, Fact]
    whole: bool = False
    adherence: bool = False
    way: str = ""

    def words(self) -> list[str]:
        """Every key that is allowed here."""
        return [*self.facts, *GROUPS, *(PRODUCTS if self.whole else ()), FIELDS_KEY]


WHEN = AllowedWords("when", DEAL_FACTS, whole=True)
AUDIENCE = AllowedWords("audience", OWNER_FACTS, way="Owner.")
SEEN = AllowedWords("seen", DEAL_FACTS, whole=True, adherence=True)


def read_conditions(node: YamlNode, allowed: AllowedWords, problems: Problems) -> AllOf | None:
    """The tree under ``when:``, ``audience:`` or ``seen:``; None if mistakes leave nothing of it."""
    return _Reader(allowed, problems).together(node, allowed.place)


@dataclass(frozen=True, slots=True)
class _Reader:
    allowed: AllowedWords
    problems: Problems

    def together(self, node: YamlNode, word: str) -> AllOf | None:
        """A map whose entries must all be true."""
        if not isinstance(node, MappingNode):
            self._not_a_map(node, word)
            return None
        if not node.entries:
            self.problems.add(node.line, node.column, f"There is nothing under {quote(word)}.", "empty")
        parts = tuple(part for key, value in node.entries for part in self._entry(key, value))
        return AllOf(parts) if parts else None

    def _not_a_map(self, node: YamlNode, word: str) -> None:
        if isinstance(node, ScalarNode) and is_null(node):
            self.problems.add(node.line, node.column, f"There is nothing under {quote(word)}.", "empty")
            return
        found = f"the text {quote(node.text)}" if isinstance(node, ScalarNode) else "a list"
        example = "family: {is: Services}" if word in PRODUCTS else "stage: {is: Prospecting}"
        sentence = f"{quote(word)} takes a map of conditions, such as {example}, but this is {found}."
        self.problems.add(node.line, node.column, sentence, "type")

    def _entry(self, key: ScalarNode, value: YamlNode) -> Iterator[Node]:
        if self.problems.full:
            return
        word = key.text
        if word in ("all", "any"):
            yield from self._list(word, value)
        elif word == "not":
            if part := self.together(value, word):
                yield Not(part)
        elif self.allowed.whole and word in PRODUCTS:
            yield from self._products(word, value)
        elif word == FIELDS_KEY:
            yield from self._fields(value)
        elif fact := self.allowed.facts.get(word):
            yield from read_comparison(key, value, fact, self.allowed.adherence, self.problems)
        else:
            self._unknown(key)

    def _list(self, word: str, node: YamlNode) -> Iterator[Node]:
        if not isinstance(node, SequenceNode) or not node.items:
            sentence = f"{quote(word)} takes a list of maps: begin each with a dash."
            self.problems.add(node.line, node.column, sentence, "type")
            return
        parts = tuple(part for item in node.items if (part := self.together(item, word)))
        if parts:
            yield (AllOf if word == "all" else AnyOf)(tuple(_alone(part) for part in parts))

    def _products(self, word: str, node: YamlNode) -> Iterator[Node]:
        if part := _Reader(AllowedWords(word, PRODUCT_FACTS), self.problems).together(node, word):
            yield (SomeProduct if word == "product" else EveryProduct)(part)

    def _fields(self, node: YamlNode) -> Iterator[Node]:
        if not isinstance(node, MappingNode) or not node.entries:
            sentence = "“fields” takes a map from API names to conditions, such as Renewal__c: {is: true}."
            self.problems.add(node.line, node.column, sentence, "type")
            return
        for key, value in node.entries:
            if key.text.lower().startswith(self.allowed.way.lower()):
                yield from read_comparison(key, value, None, self.allowed.adherence, self.problems)
            else:
                sentence = f"{quote(self.allowed.place)} asks about the deal's owner: write Owner.{cut(key.text)}"
                sentence += f" for a field of the user, and put {quote(key.text)} of the deal under “when”."
                self.problems.add(key.line, key.column, sentence, "field-name")

    def _unknown(self, key: ScalarNode) -> None:
        hint = did_you_mean(advice.GROUPS.get(key.text.lower(), key.text), self.allowed.words())
        for place, belongs in (
            ("product", self.allowed.whole and key.text in PRODUCT_FACTS),
            (FIELDS_KEY, key.text.endswith("__c") or "." in key.text),
            ("when", not self.allowed.whole and key.text in WHEN.words()),
        ):
            if belongs:
                hint = f" It belongs under {quote(place)}, as in {place}: {{{cut(key.text)}: …}}."
        if key.text in OPERATORS:
            kinds = OPERATORS[key.text].kinds
            fact = next((each.name for each in self.allowed.facts.values() if each.kind in kinds), "")
            hint = " It is an operator, and stands behind a fact" + (
                f", as in {fact}: {{{key.text}: …}}." if fact else "."
            )
        sentence = f"There is no fact {quote(key.text)} in {quote(self.allowed.place)}.{hint}"
        self.problems.add(key.line, key.column, sentence, "unknown-fact")


def _alone(part: AllOf) -> Node:
    return part.parts[0] if len(part.parts) == 1 else part
