"""Why a card is there, for every fact and every operator, in every language that Coach has words in.

One file a language, for a native speaker to read: a condition on the left, what the rep reads of it on the right.
``python -m tests.engine.cards.sentences`` writes the files anew, from what the program says now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from coach.engine.cards import why_sentence
from coach.engine.languages import words_in
from coach.engine.languages.wording import catalogs
from coach.engine.matching.facts import View
from coach.engine.matching.grounds import grounds
from coach.engine.model import Account, Deal, FieldValue
from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.facts import DEAL_FACTS, PRODUCT_FACTS, Fact, held_by
from tests.engine.cards.examples import DEAL, NOW, a_deal

FOLDER = Path(__file__).parent
REGIONS = {"de": "de-DE", "en": "en-GB", "es": "es-ES", "fr": "fr-FR", "it": "it-IT", "nl": "nl-NL", "pt": "pt-BR"}
_YAML = "title: T\nwhen: {when}\ncards: [{{name: c, title: T, tip: x}}]\n"

_LINES = """\
{stage: {is: Negotiation/Review}}
{stage: {is_not: [Prospecting, Qualification]}}
{stage: {contains: [Negot, Propos]}}
{stage: {starts_with: Negot}}
{stage: {entered: Negotiation/Review}}
{stage: {to: Negotiation/Review}}
{stage: {from: Prospecting}}
{closed: {is: false}}
{won: {is: false}}
{amount: {above: 1000}}
{amount: {above: 1000, currency: EUR}}
{amount: {between: [1000, 90000]}}
{product_count: {at_least: 2}}
{type: {is: New Business}}
{record_type: {is: New_Customer}}
{lead_source: {empty: true}}
{probability: {at_least: 80}}
{forecast_category: {is: Commit}}
{days_in_stage: {above: 7}}
{days_to_close: {at_most: 30}}
{close_date: {before: 2027-01-01}}
{close_date: {after: 2026-01-01}}
{close_date: {within_next_days: 30}}
{close_date: {more_than_days_ahead: 7}}
{fields: {Review_Date__c: {within_last_days: 30}}}
{fields: {Review_Date__c: {more_than_days_ago: 2}}}
{fields: {Renewal__c: {is: true}}}
{fields: {Segment__c: {empty: false}}}
{fields: {Interests__c: {includes: [Cloud, Data]}}}
{fields: {Interests__c: {includes_all: [Cloud, Security]}}}
{fields: {Call_At__c: {after: "09:00"}}}
{fields: {Account.Segment__c: {is: ENT}}}
{age_days: {above: 7}}
{pushes: {at_least: 2}}
{contact_roles: {at_most: 1}}
{contact_roles: {below: 3}}
{next_step: {is: Send the list}}
{deal_name: {contains: Laser}}
{account_name: {is: Acme}}
{account_industry: {is: Biotechnology}}
{account_type: {is: Prospect}}
{owner_name: {is: Ana Bell}}
{owner_first_name: {is: Ana}}
{owner_last_name: {is: Bell}}
{owner_email: {contains: ana}}
{owner_title: {is: Account Executive}}
{owner_department: {is: Sales}}
{owner_role: {is: EMEA}}
{owner_profile: {is: Sales User}}
{owner_tenure_days: {above: 30}}
{manager_name: {is: Max van Dyk}}
{manager_first_name: {is: Max}}
{manager_last_name: {is: van Dyk}}
{product: {name: {contains: Laser}}}
{product: {family: {is: Systems}, discount: {above: 20}, quantity: {at_least: 2}, list_price: {above: 100}}}
{product: {code: {is: L-9}, unit_price: {above: 100}, total: {above: 100}}}
{every_product: {quantity: {above: 0}}}
{not: {every_product: {family: {is: Systems}}}}
{not: {product: {family: {is: [Consumables, Gels]}, name: {contains: Gel}, code: {starts_with: G}}}}
{not: {product: {quantity: {between: [30, 40]}, code: {is_not: [L-9, S-1]}}}}
{not: {product: {quantity: {at_least: 30}, total: {at_most: 4}}}}
{not: {product: {unit_price: {below: 3}, list_price: {above: 1000000}}}}
{not: {product: {fields: {Uses__c: {includes: [Lab, Clinic]}, Sites__c: {includes_all: [Bern, Basel]}}}}}
{not: {product: {fields: {Installed_On__c: {before: 2026-01-01}, Trained_On__c: {after: 2028-01-01}}}}}
{not: {product: {fields: {Installed_On__c: {within_next_days: 1}, Trained_On__c: {within_last_days: 30}}}}}
{not: {product: {fields: {Installed_On__c: {more_than_days_ahead: 30}, Trained_On__c: {more_than_days_ago: 1}}}}}
{not: {product: {fields: {Demo__c: {is: true}}}}}
{not: {product: {name: {empty: true}}}}
{not: {product: {any: [{code: {is: X}}, {code: {is: Y}}]}}}
{stage: {is: Negotiation/Review}, type: {is: New Business}, amount: {above: 1000}}
{type: {empty: false}, probability: {above: 5}, pushes: {above: 1}, won: {is: false}, age_days: {above: 5}}
""".splitlines()


def _in_no_line(facts: Mapping[str, Fact]) -> tuple[str, ...]:
    return tuple(name for name in facts if not any(f"{name}: " in line for line in _LINES))


OF_DEAL, OF_ITEM = _in_no_line(DEAL_FACTS), _in_no_line(PRODUCT_FACTS)
"""Facts that no line is about: each is told in a line of its own."""
WHEN = (
    *_LINES,
    *(f"{{{name}: {{empty: false}}}}" for name in OF_DEAL),
    *(f"{{product: {{{name}: {{empty: false}}}}}}" for name in OF_ITEM),
)
_SOMETHING: Mapping[Kind, object] = {
    Kind.TEXT: "Something",
    Kind.NUMBER: Decimal(7),
    Kind.MONEY: Decimal(7),
    Kind.DATE: NOW.date(),
    Kind.BOOLEAN: True,
}
_ON_EACH_LINE: Mapping[str, FieldValue] = {
    "Uses__c": ("Research",),
    "Sites__c": ("Bern",),
    "Installed_On__c": NOW.date() + timedelta(days=20),
    "Trained_On__c": NOW.date() + timedelta(days=20),
    "Demo__c": False,
}


def the_deal() -> Deal:
    """A deal on which each of the conditions holds."""
    deal = _the_deal()
    assert deal.account
    return replace(
        deal,
        **_filled(held_by("")),
        owner=replace(deal.owner, **_filled(held_by("owner"))),
        account=replace(deal.account, **_filled(held_by("account"))),
        products=tuple(replace(item, **_filled(_ITEM)) for item in deal.products),
    )


_ITEM = {fact.place: fact for fact in PRODUCT_FACTS.values() if fact.place}


def _filled(facts: Mapping[str, Fact]) -> dict[str, Any]:
    """Something for each of these facts that has a line of its own."""
    own = {name: fact for name, fact in facts.items() if fact.name in (*OF_DEAL, *OF_ITEM)}
    return {name: 7 if fact.whole else _SOMETHING[fact.kind] for name, fact in own.items()}


def _the_deal() -> Deal:
    return a_deal(
        owner=replace(
            DEAL.owner,
            email="ana@acme.example",
            title="Account Executive",
            department="Sales",
            profile="Sales User",
            started_on=NOW.date() - timedelta(days=365),
        ),
        account=Account("0015g00000Lk2QbAAJ", "Acme", "Biotechnology", "Prospect"),
        fields={
            "Review_Date__c": NOW.date() - timedelta(days=3),
            "Renewal__c": True,
            "Segment__c": "Mid-market",
            "Interests__c": ("Cloud", "Security"),
            "Call_At__c": time(14, 30),
            "Account.Segment__c": "ENT",
        },
        products=tuple(replace(item, fields=_ON_EACH_LINE) for item in DEAL.products),
        record_type="New_Customer",
        labels={"record_type": {"New_Customer": "New customer"}, "Account.Segment__c": {"ENT": "Enterprise"}},
        forecast_category="Commit",
        next_step="Send the list",
        rates={"USD": Decimal(1), "EUR": Decimal("0.9")},
    )


def sentence(when: str, tag: str) -> str:
    """What a rep of this region reads on the deal; nothing where the condition does not hold."""
    book = load_texts({"t": _YAML.format(when=when)}).playbooks["t"]
    found = tuple(grounds(book.when, View(the_deal(), NOW, UTC)))
    return why_sentence(found, words_in(REGIONS[tag])) if found else ""


def table(tag: str) -> str:
    """The file of a language."""
    rows = "".join(f"{when}\n    {sentence(when, tag)}\n" for when in WHEN)
    return f"# {REGIONS[tag]}: why a card is there, as its rep reads it.\n\n{rows}"


def tags() -> Iterator[str]:
    """English, and every language with a catalog."""
    yield from ("en", *catalogs())
