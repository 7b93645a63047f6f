"""The form in which a tried deal's facts can be set otherwise: what it holds, and what there is to choose from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.engine.evaluate import EvaluationContext
from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, OrgField, Schema
from coach.engine.model import Deal
from coach.engine.playbook import Playbook
from coach.engine.playbook.conditions import FIELDS, Condition, Kind
from coach.engine.playbook.model import Status
from coach.engine.playbook.operators import OPERATORS
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.foresee.whatif import PRODUCT, kind_in, named_facts, settable, value_of, written
from coach.text import one_line, plain, shorten

ALWAYS = ("stage", "days_in_stage", "amount", "close_date", "product.family", "product.discount", "next_step")
"""What decides most often, and is offered whatever the playbooks name."""
PREFIX = "f."
"""Before a fact's name in the page's address."""
_MOST_CHOICES = 200
LONGEST = 500
"""Characters of a field of the form."""
_INPUTS = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.DATE: "date", Kind.TIME: "time"}


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of the form. ``choices`` are values and what people see; empty where anything can be written.

    ``type`` is the input's. ``value`` is what it holds now, ``differs`` that this is not the deal's own.
    """

    name: str
    label: str
    type: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    differs: bool = False


def given(arguments: Mapping[str, str], fields: Iterable[FactField]) -> dict[str, str]:
    """The facts in a page's address that are not as the deal has them."""
    own = {each.name: _shown(each.value) for each in fields}
    found = {name.removeprefix(PREFIX): value for name, value in arguments.items() if name.startswith(PREFIX)}
    return {name: value for name, value in list(found.items())[:100] if _shown(value) != own.get(name)}


def _shown(value: str) -> str:
    """As a field of the form holds it: nothing in it turns the direction of what stands around it."""
    return shorten(one_line(value), LONGEST).strip()


def fact_fields(
    deal: Deal, context: EvaluationContext, schema: Schema, now: datetime, first: Playbook | None = None
) -> tuple[FactField, ...]:
    """A field for each fact that decides; those that the playbook ``first`` names come first."""
    playbooks = [each for each in context.library.playbooks.values() if each.status is not Status.RETIRED]
    named = named_facts(playbooks)
    names = dict.fromkeys([*(named_facts([first]) if first else ()), *ALWAYS, *sorted(named, key=_rank)])
    return tuple(_field(name, named.get(name, ()), deal, context, schema, now) for name in names if settable(name))


def filled_in(fields: Sequence[FactField], facts: Mapping[str, str]) -> tuple[FactField, ...]:
    """The fields with what somebody wrote into them."""
    return tuple(
        FactField(each.name, each.label, each.type, facts.get(each.name, each.value), each.choices, each.name in facts)
        for each in fields
    )


def _rank(name: str) -> tuple[bool, int, str]:
    """Facts of the language before further fields, in the order of its page."""
    order = [*DEAL_FACTS, *(PRODUCT + each for each in PRODUCT_FACTS)]
    return (name not in order, order.index(name) if name in order else 0, name)


def _field(
    name: str, conditions: Sequence[Condition], deal: Deal, context: EvaluationContext, schema: Schema, now: datetime
) -> FactField:
    kind = _kind(name, conditions)
    value = written(value_of(name, deal, now, context.limits.timezone))
    label = plain(name.replace(FIELDS, "")).replace(".", " ")
    if kind is Kind.BOOLEAN:
        return FactField(name, label, "", value, (("yes", "yes"), ("no", "no")))
    if kind in (Kind.TEXT, Kind.STAGE):
        choices = _choices(name, conditions, deal, value, schema)
        return FactField(name, label, "text", value, choices if len(choices) > 1 else ())
    return FactField(name, label, _INPUTS.get(kind, "text"), value)


def _kind(name: str, conditions: Iterable[Condition]) -> Kind:
    bare = name.removeprefix(PRODUCT)
    facts = PRODUCT_FACTS if name.startswith(PRODUCT) else DEAL_FACTS
    return facts[bare].kind if bare in facts else kind_in(conditions) or Kind.TEXT


def _choices(
    name: str, conditions: Sequence[Condition], deal: Deal, value: str, schema: Schema
) -> tuple[tuple[str, str], ...]:
    """The org's own values, in its order; then what the playbooks name, and what the deal holds.

    None where playbooks look into a text, for any text can be written there.
    """
    field = _in_org(name, schema)
    if any(OPERATORS[each.operator].searches for each in conditions) and not (field and field.values):
        return ()
    of_org = field.values if field else ()
    labels = field.labels if field else {}
    named = [str(each) for condition in conditions for each in condition.values if isinstance(each, str)]
    every = dict.fromkeys((*of_org, *(sorted(named) if not of_org else ()), *([value] if value else ())))
    fact = name.replace(FIELDS, "")
    return tuple((each, labels.get(each) or deal.label(fact, each)) for each in list(every)[:_MOST_CHOICES])


def _in_org(name: str, schema: Schema) -> OrgField | None:
    bare = name.removeprefix(PRODUCT)
    of_item = name.startswith(PRODUCT)
    facts = PRODUCT_FACTS if of_item else DEAL_FACTS
    path = bare.removeprefix(FIELDS) if bare.startswith(FIELDS) else facts[bare].path if bare in facts else ""
    place = schema.place(LINE_OBJECT if of_item else DEAL_OBJECT, path) if path else None
    return place.field if place else None


def summary(fields: Iterable[FactField]) -> Iterator[str]:
    """“stage: Negotiation/Review” for each fact that was set otherwise."""
    for each in fields:
        if each.differs:
            label = dict(each.choices).get(each.value, each.value)
            yield f"{each.label}: {label or 'empty'}"
