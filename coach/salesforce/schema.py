"""Which objects and fields the org has and shows to our user.

Orgs differ: products may be off, a second currency on, a field hidden. A whole query fails if it names something that
does not exist, so queries name only what describe showed.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from coach.engine.inventory import FieldPath, OrgField, Schema
from coach.errors import Undeliverable
from coach.salesforce.formulas import sources

__all__ = ["NO_OBJECT", "OBJECTS", "OrgField", "FieldPath", "Schema", "fields_of", "require_opportunities"]

OBJECTS = (
    "Opportunity",
    "OpportunityLineItem",
    "OpportunityContactRole",
    "OpportunityHistory",
    "Product2",
    "PricebookEntry",
    "Account",
    "User",
    "UserRole",
    "Profile",
    "CurrencyType",
    "DatedConversionRate",
    "RecordType",
)
"""What the facts of the language need. Other objects are described once a playbook names a field of theirs."""
NO_OBJECT = "INVALID_TYPE"
"""The code with which the org refuses a query whose object does not exist, or is hidden from our user."""


def fields_of(description: Mapping[str, Any], *, with_values: bool = False) -> Mapping[str, OrgField]:
    """The fields in a describe's answer; with all picklist values if ``with_values``."""
    return {str(each["name"]): _field(each, with_values) for each in description.get("fields", ())}


def require_opportunities(schema: Schema) -> None:
    """Raises Undeliverable if our user may not read opportunities: then nothing is known about any deal."""
    if not schema.has("Opportunity"):
        sentence = "The integration user may not read opportunities: an admin extends its permission set."
        raise Undeliverable(sentence, NO_OBJECT)


def _field(each: Mapping[str, Any], with_values: bool) -> OrgField:
    return OrgField(
        type=str(each["type"]),
        values=tuple(name for name, _ in _choices(each)) if with_values else (),
        labels={name: label for name, label in _choices(each) if name != label},
        way=str(each.get("relationshipName") or ""),
        to=tuple(each.get("referenceTo") or ()),
        required=each.get("nillable") is False,
        html=each.get("htmlFormatted") is True or each.get("extraTypeInfo") == "richtextarea",
        sources=sources(each),
    )


def _choices(each: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """API name and label of a picklist's values, including values no longer offered: older deals have them."""
    for choice in each.get("picklistValues") or ():
        yield str(choice["value"]), str(choice.get("label") or choice["value"])
