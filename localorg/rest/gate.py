"""Checks the caller's rights to write objects, fields and records; refuses with the platform's errors."""

from collections.abc import Mapping
from typing import Any

from localorg import errors
from localorg.rest.messages import RestRequest
from localorg.rest.org import Org
from localorg.schema import ObjectType


class Gate:
    """The rights of one caller, checked before each write."""

    def __init__(self, org: Org, request: RestRequest) -> None:
        self._org = org
        self._request = request
        self._schema = org.schema(request)

    def insert(self, object_name: str, values: Mapping[str, Any]) -> None:
        """Raises ApiError if the caller may not create such a record, with these fields, on these parents."""
        one = self._schema.named(object_name)
        if not one.createable:
            raise errors.not_creatable(one.label)
        self._check_fields(one, values, "createable")
        for parent in ("OpportunityId", "LinkedEntityId"):
            if parent in one.fields and str(values.get(parent, "")).startswith("006"):
                self._check_deal(str(values[parent]))

    def update(self, object_name: str, record_id: str, values: Mapping[str, Any]) -> None:
        """Raises ApiError if the caller may not change this record, or one of these fields."""
        one = self._schema.named(object_name)
        if not one.updateable and self._org.records.schema.named(object_name).updateable:
            raise errors.no_object_right()
        self._check_fields(one, values, "updateable")
        if one.name == "Opportunity":
            self._check_deal(record_id)

    def delete(self, object_name: str, record_id: str) -> None:
        """Raises ApiError if the caller may not delete this record."""
        one = self._schema.named(object_name)
        if not one.deletable and self._org.records.schema.named(object_name).deletable:
            raise errors.no_object_right()
        if one.name == "Opportunity":
            self._check_deal(record_id)
        if one.name in ("ContentDocument", "ContentNote"):
            self._check_owner(record_id)

    def _check_owner(self, document_id: str) -> None:
        """Check that the caller may delete a file: its owner may, and users with Modify All Data.

        Source: Object Reference, ContentDocument, "Special Access Rules".
        """
        document, user_id = self._org.records.get("ContentDocument", document_id), self._request.user_id
        others = document is not None and document["OwnerId"] != user_id
        if others and "ModifyAllData" not in self._org.access.rights(user_id).system:
            raise errors.no_object_right()

    def _check_fields(self, one: ObjectType, values: Mapping[str, Any], what: str) -> None:
        """Refuse hidden fields as if they did not exist, and read-only fields by name."""
        whole = self._org.records.schema.objects[one.name]
        closed = []
        for name in values:
            known = whole.by_folded_name.get(name.casefold())
            seen = one.by_folded_name.get(name.casefold())
            if known and not seen:
                raise errors.no_such_column(name, one.name)
            if known and seen and getattr(known, what) and not getattr(seen, what):
                closed.append(known.name)
        if closed:
            raise errors.not_writable(closed)

    def _check_deal(self, deal_id: str) -> None:
        if not self._org.access.hidden_opportunities(self._request.user_id):
            return
        if not self._org.answer(self._request, f"SELECT Id FROM Opportunity WHERE Id = {quoted(deal_id)}").records:
            raise errors.no_access_to_record()


def quoted(text: str) -> str:
    """A SOQL string literal."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
