from dataclasses import replace
from decimal import Decimal

import pytest

from coach.engine.model import Deal, RepLoad, Trace, Truth, Verdict
from coach.library.pages import Deals
from coach.log.pages.why import NEAREST, WhyNothing, in_words, why
from coach.ports import Remembered
from tests.fixtures.make import ALICE, BOB, NOON, deal
from tests.log.pages.conftest import PLAYBOOKS, Around, no_org


def told(context: Around, read: Deal | None) -> WhyNothing | None:
    deals = Deals(no_org, lambda _: read, lambda ids: {each: Remembered() for each in ids}, lambda _: RepLoad())
    return why(deals, context.context, deal().id, lambda rep: rep == ALICE.id, NOON)


def test_what_would_be_decided_now_comes_with_what_the_others_lack(context: Around) -> None:
    found = told(context, deal())

    assert found is not None
    assert [(each.playbook.name, each.decisions[0].verdict) for each in found.speaking] == [
        ("discount", Verdict.DELIVER)
    ]
    assert [(each.explained.playbook.name, each.lacks) for each in found.missed] == [
        ("opening", ("stage Prospecting, found Negotiation",))
    ]


def test_the_playbook_that_lacks_least_comes_first(context: Around) -> None:
    found = told(context, replace(deal(), stage="Qualification", history=(), amount=Decimal(5)))

    assert found is not None
    assert [(each.explained.playbook.name, len(each.lacks)) for each in found.missed] == [
        ("opening", 1),
        ("discount", 2),
    ]


def test_those_that_lack_most_are_only_counted(context: Around) -> None:
    context.playbooks = {f"opening-{number}": PLAYBOOKS["opening"] for number in range(NEAREST + 3)}

    found = told(context, deal())

    assert found is not None
    assert (len(found.missed), found.further) == (NEAREST, 3)


def test_retired_playbooks_are_not_spoken_of(context: Around) -> None:
    context.playbooks = {"opening": PLAYBOOKS["opening"].replace("live", "retired")}

    found = told(context, deal())

    assert found is not None
    assert (found.speaking, found.missed) == ((), ())


def test_a_deal_never_read_and_one_of_somebody_else_are_told_alike(context: Around) -> None:
    assert told(context, None) is None
    assert told(context, deal(owner=BOB)) is None


def leaf(fact: str, truth: Truth = Truth.FALSE) -> Trace:
    return Trace(fact, "above 5", "3", truth)


def group(word: str, *parts: Trace, truth: Truth = Truth.FALSE) -> Trace:
    return Trace(word, "all of this", "found", truth, parts)


@pytest.mark.parametrize(
    ("trace", "words"),
    [
        (leaf("Deal_Desk__c"), "Deal Desk above 5, found 3"),
        (group("any", leaf("a"), leaf("b")), "either a above 5, found 3 or b above 5, found 3"),
        (
            group("any", leaf("a"), leaf("b"), leaf("c")),
            "either a above 5, found 3 or b above 5, found 3 or …",
        ),
        (
            group("any", group("all", leaf("a"), leaf("b", Truth.TRUE)), leaf("c")),
            "either a above 5, found 3 or c above 5, found 3",
        ),
        (group("not", leaf("a", Truth.TRUE)), "not: a above 5"),
        (
            group("product", group("Scope", leaf("discount"), leaf("family", Truth.TRUE))),
            "a product with discount above 5, found 3 (nearest: Scope)",
        ),
        (group("product"), "all of this, found found"),
        (group("every_product", group("Scope", leaf("discount"))), "all of this, found found"),
    ],
)
def test_a_condition_that_fails_is_told_by_its_facts(trace: Trace, words: str) -> None:
    assert in_words(trace) == words
