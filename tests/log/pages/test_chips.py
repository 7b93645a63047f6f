"""What is applied, in words, and the address without each."""

from dataclasses import replace

import pytest

from coach.log.choices import FilterValues, Named
from coach.log.pages.chips import Chip, chips
from coach.log.pages.choices import FilterOptions, Pick
from coach.log.pages.query import LogQuery, ask
from tests.fixtures.make import ALICE, BOB, opportunity
from tests.log.pages.test_query import AROUND

LATELY = FilterValues(("Imaging",), ("EUR",), ("discount",), {"stage": ("Negotiation/Review", "Prospecting")})
CHOICES = FilterOptions(
    reps=[Named(ALICE.id, "Alice"), Named(BOB.id, "Bob")],
    teams=[],
    occurring=LATELY,
    titles={"discount": "Hold the price"},
    skill_names=["Negotiating"],
    labels={"stage": {"Negotiation/Review": "Final Terms"}},
)


def asked(**values: str) -> LogQuery:
    return ask(values, replace(AROUND, occurring=lambda: LATELY))


def applied(called: str | None = None, **values: str) -> list[Chip]:
    found = asked(**values)
    return list(chips(found, CHOICES.filters(found), called))


@pytest.mark.parametrize(
    ("name", "value", "label", "words"),
    [
        ("rep", ALICE.id, "Rep", "Alice"),
        ("stage", "final terms", "Stage", "Final Terms"),
        ("stage", "Nowhere", "Stage", "Nowhere"),
        ("product", "imaging", "Product", "Imaging"),
        ("account", "Meridian", "Account", "Meridian"),
        ("min", "1m", "Amount from", "1,000,000"),
        ("max", "1.000.000", "Amount to", "1,000,000"),
        ("min", "rubbish", "Amount from", "rubbish"),
        ("playbook", "discount", "Playbook", "Hold the price"),
        ("skill", "Negotiating", "Skill", "Negotiating"),
        ("decision", "hold_back", "Decision", "Held back"),
        ("reason", "exhausted", "Reason", "All its cards were given"),
        ("reason", "outranked", "Reason", "Others come first"),
        ("reason", "cooldown,draft", "Reason", "Too soon after its last card or still a draft"),
        ("outcome", "unanswered", "Answer", "Open, with no answer yet"),
        ("unacknowledged", "7", "No answer for days", "7"),
        ("period", "last_week", "When", "Last week"),
        ("cards", "once", "Cards", "each once, when it was first given"),
    ],
)
def test_each_filter_says_in_words_what_it_is(name: str, value: str, label: str, words: str) -> None:
    assert applied(**{name: value}) == [Chip(name, label, words, "")]


def test_a_chip_leads_to_all_but_itself() -> None:
    found = {each.name: each.query for each in applied(stage="Prospecting", min="5", sort="deal")}

    assert found == {"stage": "min=5&sort=deal", "min": "stage=Prospecting&sort=deal"}


def test_a_deal_that_is_known_has_its_name() -> None:
    assert applied("Meridian Labs", deal=opportunity(1))[0].value == "Meridian Labs"
    assert applied(None, deal=opportunity(1))[0].value == opportunity(1)


def test_a_list_offers_what_the_address_has_though_nothing_else_does() -> None:
    found = {each.name: each for each in CHOICES.filters(asked(stage="Nowhere", playbook="gone"))}

    for name, value in (("stage", "Nowhere"), ("playbook", "gone")):
        (pick,) = found[name].controls
        assert isinstance(pick, Pick)
        assert value in [option for option, _ in pick.groups[0][1]]
        assert found[name].applied


def test_a_reason_is_offered_once_unless_a_decision_is_chosen_that_has_it_too() -> None:
    def offered(**values: str) -> list[str]:
        found = {each.name: each for each in CHOICES.filters(asked(**values))}
        (pick,) = found["reason"].controls
        assert isinstance(pick, Pick)
        return [value for _, options in pick.groups for value, _ in options]

    assert sorted(set(offered())) == sorted(offered())
    assert "outranked" in offered(decision="retire")
    assert "cooldown" not in offered(decision="retire")
