"""Values on their way into SQL: always bound, never part of the text."""

import json
from collections.abc import Iterable

from localorg.schema.types import Value


class Binder:
    """Collects the values of one statement under names of its own making."""

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}

    def bind(self, value: Value) -> str:
        """The placeholder that stands for a value."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"

    @property
    def last(self) -> str:
        """The name of the value that was bound last."""
        return next(reversed(self.values))

    def bind_list(self, values: Iterable[Value]) -> str:
        """A subselect with all the values: one placeholder, however many there are."""
        return f"(SELECT value FROM json_each({self.bind(json.dumps(list(values)))}))"
