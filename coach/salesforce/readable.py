"""A mark that shows whether what can be read of a deal has changed."""

import hashlib
import json
from collections.abc import Iterator

from coach.engine.inventory import DEAL_OBJECT, OrgField, Schema
from coach.engine.model import FieldSelection
from coach.engine.playbook.conditions import OF_PRODUCT
from coach.salesforce.facts import Selection, select


def readable(schema: Schema, asked: FieldSelection) -> str:
    """Equal for the same facts, fields, field types and labels. Only what is asked for counts."""
    if not schema.has(DEAL_OBJECT):
        return "no opportunities"
    selection = select(schema, asked.fields)
    further = {**selection.of_deal.further, **selection.of_product.further}
    types = {name: place.field.type for name, place in further.items()}
    labels = {name: dict(field.labels) for name, field in _asked(schema, asked, selection) if field.labels}
    stated = json.dumps([sorted(selection.unreadable), types, labels], sort_keys=True)
    return hashlib.sha256(stated.encode()).hexdigest()[:16]


def _asked(schema: Schema, asked: FieldSelection, selection: Selection) -> Iterator[tuple[str, OrgField]]:
    """The requested fields, by name; the stage is always included."""
    deal, line = selection.of_deal, selection.of_product
    facts = {**deal.facts, **{f"{OF_PRODUCT}{name}": place for name, place in line.facts.items()}}
    named = {name: place for name, place in facts.items() if name in asked.facts}
    for name, place in {**named, **deal.further, **line.further}.items():
        yield name, place.field
    if stage := schema.fields(DEAL_OBJECT).get("StageName"):
        yield "stage", stage
