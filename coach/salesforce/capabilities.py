"""What has been found out about the org, remembered for a while in every process.

Every finding expires: an org changes, and one odd record must not decide forever.
"""

from datetime import datetime, timedelta

from coach.engine.inventory import Schema, schema_from
from coach.ports import Clock, Memory

DESCRIBED = "described"
"""The name of the finding that holds which objects and fields the org has."""
_SEPARATOR = "@"
_AHEAD = timedelta(minutes=1)
"""A finding from further in the future came from a process whose clock is wrong: it would be kept too long."""


def last_schema(memory: Memory) -> Schema:
    """The schema when a worker last looked, however long ago; empty if none ever did.

    For pages, which must not wait for the org.
    """
    _, _, text = (memory.recall(f"salesforce.{DESCRIBED}") or "").partition(_SEPARATOR)
    return schema_from(text) if text else Schema({})


class CachedCapability:
    """One named value in the memory, with the moment when it was found; unknown again after ``keep_for``."""

    def __init__(self, memory: Memory, name: str, keep_for: timedelta, clock: Clock) -> None:
        self._memory = memory
        self._name = f"salesforce.{name}"
        self._keep_for = keep_for
        self._clock = clock

    def get(self) -> str | None:
        """The value; None if it is unknown or too old."""
        moment, _, value = (self._memory.recall(self._name) or "").partition(_SEPARATOR)
        try:
            age = self._clock() - datetime.fromisoformat(moment)
        except (ValueError, TypeError):
            return None
        return value if -_AHEAD < age < self._keep_for else None

    def set(self, value: str) -> None:
        """Remember the value from now on. The memory is not written if it holds the value already."""
        if self.get() != value:
            self._memory.remember(self._name, f"{self._clock().isoformat()}{_SEPARATOR}{value}")
