"""The part of the store that holds the playbooks. Every method is one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from coach.database.transaction import Database
from coach.engine.model import Deal, Reason
from coach.library import counts, libraries, revisit
from coach.library.counts import Edition, Times
from coach.ports import OfferedLibrary, Release
from coach.queue.entries import deal_as_last_read


class LibraryStore:
    """Implements :class:`coach.ports.Libraries`, and reads for the library page."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def in_force(self) -> Release | None:
        """The last release; None before the first."""
        return self._database.read(libraries.in_force)

    def publish(self, offer: OfferedLibrary, *, anyway: bool = False) -> Release:
        """Consider ``offer``; returns the release in force afterwards. News comes into force; with ``anyway``, any
        offer does.
        """
        return self._database.write(lambda transaction: libraries.publish(transaction, offer, anyway=anyway))

    def texts(self, library: str) -> Mapping[str, str]:
        """The texts of a library that has been in force, by playbook name; empty if they are not known."""
        return self._database.read(lambda transaction: libraries.texts(transaction, library))

    def releases(self, limit: int) -> Sequence[Release]:
        """The last releases, newest first."""
        return self._database.read(lambda transaction: libraries.releases(transaction, limit))

    def deal_as_last_read(self, opportunity_id: str) -> Deal | None:
        """The opportunity as of its last decision; None if there was none."""
        return self._database.read(lambda transaction: deal_as_last_read(transaction, opportunity_id))

    def to_revisit(self) -> int:
        """The number of open deals that are still to be decided on with the library in force."""
        return self._database.read(revisit.remaining)

    def held_back(self, since: datetime) -> Mapping[str, Mapping[Reason, Times]]:
        """By playbook and reason, how often it was held back since then."""
        return self._database.read(lambda transaction: counts.held_back(transaction, since))

    def editions(self, name: str) -> Sequence[Edition]:
        """A playbook's text in every library that was in force, newest first."""
        return self._database.read(lambda transaction: counts.editions(transaction, name))
