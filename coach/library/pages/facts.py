"""The form for changing the facts of a trial deal: its fields, and the values to choose from."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach.engine.evaluate import EvaluationContext
from coach.engine.inventory import DEAL_OBJECT, LINE_OBJECT, OrgField, Schema
from coach.engine.model import Deal
from coach.engine.playbook import Playbook
from coach.engine.playbook.conditions import FIELDS, OF_PRODUCT, Condition, Kind
from coach.engine.playbook.model import Status
from coach.engine.playbook.operators import OPERATORS
from coach.engine.playbook.vocabulary import DEAL_FACTS, PRODUCT_FACTS
from coach.foresee.whatif import kind_in, named_facts, settable, value_of, written
from coach.text import one_line, plain, shorten

ALWAYS = ("stage", "days_in_stage", "amount", "close_date", "product.family", "product.discount", "next_step")
"""The facts that matter most often: offered whatever the playbooks name."""
PREFIX = "f."
"""The prefix of a fact's name in the page's URL."""
_MOST_CHOICES = 200
LONGEST = 500
"""Maximum characters in a field of the form."""
_INPUTS = {Kind.NUMBER: "number", Kind.MONEY: "number", Kind.DATE: "date", Kind.TIME: "time"}


@dataclass(frozen=True, slots=True)
class FactField:
    """One field of the form. ``choices`` are pairs of value and label; empty if any text is allowed.

    ``type`` is the input's type. ``value`` is its current value; ``differs``: it is not the deal's own.
    """

    name: str
    label: str
    type: str
    value: str
    choices: tuple[tuple[str, str], ...] = ()
    differs: bool = False


def given(arguments: Mapping[str, str], fields: Iterable[FactField]) -> dict[str, str]:
    """The facts in a page's URL that differ from the deal's."""
    own = {each.name: _shown(each.value) for each in fields}
    found = {name.removeprefix(PREFIX): value for name, value in arguments.items() if name.startswith(PREFIX)}
    return {name: value for name, value in list(found.items())[:100] if _shown(value) != own.get(name)}


def _shown(value: str) -> str:
    """The value for a form field, without characters that change the direction of surrounding text."""
    return shorten(one_line(value), LONGEST).strip()


def fact_fields(
    deal: Deal, context: EvaluationContext, schema: Schema, now: datetime, first: Playbook | None = None
) -> tuple[FactField, ...]:
    """A field for each fact that matters; those that the playbook ``first`` names come first."""
    playbooks = [each for each in context.library.playbooks.values() if each.status is not Status.RETIRED]
    named = named_facts(playbooks)
    names = dict.fromkeys([*(named_facts([first]) if first else ()), *ALWAYS, *sorted(named, key=_rank)])
    return tuple(_field(name, named.get(name, ()), deal, context, schema, now) for name in names if settable(name))


def filled_in(fields: Sequence[FactField], facts: Mapping[str, str]) -> tuple[FactField, ...]:
    """The fields with the values that somebody entered."""
    return tuple(
        FactField(each.name, each.label, each.type, facts.get(each.name, each.value), each.choices, each.name in facts)
        for each in fields
    )


def _rank(name: str) -> tuple[bool, int, str]:
    """Facts of the language before further fields, in the order of the language's page."""
    order = [*DEAL_FACTS, *(OF_PRODUCT + each for each in PRODUCT_FACTS)]
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
    bare = name.removeprefix(OF_PRODUCT)
    facts = PRODUCT_FACTS if name.startswith(OF_PRODUCT) else DEAL_FACTS
    return facts[bare].kind if bare in facts else kind_in(conditions) or Kind.TEXT


def _choices(
    name: str, conditions: Sequence[Condition], deal: Deal, value: str, schema: Schema
) -> tuple[tuple[str, str], ...]:
    """The org's own values, in its order; then those that playbooks name, and the deal's own.

    Empty if playbooks search in the text, because then any text makes sense.
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
    bare = name.removeprefix(OF_PRODUCT)
    of_item = name.startswith(OF_PRODUCT)
    facts = PRODUCT_FACTS if of_item else DEAL_FACTS
    path = bare.removeprefix(FIELDS) if bare.startswith(FIELDS) else facts[bare].path if bare in facts else ""
    place = schema.place(LINE_OBJECT if of_item else DEAL_OBJECT, path) if path else None
    return place.field if place else None


def summary(fields: Iterable[FactField]) -> Iterator[str]:
    """“stage: Negotiation/Review” for each changed fact."""
    for each in fields:
        if each.differs:
            label = dict(each.choices).get(each.value, each.value)
            yield f"{each.label}: {label or 'empty'}"
