from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Reason, Verdict
from coach.log.choices import FilterValues
from coach.log.columns import LOGGED
from coach.log.filters import Filters
from coach.log.order import Cursor, Order, Sort
from coach.log.outcomes import CardOutcome
from coach.log.pages.context import PageContext
from coach.log.pages.fields import FIELDS
from coach.log.pages.query import PLACES, LogQuery, ask
from coach.log.pages.words import REASONS
from tests.fixtures.make import ALICE, BOB, NOON, opportunity
from tests.log.pages.conftest import ALICES_MANAGER, MAX

BERLIN = ZoneInfo("Europe/Berlin")
AROUND = PageContext(
    viewer=ALICES_MANAGER,
    team=lambda manager: frozenset({manager, ALICE.id}),
    skills={"Negotiating": frozenset({"discount", "trade"})},
    now=NOON,
    zone=BERLIN,
    labels={"stage": {"Negotiation/Review": "Final Terms"}},
    reps=lambda: {ALICE.id: "Alice", BOB.id: "Bob"},
    is_account=lambda name: name == "societe generale",
    occurring=lambda: FilterValues(("Imaging",), (), (), {"stage": ("Prospecting",)}),
)


def asked(**values: str) -> LogQuery:
    return ask({name.rstrip("_"): text for name, text in values.items()}, AROUND)


MEANT: list[tuple[dict[str, str], Filters]] = [
    ({}, Filters()),
    ({"from_": "2026-11-02"}, Filters(since=datetime(2026, 11, 2, tzinfo=BERLIN))),
    ({"to": "2026-11-02"}, Filters(until=datetime(2026, 11, 3, tzinfo=BERLIN))),
    ({"rep": ALICE.id}, Filters(people=frozenset({ALICE.id}))),
    ({"rep": ALICE.id[:15]}, Filters(people=frozenset({ALICE.id}))),
    ({"team": MAX}, Filters(people=frozenset({MAX, ALICE.id}))),
    ({"team": MAX, "rep": ALICE.id}, Filters(people=frozenset({ALICE.id}))),
    ({"deal": " Meridian "}, Filters(words="Meridian")),
    ({"deal": opportunity(1)}, Filters(opportunity_id=opportunity(1))),
    ({"deal": opportunity(1)[:15]}, Filters(opportunity_id=opportunity(1))),
    (
        {"deal": f"https://x.lightning.force.com/lightning/r/Opportunity/{opportunity(1)}/view?a=b"},
        Filters(opportunity_id=opportunity(1)),
    ),
    ({"stage": "Id. Decision Makers"}, Filters(chosen=(("stage", "Id. Decision Makers"),))),
    ({"stage": "final terms"}, Filters(chosen=(("stage", "Negotiation/Review"),))),
    ({"stage": "Negotiation/Review"}, Filters(chosen=(("stage", "Negotiation/Review"),))),
    ({"product": "Imaging"}, Filters(family="Imaging")),
    ({"min": "1234.50", "max": "2000"}, Filters(least=Decimal("1234.50"), most=Decimal(2000))),
    ({"currency": "eur"}, Filters(currency="EUR")),
    ({"playbook": "discount"}, Filters(playbooks=frozenset({"discount"}))),
    ({"skill": "Negotiating"}, Filters(playbooks=frozenset({"discount", "trade"}))),
    ({"skill": "Negotiating", "playbook": "trade"}, Filters(playbooks=frozenset({"trade"}))),
    (
        {"decision": "hold_back", "reason": "cooldown"},
        Filters(verdict=Verdict.HOLD_BACK, reasons=frozenset({Reason.COOLDOWN})),
    ),
    ({"reason": "cooldown,draft"}, Filters(reasons=frozenset({Reason.COOLDOWN, Reason.DRAFT}))),
    ({"rep": "alicé"}, Filters(people=frozenset({ALICE.id}))),
    ({"account": "societe generale"}, Filters(account="societe generale")),
    ({"account": "generale"}, Filters(account_words="generale")),
    ({"product": "imäging"}, Filters(family="Imaging")),
    ({"stage": "prospecting"}, Filters(chosen=(("stage", "Prospecting"),))),
    ({"min": "1,000,000"}, Filters(least=Decimal(1_000_000))),
    ({"skill": "Negotiating", "cards": "once"}, Filters(cards_once=True, taught="Negotiating")),
    (
        {"period": "last_month"},
        Filters(since=datetime(2026, 10, 1, tzinfo=BERLIN), until=datetime(2026, 11, 1, tzinfo=BERLIN)),
    ),
    (
        {"period": "this_week"},
        Filters(since=datetime(2026, 11, 23, tzinfo=BERLIN), until=datetime(2026, 11, 30, tzinfo=BERLIN)),
    ),
    ({"outcome": "not_seen"}, Filters(outcome=CardOutcome.NOT_SEEN)),
    ({"unacknowledged": "7"}, Filters(unacknowledged_since=NOON - timedelta(days=7))),
]


@pytest.mark.parametrize(("values", "filters"), MEANT)
def test_an_address_says_what_is_asked_for(values: dict[str, str], filters: Filters) -> None:
    found = asked(**values)

    assert (found.filters, found.mistakes) == (filters, {})


NONSENSE: list[tuple[dict[str, str], str, str]] = [
    ({"from_": "yesterday"}, "from", "Not a day: write it as 2026-11-30."),
    ({"to": "2026-02-30"}, "to", "Not a day: write it as 2026-11-30."),
    ({"from_": "0001-01-01"}, "from", "A day between 2000-01-01 and 2099-12-31."),
    ({"from_": "2026-11-02", "to": "2026-11-01"}, "to", "The last day, 2026-11-01, is before the first, 2026-11-02."),
    ({"rep": "nobody"}, "rep", "Nobody whose log you may see is called “nobody”."),
    ({"rep": BOB.id}, "rep", "There is nobody with this id whose log you may see."),
    ({"team": BOB.id}, "team", "There is nobody with this id whose log you may see."),
    ({"deal": "0065g00000Vt3RaAAA"}, "deal", "its last three characters do not match"),
    ({"stage": "x" * 256}, "stage", "At most 255 characters."),
    ({"min": "a lot"}, "min", "Not an amount: write it as 50000, 1,000,000 or 1234.50."),
    ({"min": "1.000"}, "min", "can be read in two ways"),
    (
        {"period": "last_month", "from_": "2026-11-01"},
        "period",
        "Choose either a period or days of your own, not both.",
    ),
    ({"cards": "twice"}, "cards", "Only “once”"),
    ({"reason": "cooldown,bad mood"}, "reason", "One of: applies, "),
    ({"min": "1e9"}, "min", "Not an amount"),
    ({"min": "NaN"}, "min", "Not an amount"),
    ({"min": "٣"}, "min", "Not an amount"),
    ({"min": "2", "max": "1"}, "max", "The largest amount is below the smallest."),
    ({"currency": "Euro"}, "currency", "Not a currency: write three letters, as EUR."),
    ({"skill": "Juggling"}, "skill", "No playbook teaches this skill."),
    ({"decision": "keep"}, "decision", "One of: deliver, hold_back, retire."),
    ({"reason": "bad mood"}, "reason", "One of: applies, "),
    (
        {"decision": "deliver", "reason": "cooldown"},
        "reason",
        "No card is delivered because of “too soon after its last card”.",
    ),
    ({"outcome": "x"}, "outcome", "One of: unanswered, "),
    ({"unacknowledged": "0"}, "unacknowledged", "A number of days, from 1 to 365."),
    ({"unacknowledged": "1" * 5_000}, "unacknowledged", "A number of days, from 1 to 365."),
    ({"sort": "mood"}, "sort", "One of: when, rep, deal, amount, playbook"),
    ({"after": "x"}, "page", "That is not a place in the log in this order."),
]


@pytest.mark.parametrize(("values", "field", "sentence"), NONSENSE)
def test_nonsense_is_answered_with_a_sentence(values: dict[str, str], field: str, sentence: str) -> None:
    mistakes = asked(**values).mistakes

    assert list(mistakes) == [field]
    assert sentence in mistakes[field]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", Order(Sort.WHEN, descending=True)),
        ("when", Order(Sort.WHEN, descending=False)),
        ("-amount", Order(Sort.AMOUNT, descending=True)),
    ],
)
def test_a_minus_turns_an_order_round(sort: str, order: Order) -> None:
    assert asked(sort=sort).wanted.order == order


def test_a_place_is_of_the_order_that_is_asked_for() -> None:
    place = Cursor(Sort.DEAL, ("Meridian", 7))

    assert asked(sort="deal", after=str(place)).wanted.place == place
    assert asked(sort="deal", before=str(place)).wanted.backwards
    assert list(asked(sort="amount", after=str(place)).mistakes) == ["page"]


def test_an_address_is_always_spelt_the_same_way() -> None:
    one = asked(stage="A & B", min="5", deal="x", sort="deal", nothing="y")

    assert one.query() == "deal=x&stage=A+%26+B&min=5&sort=deal"
    assert one.query(stage=None, after="here") == "deal=x&min=5&sort=deal&after=here"


_values = st.dictionaries(st.sampled_from([*FIELDS, *PLACES, "other"]), st.text(max_size=40))


@given(_values)
def test_whatever_stands_in_an_address_is_read_or_answered(values: dict[str, str]) -> None:
    found = ask(values, AROUND)

    assert found.mistakes or ask(dict(parse_qsl(found.query())), AROUND).wanted == replace(
        found.wanted, place=None, backwards=False
    )


def test_every_reason_belongs_to_a_decision() -> None:
    in_groups = {reason for reasons in REASONS.values() for reason in reasons}

    assert set(REASONS) == set(LOGGED)
    assert set(Reason) - in_groups == {Reason.STILL_APPLIES, Reason.CANNOT_TELL}
