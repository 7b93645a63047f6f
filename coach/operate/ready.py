"""What must be in place before events are taken, as it was found."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One thing that was looked at, and what was found, in a sentence.

    A check that is not ``required`` is shown, but keeps nobody from sending events here. ``for_strangers`` is said at
    ``/readyz``, where anybody reads it, instead of a sentence that may quote playbooks or records.
    """

    name: str
    ok: bool
    sentence: str
    required: bool = True
    for_strangers: str = ""
