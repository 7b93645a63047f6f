"""What the rules say is what their page says, as somebody else reads it: see :mod:`tests.rules.oracle`."""

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coach.errors import InvalidPlaybook
from coach.model import Deal, Trace, Truth
from coach.playbook import load_texts
from coach.playbook.operators import OPERATORS
from coach.rules import Found, Rulebook, compile_rules
from tests.rules import oracle
from tests.rules.oracle_worlds import Dict, a_deal, a_moment, a_playbook, as_deal, as_file

AS_TRUTH = {True: Truth.TRUE, False: Truth.FALSE, None: Truth.UNKNOWN}
OPEN = ("closed", "no (closed deals are left out unless a playbook asks for them)")
DEALS_A_LIBRARY = 8


def hold_to_the_oracle(pick: random.Random) -> Counter[Truth]:
    """One random library on a few random deals; how the playbooks came out."""
    now, zone = a_moment(pick)
    books = a_library(pick, now.astimezone(zone), pick.choice((1, 3, 8, 30)))
    rules = compile_rules(load_texts({name: as_file(book) for name, book in books.items()}), zone)
    outcomes: Counter[Truth] = Counter()
    for _ in range(DEALS_A_LIBRARY):
        made = a_deal(pick, now)
        outcomes += the_same_is_found(rules, books, made, now, zone)
        the_same_is_explained(rules, books, made, now, zone)
        nothing_changes_too_early(rules, as_deal(made, now), now)
    return outcomes


def a_library(pick: random.Random, today: datetime, size: int) -> dict[str, Dict]:
    """Those of random playbooks that make sense: a contradiction is refused."""
    made = {f"book-{number}": a_playbook(pick, today.date()) for number in range(size)}
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


def lasting(found: Found) -> Any:
    return found.applies, found.unknown, found.outside, found.unsure


@pytest.mark.parametrize("word", [each.word for each in OPERATORS.values() if not each.adherence_only])
def test_every_operator_is_told_apart_by_the_oracle(word: str) -> None:
    assert word in oracle.KNOWN, f"say in tests/rules/oracle.py, from the page alone, when “{word}” is true"


@settings(max_examples=25, suppress_health_check=[HealthCheck.data_too_large, HealthCheck.too_slow])
@given(st.randoms(use_true_random=False))
def test_match_and_explanation_are_what_the_page_says(pick: random.Random) -> None:
    hold_to_the_oracle(pick)


@pytest.mark.slow
def test_match_and_explanation_are_what_the_page_says_of_many_libraries() -> None:
    outcomes: Counter[Truth] = Counter()
    for seed in range(150):
        outcomes += hold_to_the_oracle(random.Random(seed))

    assert all(outcomes[truth] > 500 for truth in Truth), outcomes
