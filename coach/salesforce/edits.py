"""Opportunity ids → who changed what on them, from the histories that the org keeps.

OpportunityHistory has a row, with its author, for every change of stage, amount, close date, probability and forecast
category. OpportunityFieldHistory has one for every change of a field that an admin has chosen to be tracked, without
values for long text and multi-select picklists. Who last changed an opportunity (LastModifiedById) says nothing about a
single field. Source: Object Reference, "OpportunityHistory", "OpportunityFieldHistory".
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from coach.engine.model import Edit, Editor, Edits
from coach.engine.playbook.facts import FIGURES, TRACKED
from coach.ids import to18
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import PartAnswer
from coach.salesforce.describer import Describer
from coach.salesforce.editors import Editors
from coach.salesforce.facts import paths
from coach.salesforce.faults import kept_from_us
from coach.salesforce.past.rebuild import WITHOUT_VALUES, figure, value_in_history
from coach.salesforce.rows import by_opportunity
from coach.salesforce.schema import Schema
from coach.salesforce.values import moment

Row = Mapping[str, Any]

MOST = 200
"""Opportunities in one call: with ten changes each, their history fills a page."""

_FIGURES, _CHANGES, _ROLES, _ITEMS = "figures", "changes", "roles", "items"
_LOOKUPS: Mapping[str, str] = {"Owner": "owner", "Account": "account"}
"""The name of a lookup in OpportunityFieldHistory → its name in the deal."""
_NO_VALUES = frozenset(_LOOKUPS.values())
"""Facts of which the history has only name and id, but the deal has more."""


class EditReader:
    """Reads who changed what: one call for some hundred deals, and one if there are users not seen before."""

    def __init__(self, client: Client, describer: Describer, editors: Editors) -> None:
        self._client = client
        self._describer = describer
        self._editors = editors

    def read(self, ids: Sequence[str], custom_fields: frozenset[str]) -> dict[str, Edits]:
        """The edits of each of ``ids``; what is hidden from us is missing."""
        schema = self._describer.schema()
        empty = max(len(address) for address in _queries(schema, ()).values())
        found: dict[str, Edits] = {}
        for portion in query.portions(list(ids), empty, MOST):
            answered = query.ask(self._client, _queries(schema, portion))
            rows = {name: self._rows(answer) for name, answer in answered.items()}
            found |= self._edits(portion, rows, schema, custom_fields)
        return found

    def _rows(self, answer: PartAnswer) -> list[Row] | None:
        try:
            return query.rows_in(self._client, answer)
        except Refused as refusal:
            if not kept_from_us(refusal.fault):
                raise
            return None

    def _edits(
        self, ids: Sequence[str], rows: Mapping[str, list[Row] | None], schema: Schema, custom_fields: frozenset[str]
    ) -> dict[str, Edits]:
        every = [row for some in rows.values() for row in some or ()]
        editors = self._editors.of({user for row in every if (user := _user(row))})
        types = {name: each.type for name, each in schema.fields("Opportunity").items()}
        places = ((name, schema.place(start, path)) for name, (start, path) in _own(custom_fields))
        spelt = {place.path: name for name, place in places if place}
        grouped = {name: by_opportunity(some or ()) for name, some in rows.items()}
        return {
            each: Edits(
                edits=(
                    *_of_figures(grouped.get(_FIGURES, {}).get(each, ()), editors),
                    *_of_fields(grouped.get(_CHANGES, {}).get(each, ()), editors, types, spelt),
                ),
                contact_roles=None
                if rows.get(_ROLES) is None
                else tuple(editors[_user(row)] for row in grouped[_ROLES].get(each, ())),
                products=None
                if rows.get(_ITEMS) is None
                else {to18(str(row["Id"])): editors[_user(row)] for row in grouped[_ITEMS].get(each, ())},
            )
            for each in ids
        }


def _own(custom_fields: frozenset[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Further fields of the opportunity itself: other records' fields have histories of their own, or none."""
    own = sorted(name for name in custom_fields if "." not in name)
    return zip(own, paths(own), strict=True)


def _queries(schema: Schema, ids: Sequence[str]) -> dict[str, str]:
    their = f"WHERE OpportunityId IN {query.among(ids)}"
    figures = [name for name in FIGURES if schema.reads("OpportunityHistory", name)]
    changed = "SELECT OpportunityId, CreatedById, CreatedDate, Field, NewValue FROM OpportunityFieldHistory"
    queries = {_CHANGES: f"{changed} {their} ORDER BY CreatedDate, Id"}
    if figures:
        columns = ", ".join(figures)
        queries[_FIGURES] = (
            f"SELECT OpportunityId, CreatedById, CreatedDate, {columns} FROM OpportunityHistory {their} "
            "ORDER BY CreatedDate, Id"
        )
    if schema.has("OpportunityContactRole"):
        queries[_ROLES] = (
            f"SELECT OpportunityId, CreatedById FROM OpportunityContactRole {their} ORDER BY CreatedDate, Id"
        )
    if schema.has("OpportunityLineItem"):
        queries[_ITEMS] = f"SELECT Id, OpportunityId, LastModifiedById FROM OpportunityLineItem {their}"
    return {name: query.path(soql) for name, soql in queries.items()}


def _user(row: Row) -> str:
    return str(row.get("CreatedById") or row.get("LastModifiedById") or "")


def _of_figures(rows: Sequence[Row], editors: Mapping[str, Editor]) -> Iterator[Edit]:
    """The values in each row that differ from the row before; the first row is the creation."""
    before: Row = {}
    for row in rows:
        at = moment(row["CreatedDate"])
        for column, fact in FIGURES.items():
            if at and column in row and row[column] != before.get(column):
                yield Edit(fact.place, at, editors[_user(row)], figure(fact, row[column]))
        before = row


def _of_fields(
    rows: Sequence[Row], editors: Mapping[str, Editor], types: Mapping[str, str], spelt: Mapping[str, str]
) -> Iterator[Edit]:
    for row in rows:
        fact, at = _fact(str(row["Field"]), spelt), moment(row["CreatedDate"])
        if fact and at:
            yield _edit(fact, at, editors[_user(row)], row.get("NewValue"), types.get(str(row["Field"]), "string"))


def _fact(field: str, spelt: Mapping[str, str]) -> str | None:
    if field in TRACKED:
        return TRACKED[field].place
    return _LOOKUPS.get(field) or (f"fields.{spelt[field]}" if field in spelt else None)


def _edit(fact: str, at: datetime, by: Editor, value: object, kind: str) -> Edit:
    has_value = fact not in _NO_VALUES and kind not in WITHOUT_VALUES
    return Edit(fact, at, by, value_in_history(kind, value) if has_value else None, has_value)
