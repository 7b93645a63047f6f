"""The answers, by the name of the question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from coach.salesforce.faults import Fault

Row = Mapping[str, Any]


@dataclass(slots=True)
class Look:
    """The answers so far, by name; ``refused`` holds sentences about the questions that were refused."""

    answers: dict[str, Any] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    faults: dict[str, Fault] = field(default_factory=dict)

    def rows(self, name: str) -> list[Row] | None:
        """The rows of a query; None if it was refused, or not asked."""
        body = self.answers.get(name)
        records = body.get("records") if isinstance(body, Mapping) else None
        return [row for row in records if isinstance(row, Mapping)] if isinstance(records, list) else None

    def row(self, name: str) -> Row | None:
        """One record, or the first of a query."""
        body = self.answers.get(name)
        if isinstance(body, Mapping) and "records" not in body:
            return body
        rows = self.rows(name)
        return rows[0] if rows else None

    def absent(self, name: str) -> bool:
        """Whether describe says that there is no such object, at least for our user."""
        fault = self.faults.get(name)
        return fault is not None and (fault.status == 404 or fault.code in {"NOT_FOUND", "INVALID_TYPE"})


def text_in(row: Row | None, name: str) -> str | None:
    value = row.get(name) if row else None
    return value if isinstance(value, str) and value else None
