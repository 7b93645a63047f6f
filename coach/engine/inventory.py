"""What an org has for playbooks to name: its stages, fields, products and roles, as they were when somebody looked.

It is kept as a file, so that playbooks can be checked where nobody may sign in to the org.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from coach.errors import Misconfigured

FILE = "org.json"
"""Within the data folder: what the org had when it was last looked at."""
DEAL_OBJECT, LINE_OBJECT = "Opportunity", "OpportunityLineItem"
NAME = "Name"
"""The object of which only this much can be read through a lookup that may lead to several objects."""


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage means for a deal that is in it; ``label`` is what people see, where that is not its API name."""

    closed: bool
    won: bool
    label: str = ""


@dataclass(frozen=True, slots=True)
class OrgField:
    """A field as describe shows it: its type in describe's words, and where it is a picklist, its values by API name.

    ``labels`` are what people see, by API name, of values that are called otherwise. ``way`` is the name by which a
    path goes over a lookup, ``to`` where that leads. ``required``: it is never empty. ``html``: its text is HTML.
    ``sources`` are the paths that it takes its values from, where it is a formula.
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
    """A lookup on a path: the path of the id that it holds, and of the record that it leads to. ``required``: it always
    leads to one.
    """

    id: str
    record: str
    required: bool = False


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A field at the end of a path, as the org spells it, and the lookups on the way."""

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
    """Object → field. What is missing does not exist for our user; ``absent`` was asked for in vain."""

    objects: Mapping[str, Fields]
    absent: frozenset[str] = frozenset()

    def has(self, name: str) -> bool:
        """Whether the object can be read."""
        return name in self.objects

    def reads(self, name: str, path: str) -> bool:
        """Whether a path such as ``Owner.Manager.Name``, seen from the object, can be read to its end."""
        return self.place(name, path) is not None

    def place(self, name: str, path: str) -> FieldPath | None:
        """What lies at the end of a path, whatever case it is written in; None where it cannot be read to its end."""
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
        """The first object on a path that nobody has looked at; empty where there is none."""
        for step in path.split(".")[:-1]:
            found = self._way(name, step)
            if not found:
                return ""
            name = _target(found[1])
            if name not in self.objects and name not in self.absent and name != NAME:
                return name
        return ""

    def lost_at(self, name: str, path: str) -> tuple[str, str]:
        """The object, and what of it is missing, where a path cannot be read to its end."""
        *steps, last = path.split(".")
        for step in steps:
            found = self._way(name, step)
            if not found:
                return name, step
            name = _target(found[1])
        return name, last

    def fields(self, name: str) -> Fields:
        """The fields of an object, none where it cannot be read."""
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
    """``stages`` and ``fields`` (of the opportunity) by API name, ``objects`` the fields of all others that were looked
    at. ``values`` holds, by fact, all that the fact can be, ``labels`` what people see instead, where that differs;
    those of a line item stand under ``product.``. A fact that is not in it can be anything. ``hidden`` are the facts
    that the org does not have, or does not show to Coach. ``currencies`` are those that amounts can be told in, the
    org's own first; none where it has one that nobody named, and None where nobody asked. ``tracked`` are the fields of
    the opportunity whose history the org keeps, None where that is not known.
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
        """What people see, by API name, of those values of a fact that are called otherwise."""
        if fact == "stage":
            return {name: stage.label for name, stage in self.stages.items() if stage.label}
        return self.labels.get(fact, {})


_AS_JSON = TypeAdapter(Inventory)
_SCHEMA = TypeAdapter(Schema)


def schema_text(schema: Schema) -> str:
    """The schema as text, to be remembered."""
    return _SCHEMA.dump_json(schema, exclude_defaults=True).decode()


@lru_cache(maxsize=4)
def schema_from(text: str) -> Schema:
    """The schema that :func:`schema_text` was given."""
    return _SCHEMA.validate_json(text)


def save(inventory: Inventory, path: Path) -> None:
    """Keep it; the folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_AS_JSON.dump_json(inventory, indent=1, exclude_defaults=True) + b"\n")


def load(path: Path) -> Inventory | None:
    """What was kept; None where nothing was. Raises Misconfigured where the file holds something else."""
    try:
        return _AS_JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise Misconfigured(f"{path} does not hold what an org has: delete it, or run coach lint --org.") from None
