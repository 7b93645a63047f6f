"""What the demo's deals are told: enough to see, never a flood."""

from collections import Counter
from statistics import median

from coach.engine.cards import render
from coach.engine.matching import Rulebook
from coach.engine.playbook import Library
from tests.playbooks.deals import NOW
from tests.playbooks.demo import demo_deals

MOST_ON_A_DEAL = 5
SHARE_OF_DEALS = 0.3
AFTER_A_MOVE = frozenset({"adoption-before-go-live"})
"""Those that wait for a rep of the demo to move a deal."""


def test_a_deal_is_told_two_to_four_things(rulebook: Rulebook) -> None:
    counts = [len(rulebook.find(deal, NOW).applies) for deal in demo_deals()]

    assert max(counts) <= MOST_ON_A_DEAL
    assert median(counts) in (2, 3, 4)
    assert counts.count(0) <= len(counts) / 10


def test_no_playbook_is_told_on_every_other_deal(rulebook: Rulebook) -> None:
    deals = demo_deals()
    told = Counter(name for deal in deals for name in rulebook.find(deal, NOW).applies)

    assert {name: count for name, count in told.items() if count > SHARE_OF_DEALS * len(deals)} == {}


def test_the_demo_shows_the_whole_library(library: Library, rulebook: Rulebook) -> None:
    told = {name for deal in demo_deals() for name in rulebook.find(deal, NOW).applies}

    assert library.playbooks.keys() - told == AFTER_A_MOVE


def test_nothing_is_held_back_for_missing_data(rulebook: Rulebook) -> None:
    assert {deal.name: unknown for deal in demo_deals() if (unknown := rulebook.find(deal, NOW).unknown)} == {}


def test_every_card_can_be_written_on_every_deal_it_is_for(library: Library, rulebook: Rulebook) -> None:
    written = [
        render(library.playbooks[name], card.name, 1, deal)
        for deal in demo_deals()
        for name in rulebook.find(deal, NOW).applies
        for card in library.playbooks[name].cards
    ]

    assert len(written) > len(demo_deals())
