"""The words of the language: every fact that a condition may name, every operator, and which kind of fact takes which.

A new operator needs a row here, a function in :mod:`coach.rules.operators` and words in :mod:`coach.rules.words`; a new
fact needs a row here and a reader in :mod:`coach.rules.facts`. Tests hold the tables to each other, and the language's
page is rendered from here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from coach.playbook.conditions import Kind


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name in the YAML. ``unit`` follows the number, in the plural; empty where the kind says it all."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""


class Takes(Enum):
    """What an operator takes on its right."""

    VALUES = "one value, or a list of them"
    VALUE = "one value"
    PAIR = "a list of two values, the lower first"
    DAYS = "a whole number of days"
    FLAG = "true or false"
    TRUE = "true"


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator by its word. ``adherence_only``: it compares a deal with itself at the time of delivery."""

    word: str
    kinds: frozenset[Kind]
    takes: Takes
    meaning: str
    adherence_only: bool = False


def _by_name(*facts: Fact) -> Mapping[str, Fact]:
    return {fact.name: fact for fact in facts}


OWNER_FACTS = _by_name(
    Fact("owner_name", Kind.TEXT, "Full name of the deal's owner."),
    Fact("owner_first_name", Kind.TEXT, "First name of the owner; some users have only a last name."),
    Fact("owner_last_name", Kind.TEXT, "Last name of the owner."),
    Fact("owner_email", Kind.TEXT, "E-mail address of the owner."),
    Fact("owner_title", Kind.TEXT, "Job title of the owner."),
    Fact("owner_department", Kind.TEXT, "Department of the owner."),
    Fact("owner_role", Kind.TEXT, "The owner's role in the org's role hierarchy."),
    Fact("owner_profile", Kind.TEXT, "The owner's Salesforce profile."),
    Fact("owner_tenure_days", Kind.NUMBER, "Calendar days since the owner's start date.", "days"),
    Fact("manager_name", Kind.TEXT, "Full name of the owner's manager."),
    Fact("manager_first_name", Kind.TEXT, "First name of the manager; some users have only a last name."),
    Fact("manager_last_name", Kind.TEXT, "Last name of the manager."),
)

DEAL_FACTS = _by_name(
    Fact("stage", Kind.STAGE, "The sales stage."),
    Fact("closed", Kind.BOOLEAN, "Whether the deal is closed, won or lost."),
    Fact("won", Kind.BOOLEAN, "Whether the deal is closed and won."),
    Fact("amount", Kind.MONEY, "The deal's amount."),
    Fact("product_count", Kind.NUMBER, "How many line items the deal has.", "products"),
    Fact("type", Kind.TEXT, "The opportunity type, such as New Business."),
    Fact("lead_source", Kind.TEXT, "Where the deal came from."),
    Fact("probability", Kind.NUMBER, "The probability of winning, from 0 to 100.", "%"),
    Fact("forecast_category", Kind.TEXT, "The forecast category, such as Commit."),
    Fact("days_in_stage", Kind.NUMBER, "Whole days of 24 hours since the deal came into its stage.", "days"),
    Fact(
        "days_to_close", Kind.NUMBER, "Calendar days from today to the close date; negative once it has passed.", "days"
    ),
    Fact("close_date", Kind.DATE, "The close date."),
    Fact("age_days", Kind.NUMBER, "Whole days of 24 hours since the deal was created.", "days"),
    Fact("pushes", Kind.NUMBER, "How often the close date moved to a later month.", "times"),
    Fact("contact_roles", Kind.NUMBER, "How many contacts have a role on the deal.", "contacts"),
    Fact("next_step", Kind.TEXT, "The Next Step field."),
    Fact("deal_name", Kind.TEXT, "The opportunity's name."),
    Fact("account_name", Kind.TEXT, "The account's name."),
    Fact("account_industry", Kind.TEXT, "The account's industry."),
    Fact("account_type", Kind.TEXT, "The account's type."),
    *OWNER_FACTS.values(),
)

PRODUCT_FACTS = _by_name(
    Fact("name", Kind.TEXT, "The product's name."),
    Fact("code", Kind.TEXT, "The product code."),
    Fact("family", Kind.TEXT, "The product family."),
    Fact("quantity", Kind.NUMBER, "How many are sold."),
    Fact("unit_price", Kind.MONEY, "The sales price of one."),
    Fact("list_price", Kind.MONEY, "The list price of one."),
    Fact("discount", Kind.NUMBER, "The discount off the list price, from 0 to 100.", "%"),
    Fact("total", Kind.MONEY, "The line's total price."),
)

_TEXTS = frozenset({Kind.TEXT, Kind.STAGE})
_STAGE = frozenset({Kind.STAGE})
_AMOUNTS = frozenset({Kind.NUMBER, Kind.MONEY})
_ORDERED = _AMOUNTS | {Kind.DATE}
_DATE = frozenset({Kind.DATE})
_ALL = frozenset(Kind)

OPERATORS: Mapping[str, Operator] = {
    operator.word: operator
    for operator in (
        Operator("is", _ALL, Takes.VALUES, "It is this, or one of these."),
        Operator("is_not", _ALL - {Kind.BOOLEAN}, Takes.VALUES, "It is filled in, and it is none of these."),
        Operator("contains", _TEXTS, Takes.VALUES, "This, or one of these, is part of it."),
        Operator("starts_with", _TEXTS, Takes.VALUES, "It begins with this, or one of these."),
        Operator("entered", _STAGE, Takes.VALUES, "It is in this stage now, and came into it from another stage."),
        Operator("from", _STAGE, Takes.VALUES, "The last change of stage was out of this stage."),
        Operator("to", _STAGE, Takes.VALUES, "The same as entered; it reads better next to from."),
        Operator("at_least", _AMOUNTS, Takes.VALUE, "It is this or more."),
        Operator("at_most", _AMOUNTS, Takes.VALUE, "It is this or less."),
        Operator("above", _AMOUNTS, Takes.VALUE, "It is more than this."),
        Operator("below", _AMOUNTS, Takes.VALUE, "It is less than this."),
        Operator("between", _ORDERED, Takes.PAIR, "It lies between these two, or is one of them."),
        Operator("before", _DATE, Takes.VALUE, "It is an earlier day than this."),
        Operator("after", _DATE, Takes.VALUE, "It is a later day than this."),
        Operator("within_next_days", _DATE, Takes.DAYS, "It is today, or at most so many days ahead."),
        Operator("within_last_days", _DATE, Takes.DAYS, "It is today, or at most so many days ago."),
        Operator("more_than_days_ahead", _DATE, Takes.DAYS, "It is more than so many days ahead."),
        Operator("more_than_days_ago", _DATE, Takes.DAYS, "It is more than so many days ago."),
        Operator("empty", _ALL, Takes.FLAG, "true: nothing is filled in. false: something is."),
        Operator("changed", _ALL, Takes.TRUE, "It is not what it was when the card was delivered.", True),
        Operator("increased", _ORDERED, Takes.TRUE, "It is more, or later, than when the card was delivered.", True),
        Operator("decreased", _ORDERED, Takes.TRUE, "It is less, or earlier, than when the card was delivered.", True),
    )
}

CURRENCY = "currency"
GROUPS = {
    "all": "A list of maps: each of them is true.",
    "any": "A list of maps: at least one of them is true.",
    "not": "A map: it is not true as a whole.",
}
PRODUCTS = {
    "product": "A map over the facts of a product: some line item satisfies all of it together.",
    "every_product": "A map over the facts of a product: each line item satisfies all of it.",
}
FIELDS_KEY = "fields"
FIELDS_MEANING = "A map from the API name of any further field of the opportunity, custom or standard, to operators."
