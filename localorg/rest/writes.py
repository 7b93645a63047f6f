"""All writes of clients. Adds the faults, and the special behaviour of notes in some orgs, to the plain write."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from localorg import errors
from localorg.errors import ApiError
from localorg.faults import Fault, NotesIn
from localorg.rest.failures import UnexpectedException, publication_limit_exceeded, row_locked, storage_full
from localorg.rest.gate import Gate
from localorg.rest.messages import RestRequest
from localorg.rest.org import Org


class Through(StrEnum):
    """The kind of call that contains a write."""

    SINGLE = "single"
    COMPOSITE = "composite"
    COLLECTIONS = "collections"


_TAKEN: Mapping[NotesIn, frozenset[Through]] = {
    NotesIn.COLLECTIONS: frozenset(Through),
    NotesIn.COMPOSITE: frozenset({Through.SINGLE, Through.COMPOSITE}),
    NotesIn.SINGLE: frozenset({Through.SINGLE}),
}


class Writes:
    """The writes of one call."""

    def __init__(self, org: Org, request: RestRequest, through: Through) -> None:
        self._org = org
        self._request = request
        self._through = through
        self._gate = Gate(org, request)
        self._published = 0

    def insert(self, object_name: str, values: Mapping[str, Any]) -> str:
        """Create a record; its id."""
        self._prepare(object_name)
        fields = _fields(values)
        self._gate.insert(object_name, fields)
        self._publish(object_name, fields)
        with self._spoiling(object_name):
            return self._org.records.insert(object_name, fields, user_id=self._user, client=self._client)

    def update(self, object_name: str, record_id: str, values: Mapping[str, Any]) -> None:
        """Change a record."""
        self._prepare(object_name, record_id)
        fields = _fields(values, "id", "Id")
        self._gate.update(object_name, record_id, fields)
        self._publish(object_name, fields)
        with self._spoiling(object_name):
            self._org.records.update(object_name, record_id, fields, user_id=self._user, client=self._client)

    def upsert(self, object_name: str, field: str, key: str, values: Mapping[str, Any]) -> tuple[str, bool]:
        """Create or change the record with this external id; its id, and whether it was created."""
        self._prepare(object_name)
        fields = _fields(values)
        existing = self._org.records.find_by_key(object_name, field, key)
        if existing:
            self._gate.update(object_name, existing, fields)
        else:
            self._gate.insert(object_name, fields)
        return self._org.records.upsert(object_name, field, key, fields, user_id=self._user, client=self._client)

    def delete(self, object_name: str, record_id: str) -> None:
        """Delete a record."""
        self._prepare(object_name, record_id)
        self._gate.delete(object_name, record_id)
        self._org.records.delete(object_name, record_id, user_id=self._user, client=self._client)

    @property
    def _user(self) -> str:
        return self._request.user_id

    @property
    def _client(self) -> str | None:
        return self._request.client

    def _prepare(self, object_name: str, record_id: str = "") -> None:
        self._refuse(object_name)
        if _is_note(object_name) and self._through not in _TAKEN[self._org.notes.notes_in]:
            raise errors.not_creatable("Note")
        if self._org.faults.strikes(Fault.ROW_LOCKED):
            raise row_locked(record_id)
        if _is_note(object_name) and self._org.faults.strikes(Fault.STORAGE_FULL):
            raise storage_full()

    def _refuse(self, object_name: str) -> None:
        """Refuse the write if the org's setup says so for all writes, or for those of this object."""
        switches = self._org.setup.now
        refusal = switches.refuse_writes
        if refusal and (not refusal.objects or object_name.casefold() in map(str.casefold, refusal.objects)):
            error = ApiError(refusal.status, refusal.code, refusal.message)
            raise UnexpectedException(error) if refusal.whole_call else error
        if switches.storage_left == 0 and object_name.casefold() in _STORED:
            raise storage_full()

    def _publish(self, object_name: str, values: Mapping[str, Any]) -> None:
        """Check the limit on published versions: a note's new content, or a new file, publishes one.

        The org counts versions only after the commit, so those of this call are counted here.
        """
        name = object_name.casefold()
        if name != "contentversion" and not (name == "contentnote" and "content" in map(str.casefold, values)):
            return
        if self._org.content_versions.used + self._published >= self._org.content_versions.maximum:
            raise publication_limit_exceeded()
        self._published += 1

    @contextmanager
    def _spoiling(self, object_name: str) -> Iterator[None]:
        """Make a refused note fail the whole batch, in an org that behaves so."""
        try:
            yield
        except ApiError as error:
            in_batch = self._through is not Through.SINGLE
            if self._org.notes.bad_note_spoils_batch and in_batch and _is_note(object_name):
                raise UnexpectedException from error
            raise


_STORED = frozenset({"contentnote", "contentversion"})


def _is_note(object_name: str) -> bool:
    return object_name.casefold() == "contentnote"


def _fields(values: Mapping[str, Any], *also: str) -> dict[str, Any]:
    """A body's fields without ``attributes``, and without the names in ``also``."""
    return {name: value for name, value in values.items() if name not in ("attributes", *also)}
