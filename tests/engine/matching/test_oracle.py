"""What the rules say is what their page says, as somebody else reads it: see :mod:`tests.engine.matching.oracle`."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coach.engine.matching import Matches, Rulebook, compile_rules
from coach.engine.model import Deal, Trace, Truth
from coach.engine.playbook import load_texts
from coach.engine.playbook.operators import OPERATORS
from coach.errors import InvalidPlaybook
from tests.engine.matching import oracle
from tests.engine.matching.operator_examples import KNOWN
from tests.engine.matching.oracle_worlds import Dict, a_deal, a_moment, a_playbook, as_deal, as_file

AS_TRUTH = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}
OPEN = ("closed", "no (closed deals are left out unless a playbook asks for them)")
DEALS_A_LIBRARY = 8

seeds = st.integers(0, 2**32 - 1)
"""One number for each thing that is made up: a whole playbook or deal drawn choice by choice is too much data, and
what is left of a mistake is the one book and the one deal that show it.
"""


def hold_to_the_oracle(moment: int, books: Iterable[int], deals: Iterable[int]) -> Counter[Truth]:
    """One random library on a few random deals; how the playbooks came out."""
    now, zone = a_moment(random.Random(moment))
    library = a_library(books, now.astimezone(zone))
    rules = compile_rules(load_texts({name: as_file(book) for name, book in library.items()}), zone)
    outcomes: Counter[Truth] = Counter()
    for seed in deals:
        made = a_deal(random.Random(seed), now)
        outcomes += the_same_is_found(rules, library, made, now, zone)
        the_same_is_explained(rules, library, made, now, zone)
        nothing_changes_too_early(rules, as_deal(made, now), now)
    return outcomes


def a_library(books: Iterable[int], today: datetime) -> dict[str, Dict]:
    """Those of random playbooks that make sense: a contradiction is refused."""
    made = {f"book-{seed}": a_playbook(random.Random(seed), today.date()) for seed in books}
    return {name: book for name, book in made.items() if loads(as_file(book))}


def loads(text: str) -> bool:
    try:
        load_texts({"x": text})
    except InvalidPlaybook:
        return False
    return True


def the_same_is_found(
    rules: Rulebook, books: Mapping[str, Dict], made: Dict, now: datetime, zone: tzinfo
) -> Counter[Truth]:
    ranked = sorted(books, key=lambda name: (-books[name]["priority"], name))
    active = [name for name in ranked if books[name]["status"] != "retired"]
    when = {name: oracle.applies(books[name], made, now, zone) for name in active}
    found = rules.find(as_deal(made, now), now)

    assert found.applies == tuple(name for name in active if when[name] is True)
    assert found.unknown == tuple(name for name in active if when[name] is None)
    meant = {name: oracle.includes(books[name], made, now, zone) for name in active if when[name]}
    assert found.outside == {name for name, included in meant.items() if included is False}
    assert found.unsure == {name for name, included in meant.items() if included is None}
    return Counter(AS_TRUTH[truth] for truth in when.values())


def the_same_is_explained(rules: Rulebook, books: Mapping[str, Dict], made: Dict, now: datetime, zone: tzinfo) -> None:
    deal = as_deal(made, now)
    for name, book in books.items():
        trace = rules.explain(name, deal, now)
        assert trace.truth is AS_TRUTH[oracle.applies(book, made, now, zone)]
        assert rules.explain_audience(name, deal, now).truth is AS_TRUTH[oracle.includes(book, made, now, zone)]
        if "product" not in as_file(book):
            said = oracle.conditions(book["when"], oracle.Seen(made, now, zone))
            assert Counter(told(trace)) == Counter((fact, AS_TRUTH[truth]) for fact, truth in said)


def told(trace: Trace) -> Iterator[tuple[str, Truth]]:
    """Every condition of a trace, without what goes without saying."""
    for part in trace.parts:
        yield from told(part)
    if not trace.parts and (trace.condition, trace.expected) != OPEN:
        yield trace.condition, trace.truth


def nothing_changes_too_early(rules: Rulebook, deal: Deal, now: datetime) -> None:
    found = rules.find(deal, now)
    until = found.check_at or now + timedelta(days=500)
    assert until > now
    for moment in (now + (until - now) / 2, until - timedelta(microseconds=1)):
        assert lasting(rules.find(deal, moment)) == lasting(found)


def lasting(found: Matches) -> Any:
    return found.applies, found.unknown, found.outside, found.unsure


@pytest.mark.parametrize("word", [each.word for each in OPERATORS.values() if not each.adherence_only])
def test_every_operator_is_told_apart_by_the_oracle(word: str) -> None:
    assert word in KNOWN, (
        f"say in tests/engine/matching/operator_examples.py, from the page alone, when “{word}” is true"
    )


@settings(max_examples=40)
@given(seeds, st.lists(seeds, min_size=1, max_size=8), st.lists(seeds, min_size=1, max_size=4))
def test_match_and_explanation_are_what_the_page_says(moment: int, books: list[int], deals: list[int]) -> None:
    hold_to_the_oracle(moment, books, deals)


@pytest.mark.slow
def test_match_and_explanation_are_what_the_page_says_of_many_libraries() -> None:
    outcomes: Counter[Truth] = Counter()
    for seed in range(150):
        pick = random.Random(seed)
        books = [pick.randrange(2**32) for _ in range(pick.choice((1, 3, 8, 30)))]
        outcomes += hold_to_the_oracle(seed, books, [pick.randrange(2**32) for _ in range(DEALS_A_LIBRARY)])

    assert all(outcomes[truth] > 500 for truth in Truth), outcomes
