"""Render the texts of a playbook on plausible deals, to find facts that a text needs but a deal may lack.

For each alternative in ``when`` there is a bare deal, on which the playbook applies and nothing else is known, and a
full one: the same deal with everything filled in that may be.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from coach.engine.cards.facts import FactGroup, facts_of
from coach.engine.cards.templates import Unrenderable, fill
from coach.engine.languages import figures_in
from coach.engine.matching.clauses import Clause, clauses
from coach.engine.matching.facts import View
from coach.engine.matching.truth import truth
from coach.engine.model import Deal, Truth
from coach.engine.playbook.closed import with_open_deals
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, AllOf, Kind
from coach.engine.playbook.library import fields_of
from coach.engine.playbook.model import ENGLISH
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.lint.context import Context
from coach.lint.logic.deals import ZONE, deal_for
from coach.lint.logic.examples import ExampleDeal, example_deal
from coach.lint.logic.facts import Values
from coach.lint.logic.values import CannotTellError
from coach.lint.subject import Subject, Text

_EMPTY = re.compile(r"(deal[\w.]*) is empty on this deal")
_PRINTED = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_ANYTHING = Values({}, frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that cannot be rendered on some deal because ``fact`` is missing; None if something else is wrong.

    ``always`` says that it fails on every deal to which the playbook applies; then ``sentence`` is the renderer's.
    """

    text: Text
    fact: str | None
    sentence: str
    always: bool

    @property
    def offset(self) -> int:
        """Where the text prints the fact, preferably a tag without a default; 0 if there is no such tag."""
        printed = [tag for tag in _PRINTED.finditer(self.text.node.text) if self.fact and self.fact in tag[0]]
        printed.sort(key=lambda tag: "default" in tag[0])
        return self.text.node.text.index(self.fact, printed[0].start()) if self.fact and printed else 0


@lru_cache(maxsize=4)
def failures(subject: Subject, context: Context) -> tuple[Failure, ...]:
    """For each text, in the order of the file, every fact that it lacks on some deal."""
    templates = [text for text in subject.texts() if "{" in text.node.text]
    if not templates:
        return ()
    when = subject.playbook.when
    pairs = [
        (facts_of(bare, ZONE, when), [facts_of(full, ZONE, when) for full in filled])
        for bare, filled in _deals(subject, context)
    ]
    return tuple(failure for text in templates for failure in _failures(text, pairs))


def _failures(text: Text, pairs: Sequence[tuple[FactGroup, Sequence[FactGroup]]]) -> Iterator[Failure]:
    at_best = [_complaint(text, full) for _, filled in pairs for full in filled]
    if at_best and all(at_best):
        found = _EMPTY.search(str(at_best[0]))
        yield Failure(text, found[1] if found else None, str(at_best[0]), always=True)
        return
    lacking = (fact for bare, filled in pairs for fact in _lacking(text, bare, filled[0]))
    yield from (Failure(text, fact, "", always=False) for fact in dict.fromkeys(lacking))


def _lacking(text: Text, bare: FactGroup, full: FactGroup) -> Iterator[str]:
    """The facts that the text needs and the deal lacks, found by filling in one after the other until it renders."""
    given = frozenset[str]()
    while found := _EMPTY.search(_complaint(text, _merged(bare, full, given)) or ""):
        if found[1] in given:
            return
        given |= {found[1]}
        yield found[1]


def _merged(bare: FactGroup, full: FactGroup, given: frozenset[str]) -> FactGroup:
    """The facts of ``bare``, except that those whose paths are in ``given`` are taken from ``full``."""
    facts = dict(bare.facts)
    for name, value in full.facts.items():
        path, own = f"{bare.path}.{name}", facts.get(name)
        if isinstance(own, FactGroup) and isinstance(value, FactGroup):
            facts[name] = _merged(own, value, given)
        elif path in given:
            facts[name] = value
    return FactGroup(bare.path, facts)


def _complaint(text: Text, facts: FactGroup) -> str | None:
    try:
        fill(text.node.text, facts, figures_in(ENGLISH), [])
    except Unrenderable as error:
        return str(error)
    return None


def _deals(subject: Subject, context: Context) -> Iterator[tuple[Deal, list[Deal]]]:
    playbook = subject.playbook
    when, further = with_open_deals(playbook.when), fields_of(playbook)
    for clause in clauses(when):
        try:
            example = example_deal(clause, context.stage_types)
        except CannotTellError:
            continue
        deal = deal_for(example, context.now, further) if example else None
        if example and deal and _applies(when, deal, context):
            yield deal, list(_filled_up(example, clause, further, context))


def _applies(when: AllOf, deal: Deal, context: Context) -> bool:
    """Whether the conditions are true on the deal: values found one by one need not fit together."""
    return truth(when, View(deal, context.now, ZONE)) is Truth.TRUE


def _filled_up(example: ExampleDeal, clause: Clause, further: frozenset[str], context: Context) -> Iterator[Deal]:
    """The deal with everything filled in that may be. The kind of further fields is not known, so each is tried."""
    counted = any(literal.condition.fact == "product_count" for literal in clause.literals)
    items = example.items or (() if clause.products or counted else (_ANYTHING,))
    of_items = {name for name in further if name.startswith(OF_PRODUCT)}
    deal = _with(example.deal, frozenset(DEAL_FACTS) | {FIELDS + name for name in further - of_items})
    named = frozenset(PRODUCT_FACTS) | {FIELDS + name.removeprefix(OF_PRODUCT) for name in of_items}
    full = ExampleDeal(deal, tuple(_with(item, named) for item in items))
    for kind in Kind if further else (Kind.TEXT,):
        yield deal_for(full, context.now, further, kind)


def _with(values: Values, facts: frozenset[str]) -> Values:
    return replace(values, filled=facts - values.empty)
