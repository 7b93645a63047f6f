"""Random libraries and deals for the laws: few enough values that conditions and deals meet often."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from coach.engine.model import Account, Deal, LineItem, Person, RecordId, StageChange, Unknown
from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Kind, Node, Not, Scalar, SomeProduct
from coach.engine.playbook.facts import held_by
from coach.engine.playbook.vocabulary import DEAL_FACTS, OPERATORS, OWNER_FACTS, PRODUCT_FACTS, Fact, Takes

NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
TODAY = NOW.date()

TEXTS = ("Alpha", "alphabet", "Beta", "beta max", "Gamma", "Ümlaut")
STAGES = ("Prospecting", "Proposal", "Negotiation/Review", "Closed Won")
CURRENCIES = ("USD", "EUR", "JPY")
FIELDS = {
    "Text__c": Kind.TEXT,
    "Number__c": Kind.NUMBER,
    "Money__c": Kind.MONEY,
    "Date__c": Kind.DATE,
    "Flag__c": Kind.BOOLEAN,
    "Chosen__c": Kind.SELECTION,
    "Time__c": Kind.TIME,
    "Lookup__c": Kind.ID,
    "Account.Text__c": Kind.TEXT,
}
CHOICES = ("Cloud", "Cloud Security", "Analytics", "cloud")
IDS = ("001xx0000000001AAA", "001xx0000000002AAA")

small_numbers = st.integers(-5, 40).map(Decimal) | st.sampled_from((Decimal("2.5"), Decimal("14.5"), Decimal("-0.5")))
days = st.integers(-40, 40).map(lambda ahead: TODAY + timedelta(days=ahead))
VALUES: dict[Kind, st.SearchStrategy[Scalar]] = {
    Kind.TEXT: st.sampled_from((*TEXTS, "Analytics;Cloud", "09:30", IDS[0])),
    Kind.STAGE: st.sampled_from(STAGES),
    Kind.NUMBER: small_numbers,
    Kind.MONEY: small_numbers,
    Kind.DATE: days,
    Kind.BOOLEAN: st.booleans(),
    Kind.SELECTION: st.lists(st.sampled_from(CHOICES), min_size=1, max_size=2).map(";".join),
    Kind.TIME: st.sampled_from((time(9), time(9, 30), time(17))),
    Kind.ID: st.sampled_from((*IDS, IDS[0][:15])),
}
"""What an author compares a fact of each kind with."""


@st.composite
def conditions(draw: st.DrawFn, facts: Sequence[Fact]) -> Condition:
    """A condition that could have been read from a file, on one of these facts."""
    fact = draw(st.sampled_from(facts))
    fitting = [each for each in OPERATORS.values() if fact.kind in each.kinds and not each.adherence_only]
    operator = draw(st.sampled_from(fitting))
    values: Sequence[Scalar]
    match operator.takes:
        case Takes.FLAG:
            values = [draw(st.booleans())]
        case Takes.DAYS:
            values = [Decimal(draw(st.integers(0, 40)))]
        case Takes.PAIR:
            values = sorted(draw(st.lists(VALUES[fact.kind], min_size=2, max_size=2)))
        case Takes.VALUES if fact.kind is not Kind.BOOLEAN:
            values = draw(st.lists(VALUES[fact.kind], min_size=1, max_size=3))
        case _:
            values = [draw(VALUES[fact.kind])]
    currency = draw(st.none() | st.sampled_from(CURRENCIES)) if fact.kind is Kind.MONEY else None
    return Condition(fact.name, operator.word, tuple(values), fact.kind, currency)


def trees(leaves: st.SearchStrategy[Node]) -> st.SearchStrategy[AllOf]:
    """A tree over these leaves, its root an ``all``."""
    grown = st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.lists(parts, min_size=1, max_size=4).map(lambda each: AllOf(tuple(each))),
            st.lists(parts, min_size=1, max_size=5).map(lambda each: AnyOf(tuple(each))),
            parts.map(Not),
        ),
        max_leaves=12,
    )
    return st.lists(grown, min_size=1, max_size=4).map(lambda parts: AllOf(tuple(parts)))


_fields = [Fact(f"fields.{name}", kind, "") for name, kind in FIELDS.items()]
_deal_conditions = conditions([*DEAL_FACTS.values(), *_fields])
_product_trees = trees(conditions([*PRODUCT_FACTS.values(), *_fields]))
whens = trees(_deal_conditions | _product_trees.map(SomeProduct) | _product_trees.map(EveryProduct))
audiences = trees(conditions(list(OWNER_FACTS.values())))

_passing = [
    DEAL_FACTS[name] for name in ("days_in_stage", "age_days", "days_to_close", "close_date", "owner_tenure_days")
]
_date_field = conditions([Fact("fields.Date__c", Kind.DATE, "")])
_date_of_line = trees(_date_field)
time_whens = trees(
    conditions(_passing)
    | _date_field
    | _deal_conditions
    | _date_of_line.map(SomeProduct)
    | _date_of_line.map(EveryProduct)
)

texts = st.none() | st.sampled_from((*TEXTS, " BETA ", ""))
moments = st.integers(-40 * 24, 10).map(lambda hours: NOW + timedelta(hours=hours, minutes=7))
selections = st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3, unique=True).map(tuple)
any_field = (
    texts
    | small_numbers
    | days
    | moments
    | st.booleans()
    | selections
    | st.sampled_from((time(9), time(9, 30), time(12)))
    | st.sampled_from(IDS).map(RecordId)
    | st.sampled_from((Unknown("it is masked", filled=True), Unknown("it has only parts")))
)
fields = st.fixed_dictionaries({}, optional={name: st.none() | any_field for name in FIELDS})


def held(facts: Mapping[str, Fact], names: Sequence[str] = TEXTS) -> dict[str, st.SearchStrategy[Any]]:
    """What a record holds for the facts that are declared of it, by its own names for them."""
    return {name: _held(fact) for name, fact in facts.items()} | {"name": st.sampled_from(names)}


def _held(fact: Fact) -> st.SearchStrategy[Any]:
    if fact.kind is Kind.TEXT:
        return texts
    filled = st.integers(0, 5) if fact.whole else VALUES[fact.kind]
    return filled if fact.always else st.none() | filled


items = st.builds(LineItem, fields=fields, **held({fact.place: fact for fact in PRODUCT_FACTS.values() if fact.place}))
people = st.builds(Person, id=st.just("005"), started_on=st.none() | days, **held(held_by("owner"), names=("", *TEXTS)))
accounts = st.none() | st.builds(Account, st.just("001"), **held(held_by("account")))
of_deal = st.fixed_dictionaries({name: each for name, each in held(held_by("")).items() if name != "stage"})
HIDEABLE = (
    "stage_history",
    "product",
    "product.discount",
    "amount",
    "close_date",
    "contact_roles",
    "Text__c",
    "type",
    "product.Text__c",
)


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    """A deal with gaps, and now and then with facts that the org hides."""
    stages = draw(st.lists(st.sampled_from(STAGES), max_size=3))
    history = tuple(StageChange(stage, draw(moments)) for stage in stages)
    return Deal(
        org_id="00D",
        id="006",
        stage=stages[-1] if stages else draw(st.sampled_from(STAGES)),
        currency=draw(st.none() | st.sampled_from(CURRENCIES)),
        created_at=draw(moments),
        modified_at=NOW,
        owner=draw(people),
        read_at=NOW,
        account=draw(accounts),
        products=tuple(draw(st.lists(items, max_size=3))),
        history=history,
        fields=draw(fields),
        rates=draw(st.sampled_from(({}, {"USD": Decimal(1), "EUR": Decimal("0.9"), "JPY": Decimal(0)}))),
        unreadable=frozenset(draw(st.just(()) | st.lists(st.sampled_from(HIDEABLE), max_size=2))),
        **draw(of_deal),
    )
