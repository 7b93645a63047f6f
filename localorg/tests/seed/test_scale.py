from random import Random

from localorg.seed.content import load
from localorg.seed.scale import DEALS_A_REP, scaled

CONTENT = load()


def test_fewer_deals_are_the_first_ones() -> None:
    assert scaled(CONTENT, 10, Random(1)).deals == CONTENT.deals[:10]


def test_more_deals_come_after_those_of_the_files() -> None:
    many = scaled(CONTENT, 500, Random(1))
    assert many.deals[:40] == CONTENT.deals
    assert len(many.deals) == 500


def test_no_rep_has_to_look_after_more_deals_than_a_person_can() -> None:
    many = scaled(CONTENT, 500, Random(1))
    owners = [plan.owner for plan in many.deals]
    assert max(map(owners.count, owners)) == DEALS_A_REP


def test_the_same_seed_makes_the_same_company_and_another_one_another() -> None:
    assert scaled(CONTENT, 200, Random(1)) == scaled(CONTENT, 200, Random(1))
    assert scaled(CONTENT, 200, Random(1)) != scaled(CONTENT, 200, Random(2))


def test_a_large_company_is_whole() -> None:
    many = scaled(CONTENT, 20_000, Random(1))
    people, accounts = {person.key for person in many.people}, {account.key for account in many.accounts}
    assert len(people) == len(many.people)
    assert {plan.owner for plan in many.deals} <= people
    assert {plan.account for plan in many.deals} <= accounts
    assert {person.manager for person in many.people} - {None} <= people
    assert all(0 <= line.discount <= 35 and line.quantity >= 1 for plan in many.deals for line in plan.lines)
