"""The objects and fields that one user sees: the schema without what is switched off or not allowed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from localorg.schema import Field, ObjectType, Schema
from localorg.schema.derived import TOOLING_ONLY
from localorg.schema.permissions import SETUP_ONLY, SYSTEM_PERMISSIONS

GOVERNED = ("Account", "Contact", "Opportunity", "Pricebook2", "Product2")
"""The objects that have object permissions in a permission set."""
_FOLLOWS = {
    "OpportunityContactRole": "Opportunity",
    "OpportunityFieldHistory": "Opportunity",
    "OpportunityHistory": "Opportunity",
    "OpportunityLineItem": "Opportunity",
    "OpportunityTeamMember": "Opportunity",
    "PricebookEntry": "Product2",
}
"""Objects without their own rights: whoever may read the second object may read the first
(https://help.salesforce.com/s/articleView?id=platform.users_profiles_object_perms.htm)."""
LEVELS: Mapping[str, frozenset[str]] = {
    "none": frozenset(),
    "read": frozenset({"read"}),
    "view_all": frozenset({"read", "view_all"}),
    "edit": frozenset({"read", "edit"}),
    "create": frozenset({"read", "edit", "create"}),
    "all": frozenset({"read", "edit", "create", "delete", "view_all", "modify_all"}),
}
"""Names for the usual combinations of rights."""
_NEEDS = {
    **dict.fromkeys(SETUP_ONLY | TOOLING_ONLY, "ViewSetup"),
    "DatedConversionRate": "ViewSetup",
    "FlowDefinitionView": "ViewSetup",
    "UserRole": "ViewRoles",
    "UserLogin": "ManageUsers",
}
"""Objects that are visible only with a system permission (Object Reference, each object's special access rules)."""


@dataclass(frozen=True, slots=True)
class Rights:
    """A user's rights: by object, by Object.Field, and for the org as a whole.

    ``everything`` is true if the user's profile grants all objects and fields.
    """

    everything: bool = True
    objects: Mapping[str, frozenset[str]] = field(default_factory=dict)
    readable: frozenset[str] = frozenset()
    editable: frozenset[str] = frozenset()
    system: frozenset[str] = frozenset(SYSTEM_PERMISSIONS)

    def of(self, name: str) -> frozenset[str]:
        """The rights on an object: its own, or those on the object it follows."""
        governed = _FOLLOWS.get(name, name)
        if self.everything or (governed not in GOVERNED and governed not in self.objects):
            return LEVELS["all"]
        return self.objects.get(governed, LEVELS["none"])

    def field(self, one: ObjectType, known: Field) -> str:
        """``hidden``, ``read`` or ``edit``. Only fields that may be empty can be hidden, as on the platform."""
        path = f"{one.name}.{known.name}"
        if self.everything or not permissionable(one, known) or path in self.editable:
            return "edit"
        return "read" if path in self.readable else "hidden"


def permissionable(one: ObjectType, known: Field) -> bool:
    """Whether a permission set controls access to a field. Fields that every record has are visible to all."""
    governed = one.name in GOVERNED or one.name == "OpportunityLineItem"
    kept = known.name.startswith(("Created", "LastModified", "LastViewed", "LastReferenced"))
    return governed and known.nillable and not known.name_field and not kept


def seen(schema: Schema, absent: frozenset[str], rights: Rights) -> Schema:
    """The schema as a user with these rights sees it, in an org without the ``absent`` objects."""
    present = {
        name: one
        for name, one in schema.objects.items()
        if name not in absent and "read" in rights.of(name) and _NEEDS.get(name, "ApiEnabled") in rights.system
    }
    if present.keys() == schema.objects.keys() and rights.everything:
        return schema
    return schema.with_objects({name: _seen(one, present, rights) for name, one in present.items()})


def _seen(one: ObjectType, present: Mapping[str, ObjectType], rights: Rights) -> ObjectType:
    right = rights.of(one.name)
    fields = {
        name: _allowed(_walkable(known, present), rights.field(one, known))
        for name, known in one.fields.items()
        if rights.field(one, known) != "hidden"
    }
    children = tuple(
        down
        for down in one.child_relationships
        if down.child in present
        and rights.field(present[down.child], present[down.child].fields[down.field]) != "hidden"
    )
    return replace(
        one,
        fields=fields,
        child_relationships=children,
        createable=one.createable and "create" in right,
        updateable=one.updateable and "edit" in right,
        deletable=one.deletable and "delete" in right,
    )


def _walkable(known: Field, present: Mapping[str, ObjectType]) -> Field:
    """A reference whose parent cannot be read: its id stays readable, but its relationship is gone."""
    parents = tuple(parent for parent in known.reference_to if parent in present)
    if parents == known.reference_to:
        return known
    return replace(known, reference_to=parents, relationship_name=known.relationship_name if parents else None)


def _allowed(known: Field, right: str) -> Field:
    return known if right == "edit" else replace(known, createable=False, updateable=False)
