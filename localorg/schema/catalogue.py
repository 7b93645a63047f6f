"""The objects of one org: all objects except those of missing features, with the relationships resolved."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from localorg.errors import ApiError, not_found, unsupported_type
from localorg.schema.accounts import ACCOUNTS
from localorg.schema.custom import FieldDefinition, with_fields
from localorg.schema.derived import DERIVED
from localorg.schema.features import Features
from localorg.schema.features_on import FEATURES_ON
from localorg.schema.notes import NOTES
from localorg.schema.opportunities import OPPORTUNITIES
from localorg.schema.people import PEOPLE
from localorg.schema.permissions import PERMISSIONS
from localorg.schema.products import PRODUCTS
from localorg.schema.types import ChildRelationship, Field, ObjectType

_EVERYTHING = (*PEOPLE, *PERMISSIONS, *ACCOUNTS, *OPPORTUNITIES, *PRODUCTS, *NOTES, *FEATURES_ON, *DERIVED)


class Schema:
    """The objects that an org with these features has, found by name (in any case) or by an id's prefix."""

    def __init__(self, features: Features, objects: Mapping[str, ObjectType] | None = None) -> None:
        self.features = features
        self._take(_objects(features, ()) if objects is None else objects)

    def define(self, definitions: Iterable[FieldDefinition]) -> None:
        """Replace all custom fields with these."""
        self._take(_objects(self.features, tuple(definitions)))

    def _take(self, objects: Mapping[str, ObjectType]) -> None:
        self.objects = objects
        self._by_folded_name = {name.casefold(): one for name, one in self.objects.items()}
        # Notes share their prefix with documents and come after them; in reverse order the document wins.
        self._by_prefix = {one.key_prefix: one for one in reversed(list(self.objects.values()))}

    def with_objects(self, objects: Mapping[str, ObjectType]) -> "Schema":
        """The same org with only these objects, for a user who may not see everything."""
        return Schema(self.features, objects)

    def find(self, name: str) -> ObjectType | None:
        """The object with this name; None if the org does not have it."""
        return self._by_folded_name.get(name.casefold())

    def named(self, name: str) -> ObjectType:
        """The object that a body names. Raises ApiError (INVALID_TYPE)."""
        return self._find_or(name, unsupported_type(name))

    def at_path(self, name: str) -> ObjectType:
        """The object that a path names. Raises ApiError (404)."""
        return self._find_or(name, not_found())

    def of_id(self, record_id: str) -> ObjectType | None:
        """The object that this id's prefix belongs to. For an id that a note shares with its document: the document."""
        return self._by_prefix.get(record_id[:3])

    def _find_or(self, name: str, error: ApiError) -> ObjectType:
        found = self.find(name)
        if found is None:
            raise error
        return found


def _objects(features: Features, definitions: tuple[FieldDefinition, ...]) -> Mapping[str, ObjectType]:
    present = {one.name: one for one in _EVERYTHING if features.has(one.requires)}
    for name in {definition.object for definition in definitions} & present.keys():
        added = {one.name: one for one in definitions if one.object == name}
        present[name] = with_fields(present[name], added)
    trimmed = {name: _trimmed(one, present, features) for name, one in present.items()}
    return {
        name: replace(one, child_relationships=tuple(_children(name, trimmed))) for name, one in sorted(trimmed.items())
    }


def _trimmed(one: ObjectType, present: Mapping[str, ObjectType], features: Features) -> ObjectType:
    fields = {
        name: replace(field, reference_to=tuple(parent for parent in field.reference_to if parent in present))
        for name, field in one.fields.items()
        if features.has(field.requires)
    }
    return replace(one, fields={name: field for name, field in fields.items() if not _dangles(field)})


def _dangles(field: Field) -> bool:
    return field.relationship_name is not None and not field.reference_to


def _children(parent: str, objects: Mapping[str, ObjectType]) -> Iterator[ChildRelationship]:
    for child in objects.values():
        for field in child.fields.values():
            if parent in field.reference_to:
                yield ChildRelationship(field.children, child.name, field.name, field.on_delete)


OBJECTS: Mapping[str, ObjectType] = Schema(Features(team_selling=True)).objects
"""All objects, with every feature on."""
