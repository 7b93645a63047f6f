"""The made-up rules mean the same to Coach, to a plain loop and as bit sets; zen-engine is compared where it is
installed, in the bench itself.
"""

from bench.bitsets import BitSets
from bench.rules import NOW, deals, facts_of, name, playbooks, rules
from coach.engine.matching import compile_rules
from coach.engine.playbook import load_texts

RULES = rules(60)
DEALS = list(deals(150))


def test_coach_and_bit_sets_find_what_a_plain_loop_finds() -> None:
    rulebook, bits = compile_rules(load_texts(playbooks(RULES))), BitSets(RULES)

    for deal in DEALS:
        facts = facts_of(deal)
        wanted = [number for number, rule in enumerate(RULES) if rule.holds(facts)]
        assert sorted(rulebook.find(deal, NOW).applies) == [name(number) for number in wanted]
        assert bits.numbers(facts) == wanted


def test_some_deals_have_matches_unknowns_other_currencies_and_reps_who_are_not_meant() -> None:
    rulebook = compile_rules(load_texts(playbooks(RULES)))
    found = [rulebook.find(deal, NOW) for deal in DEALS]

    assert any(each.applies for each in found)
    assert any(each.unknown for each in found)
    assert any(each.outside for each in found)
    assert any(each.check_at for each in found)
    assert {deal.currency for deal in DEALS} == {"USD", "EUR"}


def test_they_are_the_same_in_every_run() -> None:
    assert rules(60) == RULES
    assert list(deals(150)) == DEALS
