"""The result of a check that must pass before events are accepted."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReadyCheck:
    """One check, with its result in a sentence.

    A check that is not ``required`` is shown, but does not keep events from being sent here. ``for_strangers`` replaces
    the sentence at ``/readyz``, which anybody can read, if the sentence may quote playbooks or records.
    """

    name: str
    ok: bool
    sentence: str
    required: bool = True
    for_strangers: str = ""
