"""Bind values to SQL statements; a value is never part of the SQL text."""

import json
from collections.abc import Iterable

from localorg.schema.types import Value


class Binder:
    """Collects the values of one statement under generated names."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}

    def bind(self, value: Value) -> str:
        """Bind a value; returns its placeholder."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    @property
    def last(self) -> str:
        """The name of the value that was bound last."""
        return next(reversed(self.values))

    def bind_list(self, values: Iterable[Value]) -> str:
        """Bind several values with one placeholder; returns a subselect of them."""
        return f"(SELECT value FROM json_each({self.bind(json.dumps(list(values)))}))"
