"""What an org has for playbooks to name: its stages, fields, products and roles, as they were when somebody looked.

It is kept as a file, so that playbooks can be checked where nobody may sign in to the org.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from coach.errors import Misconfigured


@dataclass(frozen=True, slots=True)
class Stage:
    """What a stage means for a deal that is in it."""

    closed: bool
    won: bool


@dataclass(frozen=True, slots=True)
class OrgField:
    """A field of the opportunity: its type in describe's words, and where it is a picklist, its values."""

    type: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inventory:
    """``stages`` and ``fields`` (of the opportunity) by name. ``values`` holds, by fact, all that the fact can be;
    those of a line item stand under ``product.``. A fact that is not in it can be anything. ``hidden`` are the facts
    that the org does not have, or does not show to Coach. ``currencies`` are those that amounts can be told in, the
    org's own first; none where it has one that nobody named, and None where nobody asked.
    """

    org_id: str
    read_at: datetime
    stages: Mapping[str, Stage]
    fields: Mapping[str, OrgField]
    values: Mapping[str, tuple[str, ...]]
    hidden: frozenset[str] = frozenset()
    currencies: tuple[str, ...] | None = None

    def field(self, name: str) -> OrgField | None:
        """The field of this API name, in whatever case it is written."""
        own = next((each for each in self.fields if each.lower() == name.lower()), None)
        return self.fields[own] if own else None


_AS_JSON = TypeAdapter(Inventory)


def save(inventory: Inventory, path: Path) -> None:
    """Keep it; the folder is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_AS_JSON.dump_json(inventory, indent=2) + b"\n")


def load(path: Path) -> Inventory | None:
    """What was kept; None where nothing was. Raises Misconfigured where the file holds something else."""
    try:
        return _AS_JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise Misconfigured(f"{path} does not hold what an org has: delete it, or run coach lint --org.") from None
