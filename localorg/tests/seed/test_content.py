from collections import Counter

from localorg.apps.clients import ADMIN_USERNAME, INTEGRATION_USERNAME
from localorg.schema.stages import DEFAULT_STAGES
from localorg.seed.content import load

CONTENT = load()
REPS = {person.key for person in CONTENT.people if person.role and person.role.endswith("_rep")}


def test_there_are_forty_deals_and_the_first_ten_stand_one_at_each_stage() -> None:
    assert len(CONTENT.deals) == 40
    assert [plan.path[-1][0] for plan in CONTENT.deals[:10]] == [stage.name for stage in DEFAULT_STAGES]


def test_every_name_in_a_deal_is_known() -> None:
    accounts = {account.key: account for account in CONTENT.accounts}
    products = {product.code for product in CONTENT.products}
    for plan in CONTENT.deals:
        assert plan.owner in REPS
        assert {line.product for line in plan.lines} <= products
        assert all(place < len(accounts[plan.account].contacts) for place, _ in plan.roles), plan.name
        assert plan.currency in {"USD", *CONTENT.currencies}


def test_the_deals_differ_in_what_playbooks_ask_about() -> None:
    deals = CONTENT.deals
    assert {len(plan.roles) for plan in deals} == {0, 1, 2, 3, 4, 5} - {4}
    assert {plan.type for plan in deals} == {"New Business", "Existing Business", "Renewal"}
    assert {plan.pushes for plan in deals} >= {0, 1, 2, 3}
    assert max(line.discount for plan in deals for line in plan.lines) == 35
    assert {product.family for product in CONTENT.products} >= {"Capital Equipment", "Diagnostics", "Therapeutics"}
    assert Counter(plan.next is None for plan in deals)[True] >= 5


def test_the_people_that_programs_sign_in_as_are_among_them() -> None:
    assert {person.username for person in CONTENT.people} >= {ADMIN_USERNAME, INTEGRATION_USERNAME}


def test_whoever_is_reported_to_comes_first() -> None:
    seen: set[str | None] = {None}
    for person in CONTENT.people:
        assert person.manager in seen
        seen.add(person.key)


def test_names_hold_what_careless_programs_trip_over() -> None:
    names = " ".join(plan.name for plan in CONTENT.deals)
    assert all(piece in names for piece in ("ü", "ß", "é", "検", "<b>", '"', "&"))
