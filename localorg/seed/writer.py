"""Writes records, without the objects and fields that this org does not have."""

from collections.abc import Mapping
from datetime import datetime

from localorg.errors import ApiError
from localorg.records import Records


class Writer:
    """Writes records of one org with times in the past, as only the platform may."""

    def __init__(self, records: Records, now: datetime) -> None:
        self.records = records
        self.now = now
        self._fields: dict[str, frozenset[str]] = {}

    def has(self, object_name: str, field: str = "Id") -> bool:
        """Whether this org has the object, and the field on it."""
        if object_name not in self._fields:
            try:
                described = self.records.describe(object_name)["fields"]
            except ApiError:
                described = []
            self._fields[object_name] = frozenset(one["name"] for one in described)
        return field in self._fields[object_name]

    def insert(self, object_name: str, values: Mapping[str, object], at: datetime, user_id: str | None = None) -> str:
        """Create a record; returns its id."""
        with self.records.at(at):
            return self.records.insert(
                object_name, self._known(object_name, values), user_id=user_id or self._admin, as_platform=True
            )

    def update(
        self, object_name: str, id_: str, values: Mapping[str, object], at: datetime, user_id: str | None = None
    ) -> None:
        """Change a record; does nothing if there is nothing to change."""
        known = self._known(object_name, values)
        if known:
            with self.records.at(at):
                self.records.update(object_name, id_, known, user_id=user_id or self._admin, as_platform=True)

    @property
    def _admin(self) -> str:
        return self.records.admin_id

    def _known(self, object_name: str, values: Mapping[str, object]) -> dict[str, object]:
        return {name: value for name, value in values.items() if value is not None and self.has(object_name, name)}
