"""Which objects and fields the org has, and lets our user see.

Orgs differ: Products may be off, a second currency on, a field hidden. Asking for what is not there fails a whole
query, so nothing is asked for that describe did not show.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from coach.errors import Undeliverable
from coach.ports import Clock, Memory
from coach.salesforce import composite
from coach.salesforce.client import Client
from coach.salesforce.composite import Part
from coach.salesforce.faults import Fault, Kind, error, rule
from coach.salesforce.findings import Finding

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
)
NO_OBJECT = "INVALID_TYPE"
"""What a query is refused with whose object does not exist, or is hidden from our user."""
# Describe answers NOT_FOUND for an object that is switched off, hidden or unknown.
_ABSENT = {Kind.GONE, Kind.SHAPE, Kind.ADMIN}

_PARENTS = {
    ("Opportunity", "Account"): ("AccountId", "Account"),
    ("Opportunity", "Owner"): ("OwnerId", "User"),
    ("User", "Manager"): ("ManagerId", "User"),
    ("User", "Profile"): ("ProfileId", "Profile"),
    ("User", "UserRole"): ("UserRoleId", "UserRole"),
    ("OpportunityLineItem", "Product2"): ("Product2Id", "Product2"),
    ("OpportunityLineItem", "PricebookEntry"): ("PricebookEntryId", "PricebookEntry"),
}
"""(object, relationship) → (the field that holds the reference, the object it leads to)."""


@dataclass(frozen=True, slots=True)
class Schema:
    """Object → field → type, as describe names them. What is missing does not exist for our user."""

    objects: Mapping[str, Mapping[str, str]]

    def has(self, name: str) -> bool:
        """Whether the object can be read."""
        return name in self.objects

    def reads(self, name: str, path: str) -> bool:
        """Whether a path such as ``Owner.Manager.Name``, seen from the object, can be read to its end."""
        *ways, field = path.split(".")
        for way in ways:
            reference, parent = _PARENTS[name, way]
            if reference not in self.objects.get(name, ()):
                return False
            name = parent
        return field in self.objects.get(name, ())

    def spelling(self, name: str, field: str) -> str | None:
        """The field's name as the org spells it, whatever case it was asked for in; None where there is none."""
        fields = self.objects.get(name, {})
        return field if field in fields else next((own for own in fields if own.lower() == field.lower()), None)

    def type_of(self, name: str, field: str) -> str:
        """The field's type in describe's words (``currency``, ``date`` …)."""
        return self.objects[name][field]


def require_opportunities(schema: Schema) -> None:
    """Raises Undeliverable where our user sees none: nothing can be said of any deal then."""
    if not schema.has("Opportunity"):
        sentence = "The integration user may not read opportunities: an admin extends its permission set."
        raise Undeliverable(sentence, NO_OBJECT)


class Describer:
    """Keeps the schema for ``keep_for``, in the memory that all processes share. One describe at a time."""

    def __init__(self, client: Client, memory: Memory, clock: Clock, keep_for: timedelta) -> None:
        self._client = client
        self._finding = Finding(memory, "schema", keep_for, clock)
        self._lock = threading.Lock()
        self._text = ""
        self._schema = Schema({})

    def schema(self) -> Schema:
        """What is known; describes the org where that is nothing, or too old."""
        with self._lock:
            text = self._finding.get()
            if text is None:
                return self._describe()
            if text != self._text:
                self._text, self._schema = text, Schema(json.loads(text))
            return self._schema

    def renew(self, stale: Schema) -> Schema:
        """Describe anew, for ``stale`` proved wrong; whoever comes second takes what the first found."""
        with self._lock:
            return self._describe() if self._schema is stale else self._schema

    def _describe(self) -> Schema:
        parts = [Part(name, "GET", f"sobjects/{name}/describe") for name in OBJECTS]
        answered = composite.answers(self._client.post_reading("composite", composite.request(self._client, parts)))
        objects: dict[str, Mapping[str, str]] = {}
        for name in OBJECTS:
            answer = answered.get(name)
            fault = answer.fault if answer else Fault("NOT_JSON")
            if answer and not fault:
                objects[name] = _fields(answer.body)
            elif fault and rule(fault).kind not in _ABSENT:
                raise error(fault)
        self._text = json.dumps(objects, separators=(",", ":"))
        self._schema = Schema(objects)
        self._finding.set(self._text)
        return self._schema


def _fields(description: Mapping[str, Any]) -> dict[str, str]:
    return {str(field["name"]): str(field["type"]) for field in description.get("fields", ())}
