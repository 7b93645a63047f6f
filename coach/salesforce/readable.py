"""Whether what can be read of a deal is still what it was: a mark to compare."""

import hashlib
import json

from coach.model import Asked
from coach.salesforce.facts import select
from coach.salesforce.schema import Schema


def readable(schema: Schema, asked: Asked) -> str:
    """The same for the same facts, fields and types of fields; of further fields only those that are asked for."""
    if not schema.has("Opportunity"):
        return "no opportunities"
    selection = select(schema, asked.fields)
    further = {**selection.of_deal.further, **selection.of_product.further}
    types = {name: place.field.type for name, place in further.items()}
    stated = json.dumps([sorted(selection.unreadable), types], sort_keys=True)
    return hashlib.sha256(stated.encode()).hexdigest()[:16]
