"""What one user sees of the org's objects and fields: the schema, less what is switched off or not allowed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from coach.localorg.schema import Field, ObjectType, Schema
from coach.localorg.setup.switches import FieldRight, ObjectRight, Switches

_FOLLOWS = {
    "OpportunityContactRole": "Opportunity",
    "OpportunityFieldHistory": "Opportunity",
    "OpportunityHistory": "Opportunity",
    "OpportunityLineItem": "Opportunity",
    "OpportunityTeamMember": "Opportunity",
    "PricebookEntry": "Product2",
}
"""Objects without rights of their own: whoever reads the one reads the other
(https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm)."""
_CREATES = frozenset({"create", "all"})
_EDITS = frozenset({"edit", "create", "all"})


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do: by object, and by (object, field). What is not named is as the schema says."""

    objects: Mapping[str, ObjectRight]
    fields: Mapping[str, FieldRight]

    def of(self, name: str) -> ObjectRight | None:
        """The right on an object, its own or that of the object it follows."""
        return self.objects.get(name, self.objects.get(_FOLLOWS.get(name, "")))


EVERYTHING = Rights({}, {})


def seen(schema: Schema, switches: Switches, rights: Rights = EVERYTHING) -> Schema:
    """The schema as somebody with these rights sees it."""
    present = {
        name: one
        for name, one in schema.objects.items()
        if (name != "ContentNote" or switches.notes_enabled) and rights.of(name) != "none"
    }
    if present.keys() == schema.objects.keys() and rights == EVERYTHING:
        return schema
    return schema.with_objects({name: _seen(one, present, rights) for name, one in present.items()})


def _seen(one: ObjectType, present: Mapping[str, ObjectType], rights: Rights) -> ObjectType:
    right = rights.of(one.name)
    fields = {
        name: _allowed(_walkable(field, present), rights.fields.get(f"{one.name}.{name}"))
        for name, field in one.fields.items()
        if rights.fields.get(f"{one.name}.{name}") != "hidden"
    }
    children = tuple(
        down
        for down in one.child_relationships
        if down.child in present and rights.fields.get(f"{down.child}.{down.field}") != "hidden"
    )
    return replace(
        one,
        fields=fields,
        child_relationships=children,
        createable=one.createable and (right is None or right in _CREATES),
        updateable=one.updateable and (right is None or right in _EDITS),
        deletable=one.deletable and (right is None or right == "all"),
    )


def _walkable(field: Field, present: Mapping[str, ObjectType]) -> Field:
    """A reference stays readable where its parent is not; only the way up is gone."""
    parents = tuple(parent for parent in field.reference_to if parent in present)
    if parents == field.reference_to:
        return field
    return replace(field, reference_to=parents, relationship_name=field.relationship_name if parents else None)


def _allowed(field: Field, right: FieldRight | None) -> Field:
    return replace(field, createable=False, updateable=False) if right == "read" else field
