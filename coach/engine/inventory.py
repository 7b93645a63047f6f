"""What an org has that playbooks can name: stages, fields, products and roles, as of the last time they were read.

It is saved as a file, so that playbooks can be checked without access to the org.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from coach.errors import Misconfigured

FILE = "org.json"
"""The file in the data folder that holds the org's last inventory."""
DEAL_OBJECT, LINE_OBJECT = "Opportunity", "OpportunityLineItem"
NAME = "Name"
"""Salesforce's Name object. A polymorphic lookup (one that may lead to several objects) shows only these fields."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage means for a deal that is in it. ``label`` is what people see, if that differs from the API name."""

    closed: bool
    won: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class OrgField:
    """A field as describe shows it: its type in describe's words and, for a picklist, its values by API name.

    ``labels`` maps API names of values to what people see, if that differs. ``way`` is the relationship name that a
    path uses to follow a lookup, ``to`` the object it leads to. ``required``: the field is never empty. ``html``: its
    text is HTML. ``sources`` are the paths that a formula takes its values from.
    """

    type: str
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    way: str = ""
    to: tuple[str, ...] = ()
    required: bool = False
    html: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One lookup on a path: the path of the id it holds, and the path of the record it leads to. ``required``: it
    always leads to a record.
    """

    id: str
    record: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class FieldPath:
    """The field at the end of a path, with the org's spelling, and the lookups on the way to it."""

    path: str
    field: OrgField
    ways: tuple[Way, ...] = ()


Fields = Mapping[str, OrgField]

_NAME_OBJECT: Fields = {
    **dict.fromkeys(("Name", "FirstName", "LastName", "Alias", "Title", "Type", "Username"), OrgField("string")),
    **{name: OrgField(name.lower()) for name in ("Id", "Email", "Phone")},
    "IsActive": OrgField("boolean"),
}
"""Source: Object Reference, “Name”."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Fields by object. An object or field that is missing does not exist for our user; ``absent`` objects were asked
    for without success.
    """

    objects: Mapping[str, Fields]
    absent: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the object can be read."""
        return name in self.objects

    def reads(self, name: str, path: str) -> bool:
        """Whether a path such as ``Owner.Manager.Name``, starting at the object, can be read to its end."""
        return self.place(name, path) is not None

    def place(self, name: str, path: str) -> FieldPath | None:
        """The field at the end of a path, ignoring case; None if the path cannot be read to its end."""
        *steps, last = path.split(".")
        before, ways = "", list[Way]()
        for step in steps:
            found = self._way(name, step)
            if not found:
                return None
            reference, lookup = found
            ways.append(Way(before + reference, before + lookup.way, lookup.required))
            before, name = f"{before}{lookup.way}.", _target(lookup)
        own = _spelling(self.fields(name), last)
        return FieldPath(before + own, self.fields(name)[own], tuple(ways)) if own else None

    def undescribed(self, name: str, path: str) -> str:
        """The first object on a path that has not been described yet; empty if there is none."""
        for step in path.split(".")[:-1]:
            found = self._way(name, step)
            if not found:
                return ""
            name = _target(found[1])
            if name not in self.objects and name not in self.absent and name != NAME:
                return name
        return ""

    def lost_at(self, name: str, path: str) -> tuple[str, str]:
        """Where a path breaks: the object, and the name that it lacks."""
        *steps, last = path.split(".")
        for step in steps:
            found = self._way(name, step)
            if not found:
                return name, step
            name = _target(found[1])
        return name, last

    def fields(self, name: str) -> Fields:
        """The fields of an object; empty if the object cannot be read."""
        return _NAME_OBJECT if name == NAME else self.objects.get(name, {})

    def _way(self, name: str, step: str) -> tuple[str, OrgField] | None:
        fields = self.fields(name).items()
        return next(((own, each) for own, each in fields if each.way and each.way.lower() == step.lower()), None)


def _target(lookup: OrgField) -> str:
    return lookup.to[0] if len(lookup.to) == 1 else NAME


def _spelling(fields: Iterable[str], name: str) -> str | None:
    own = {each.lower(): each for each in fields}
    return own.get(name.lower())


@dataclass(frozen=True, slots=True)
class Inventory:
    """``stages`` and ``fields`` (of the opportunity) are by API name; ``objects`` holds the fields of all other objects
    that were described.

    ``values`` maps a fact to all its possible values, ``labels`` to what people see if that differs. Facts of a line
    item are under ``product.``. A fact that is not in ``values`` can have any value. ``hidden`` are the facts that the
    org does not have, or does not show to Coach. ``currencies`` are those that amounts can be in, the org's own first;
    empty if the org has a single currency that nobody named, None if it was not asked. ``tracked`` are the
    opportunity's fields with field history; None if that is not known.
    """

    org_id: str
    read_at: datetime
    stages: Mapping[str, Stage]
    fields: Fields
    values: Mapping[str, tuple[str, ...]]
    hidden: frozenset[str] = frozenset()
    currencies: tuple[str, ...] | None = None
    objects: Mapping[str, Fields] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tracked: frozenset[str] | None = None

    @property
    def schema(self) -> Schema:
        """All objects with their fields."""
        return Schema({**self.objects, DEAL_OBJECT: self.fields}, self.absent)

    def labels_of(self, fact: str) -> Mapping[str, str]:
        """Labels of a fact's values by API name, for those values whose label differs."""
        if fact == "stage":
            return {name: stage.label for name, stage in self.stages.items() if stage.label}
        return self.labels.get(fact, {})


_AS_JSON = TypeAdapter(Inventory)
_SCHEMA = TypeAdapter(Schema)


def schema_text(schema: Schema) -> str:
    """The schema as text, for storage."""
    return _SCHEMA.dump_json(schema, exclude_defaults=True).decode()


@lru_cache(maxsize=4)
def schema_from(text: str) -> Schema:
    """The schema from the text that :func:`schema_text` wrote."""
    return _SCHEMA.validate_json(text)


def save(inventory: Inventory, path: Path) -> None:
    """Save the inventory; creates the folder if it does not exist."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_AS_JSON.dump_json(inventory, indent=1, exclude_defaults=True) + b"\n")


def load(path: Path) -> Inventory | None:
    """The saved inventory; None if there is none. Raises Misconfigured if the file holds something else."""
    try:
        return _AS_JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise Misconfigured(f"{path} does not hold what an org has: delete it, or run coach lint --org.") from None
