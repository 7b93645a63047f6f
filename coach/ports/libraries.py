"""The interface to the playbooks in force, which are the same for all processes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class OfferedLibrary:
    """A valid library that a process found in its folder.

    ``texts`` are the files' texts by playbook name. ``revision`` is where they came from, or empty if that is not
    known. ``place`` identifies the folder among all folders that processes read from. ``before`` is the library that
    this process last found there; None at its start.
    """

    library: str
    revision: str
    texts: Mapping[str, str]
    place: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A library coming into force for every process: the ``number``-th time that this happened, at ``at``.

    ``revisited_at`` is when the last open deal had been decided on again; None as long as some are left.
    """

    number: int
    library: str
    revision: str
    at: datetime
    revisited_at: datetime | None = None


class Libraries(Protocol):
    """Which library is in force. There is one for all processes, whatever each of them finds in its own folder."""

    def in_force(self) -> Release | None:
        """The last release; None before the first."""

    def publish(self, offer: OfferedLibrary, *, anyway: bool = False) -> Release:
        """Consider ``offer``, and return the release that is in force afterwards.

        A new library comes into force; with ``anyway``, the offered one does in any case.
        """

    def texts(self, library: str) -> Mapping[str, str]:
        """The texts of a library that has been in force, by playbook name; empty if they are not known."""
