"""Matching: which playbooks apply to a deal, which are unknown, for whom, and when that could next change.

zen-engine and bare bit sets are given the deal's facts looked up and converted, and say only which rules hold. Coach
reads them off the deal, as Decimal, in two currencies, with unknown amounts, and says the rest, too.
"""

import json
from collections.abc import Iterator
from statistics import median

from bench.bitsets import BitSets
from bench.decision_table import Zen
from bench.figures import Figure, at_least
from bench.rules import NOW, deals, facts_of, name, playbooks, rules
from bench.suites import Extent
from bench.turns import COMPUTING, seconds_in_turns
from coach.engine.matching import Rulebook, compile_rules
from coach.engine.model import Deal
from coach.engine.playbook import load_texts

DEALS = 1_000
SIZES = (10, 100, 1_000, 10_000)


def figures(extent: Extent) -> Iterator[Figure]:
    """Each size of library, against zen's fastest way and against bit sets."""
    for size in SIZES[:3] if extent.short else SIZES:
        yield from _of(size, DEALS if size < 10_000 else DEALS // 5, extent)


def _of(size: int, count: int, extent: Extent) -> Iterator[Figure]:
    made, some = rules(size), list(deals(count))
    facts = [facts_of(deal) for deal in some]
    rulebook = compile_rules(load_texts(playbooks(made)))
    zen, bits = Zen(made), BitSets(made)
    for deal, each in zip(some, facts, strict=True):
        _require_equal(rulebook, deal, [number for number, rule in enumerate(made) if rule.holds(each)], zen, bits)
    theirs = zen.ways(facts, [json.dumps(each) for each in facts])
    ours, bare, *zens = seconds_in_turns(
        lambda: [rulebook.find(deal, NOW) for deal in some],
        lambda: [bits.numbers(each) for each in facts],
        *theirs.values(),
        rounds=extent.rounds,
        clock=COMPUTING,
    )
    fastest = min(zip(theirs, zens, strict=True), key=lambda each: median(each[1]))
    what = f"match {size:,} playbooks"
    yield Figure(what, fastest[0], count, "deals", ours, fastest[1], at_least(3))
    yield Figure(what, "bare bit sets", count, "deals", ours, bare, at_least(0.3) if size >= 1_000 else None)


def _require_equal(rulebook: Rulebook, deal: Deal, wanted: list[int], zen: Zen, bits: BitSets) -> None:
    facts = facts_of(deal)
    found = rulebook.find(deal, NOW)
    assert sorted(found.applies) == [name(number) for number in wanted]
    assert sorted(zen.numbers(facts)) == bits.numbers(facts) == wanted
