"""Read and cache which objects and fields the org has: one call describes everything that is needed."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from coach.engine.inventory import OrgField, Schema, schema_from, schema_text
from coach.ports import Clock, Memory
from coach.salesforce import composite, query
from coach.salesforce.capabilities import DESCRIBED, CachedCapability
from coach.salesforce.client import Client
from coach.salesforce.composite import PartAnswer, RequestPart
from coach.salesforce.faults import Fault, FaultKind, error, rule
from coach.salesforce.schema import OBJECTS, fields_of

# Describe answers NOT_FOUND for an object that is switched off, hidden or unknown.
ABSENT = frozenset({FaultKind.GONE, FaultKind.SHAPE, FaultKind.ADMIN, FaultKind.UNCLAIMED})
STAGES = "stages"
STAGE_LABELS = query.path("SELECT ApiName, MasterLabel FROM OpportunityStage")
"""Describe's labels are in our user's language; a master label is the admin's own.

Source: Object Reference, “OpportunityStage”.
"""
MOST_LOOKUPS = 5


class Describer:
    """Keeps the schema for ``keep_for``, in the memory that all processes share. One describe at a time."""

    def __init__(self, client: Client, memory: Memory, clock: Clock, keep_for: timedelta) -> None:
        self._client = client
        self._finding = CachedCapability(memory, DESCRIBED, keep_for, clock)
        self._lock = threading.Lock()
        self._text = ""
        self._schema = Schema({})

    def schema(self, paths: Iterable[tuple[str, str]] = ()) -> Schema:
        """The known schema.

        Describes the org if none is known or it is too old, and any object on ``paths`` that is missing.

        A path starts from an object: ``("Opportunity", "Partner__r.Tier__c")``.
        """
        with self._lock:
            schema, ways = self._known(), tuple(paths)
            for _ in range(MOST_LOOKUPS):
                further = {name for start, path in ways if (name := schema.undescribed(start, path))}
                if not further:
                    break
                schema = self._keep(self._described(sorted(further), schema))
            return schema

    def renew(self, stale: Schema) -> Schema:
        """Describe again, because ``stale`` proved wrong; a second caller takes what the first one found."""
        with self._lock:
            return self._all() if self._schema is stale else self._schema

    def _known(self) -> Schema:
        text = self._finding.get()
        if text is None:
            return self._all()
        if text != self._text:
            self._text, self._schema = text, schema_from(text)
        return self._schema

    def _all(self) -> Schema:
        further = sorted({*self._schema.objects, *self._schema.absent} - set(OBJECTS))
        return self._keep(self._described([*OBJECTS, *further], Schema({})))

    def _keep(self, schema: Schema) -> Schema:
        self._text, self._schema = schema_text(schema), schema
        self._finding.set(self._text)
        return schema

    def _described(self, names: list[str], known: Schema) -> Schema:
        """The known schema plus these objects; 24 of them, and the stages, fit into one call."""
        objects, absent, most = dict(known.objects), set(known.absent), composite.PARTS - 1
        for start in range(0, len(names), most):
            some = names[start : start + most]
            answered = self._ask(some)
            for name in some:
                if found := seen(answered.get(name)):
                    objects[name] = found
                else:
                    absent.add(name)
            objects |= _with_master_labels(objects, answered.get(STAGES))
        return Schema(objects, frozenset(absent))

    def _ask(self, names: list[str]) -> Mapping[str, PartAnswer]:
        parts = [RequestPart(name, "GET", f"sobjects/{name}/describe") for name in names]
        if "Opportunity" in names:
            parts.append(RequestPart(STAGES, "GET", STAGE_LABELS))
        return composite.answers(self._client.post_reading("composite", composite.request(self._client, parts)))


def seen(answer: PartAnswer | None) -> Mapping[str, OrgField] | None:
    """The fields of a described object; None if it does not exist for our user. Raises if the org is only busy."""
    fault = answer.fault if answer else Fault("NOT_JSON")
    if answer and not fault:
        return fields_of(answer.body)
    if fault and rule(fault).kind not in ABSENT:
        raise error(fault)
    return None


def _with_master_labels(
    objects: Mapping[str, Mapping[str, OrgField]], answer: PartAnswer | None
) -> dict[str, Mapping[str, OrgField]]:
    """Opportunity with the stages' master labels, or with those of describe if the org hides master labels from us."""
    fields = objects.get("Opportunity", {})
    if answer is None or answer.fault or "StageName" not in fields:
        return {}
    rows = ((str(row.get("ApiName")), str(row.get("MasterLabel"))) for row in answer.body.get("records", ()))
    stage = replace(fields["StageName"], labels={name: label for name, label in rows if name != label})
    return {"Opportunity": {**fields, "StageName": stage}}
