"""The store: every method is one transaction. The module that a method calls explains it."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta, tzinfo
from itertools import count

from sqlalchemy.engine import Engine

from coach.database.engine import PATIENCE
from coach.database.groups import GroupCommit
from coach.database.transaction import Database, DatabaseClock, database_clock
from coach.engine.model import Receipt, Received, Watch
from coach.export.store import ExportStore
from coach.learn import SPACING, Spacing
from coach.library import libraries, revisit
from coach.library.past import StoredHistory
from coach.library.store import LibraryStore
from coach.log.logbook import Logbook
from coach.people.identity import IdentityStore
from coach.ports import (
    AboutToSend,
    Accepted,
    DealClaim,
    DeliveryClaim,
    DeliveryPlace,
    Due,
    Evaluation,
    Marks,
    QueueFigures,
    Sighting,
    Stray,
    as_kept,
)
from coach.privacy.store import PrivacyStore
from coach.queue import attempts, deals, deliveries, entries, figures, inbox, memory, progress, slots, strays
from coach.queue.entries import LogEntry, StoredEvent
from coach.queue.evaluation import OpenEvaluation
from coach.queue.health import HealthStore
from coach.reps.answers import AnswersStore
from coach.teams.teams import TeamsStore

IN_DOUBT_AFTER = timedelta(minutes=10)
"""By most accounts Salesforce ends a request within two minutes; a multiple of that is safe."""


class SqlStore:
    """Implements :class:`coach.ports.Store` and :class:`coach.ports.Memory` on SQLite and PostgreSQL.

    ``worker`` names this process among all; a claim belongs to the worker that took it. ``timezone`` defines when a
    rep's day and week begin, ``spacing`` when a skill is asked about again. ``in_doubt_after`` is how long a request
    whose answer was lost may still be carried out. ``clock`` replaces the database's own in tests; ``patience`` is
    how long a writer waits for its turn on SQLite. The attributes are the slices' own stores: ``identity`` for
    sessions and access, ``answers`` for reps' responses, ``logbook`` for browsing the decision log, ``export`` for
    what leaves the service, ``privacy`` for who viewed whose log and when data is deleted, ``libraries`` for the
    playbooks, ``health`` for the health of the service, ``teams`` for statistics, ``history`` for looking ahead.
    """

    def __init__(
        self,
        engine: Engine,
        org_id: str,
        *,
        worker: str,
        timezone: tzinfo,
        spacing: Spacing = SPACING,
        in_doubt_after: timedelta = IN_DOUBT_AFTER,
        clock: DatabaseClock = database_clock,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._database = Database(engine, org_id, worker, clock, patience)
        self.identity = IdentityStore(self._database)
        self.answers = AnswersStore(self._database, timezone)
        self.libraries = LibraryStore(self._database)
        self.history = StoredHistory(engine, org_id, timezone, spacing, clock)
        self.logbook = Logbook(self._database)
        self.export = ExportStore(self._database)
        self.privacy = PrivacyStore(self._database)
        self.health = HealthStore(self._database)
        self.teams = TeamsStore(self._database, spacing)
        self._intake = GroupCommit(self._database, inbox.accept)
        self._timezone, self._spacing = timezone, spacing
        self._in_doubt_after = in_doubt_after
        self._turns, self._turns_at_deliveries = count(1), count(1)

    def close(self) -> None:
        """Close this process's connections: whoever needs the store no more leaves none to the garbage collector."""
        self._database.close()

    # ---------------------------------------------------------------- the port

    def accept(self, received: Received) -> Accepted:
        """Commit the events and request decisions on their deals. Raises TryAgain if that was not committed."""
        return self._intake.submit(received)

    def claim_deals(self, limit: int, lease: timedelta) -> Sequence[DealClaim]:
        """Claim deals with an unanswered request that are due and unclaimed, longest waiting first."""
        turn = next(self._turns)
        return self._database.write(lambda transaction: deals.claim(transaction, limit, lease, turn))

    def release_deals(self, claims: Sequence[DealClaim], after: timedelta, sentence: str) -> None:
        """Give deals back, due again after this long, or longer if they have failed often. The sentence is stored."""
        self._database.write(lambda transaction: deals.release(transaction, claims, after, sentence))

    def renew_deals(self, claims: Sequence[DealClaim], lease: timedelta) -> bool:
        """Renew the leases that are still ours for this long from now; returns whether all of them were."""
        return self._database.write(lambda transaction: deals.renew(transaction, claims, lease))

    @contextmanager
    def evaluating(self, claims: Sequence[DealClaim], library: str | None = None) -> Iterator[Evaluation]:
        """Open the transaction in which the deals are decided on, with this library.

        Raises TryAgain if another library is in force by now.

        Do nothing slow in it: on SQLite nobody else can write meanwhile, on PostgreSQL nobody else can decide.
        """
        with self._database.writing() as transaction:
            libraries.require_in_force(transaction, library)
            evaluation = OpenEvaluation(transaction, claims, self._timezone, self._spacing)
            yield evaluation
            evaluation.finish()

    def watches(self, opportunity_ids: Sequence[str]) -> Mapping[str, Sequence[Watch]]:
        """See :meth:`coach.ports.Store.watches`."""
        return self._database.read(lambda transaction: progress.watches_of(transaction, opportunity_ids))

    def claim_deliveries(
        self, limit: int, lease: timedelta, about_to_send: AboutToSend = as_kept
    ) -> Sequence[DeliveryClaim]:
        """Claim due deliveries, and commit an attempt for each before returning."""
        turn = next(self._turns_at_deliveries)
        return self._database.write(
            lambda transaction: attempts.claim(transaction, limit, lease, self._in_doubt_after, about_to_send, turn)
        )

    def renew_deliveries(self, claims: Sequence[DeliveryClaim], lease: timedelta) -> bool:
        """Renew the leases that are still ours for this long from now; returns whether all of them were."""
        return self._database.write(lambda transaction: attempts.renew(transaction, claims, lease))

    def about_to_create(self, claims: Sequence[DeliveryClaim], keys: Collection[str]) -> bool:
        """Record that notes of these keys may be created from now on; returns whether all of them are still ours."""
        return self._database.write(lambda transaction: attempts.about_to_create(transaction, claims, keys))

    def settle_deliveries(self, claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt]) -> None:
        """Store the outcome of each attempt, and when to look at the delivery again."""
        in_doubt_after = self._in_doubt_after
        self._database.write(lambda transaction: attempts.settle(transaction, claims, receipts, in_doubt_after))

    def release_held(self) -> int:
        """Make due what waits because the org was left alone, if it no longer is; returns how many there were."""
        return self._database.write(deliveries.release_held)

    def request_due_checks(self) -> int:
        """Request a decision on every deal whose next check time has come; returns how many there were."""
        return self._database.write(deals.request_due_checks)

    def revisit_deals(self, limit: int) -> int:
        """Request a decision on up to ``limit`` deals that were last decided on with a library that is not in force."""
        return revisit.revisit(self._database, limit)

    def look_again(self, limit: int) -> int:
        """Request a decision on the ``limit`` stalest deals; returns how many were not waiting already.

        The stalest deals are those decided on the longest time ago.
        """
        return revisit.longest_ago(self._database, limit)

    def decide_again(self, noted_too: bool = False) -> None:
        """Have every deal that an edit would concern decided on again; waiting work is tried at once."""
        self._database.write(lambda transaction: revisit.everything(transaction, noted_too))

    def due(self) -> Due:
        """How much could be claimed now."""
        return self._database.read(figures.due)

    def claim_slot(self, job: str, slot: str) -> bool:
        """True for exactly one caller, of however many: the one that may run this job in this slot of time."""
        return self._database.write(lambda transaction: slots.claim(transaction, job, slot))

    def release_slot(self, job: str, slot: str) -> None:
        """Give back a slot that this process claimed, because its job was not done."""
        self._database.write(lambda transaction: slots.release(transaction, job, slot))

    def places(self, channel: str, after_key: str, limit: int) -> Mapping[str, DeliveryPlace]:
        """A page of what was delivered over a channel, in order of the keys: where each delivery should be."""
        return self._database.read(lambda transaction: deliveries.places(transaction, channel, after_key, limit))

    def sighted(self, sightings: Mapping[str, Sighting]) -> None:
        """Record these sightings: what people removed stays away, what was lost will be put back."""
        self._database.write(lambda transaction: deliveries.sighted(transaction, sightings))

    def unknown(self, channel: str, remote_ids: Collection[str]) -> frozenset[str]:
        """See :meth:`coach.ports.Store.unknown`."""
        return self._database.read(lambda transaction: strays.unknown(transaction, channel, remote_ids))

    def strays(self, marks: Marks, found: Mapping[str, frozenset[str]]) -> Mapping[str, Stray]:
        """See :meth:`coach.ports.Store.strays`."""
        return self._database.read(lambda transaction: strays.strays(transaction, marks, found))

    def adopt(self, marks: Marks, found: Mapping[str, frozenset[str]]) -> int:
        """See :meth:`coach.ports.Store.adopt`."""
        return self._database.write(lambda transaction: strays.adopt(transaction, marks, found))

    def doubted(self, within: timedelta) -> bool:
        """See :meth:`coach.ports.Store.doubted`."""
        return self._database.read(lambda transaction: strays.doubted(transaction, within))

    def swept(self) -> None:
        """Record that a sweep begins."""
        self._database.write(slots.swept)

    def heartbeat(self, worker: str) -> None:
        """Record that a canary, sent every 30 seconds, has just reached this worker: the worker takes what is sent."""
        self._database.write(lambda transaction: slots.beat(transaction, worker))

    def figures(self) -> QueueFigures:
        """The figures for /metrics and /readyz."""
        return self._database.read(figures.figures)

    def recall(self, name: str) -> str | None:
        """The remembered value."""
        return self._database.read(lambda transaction: memory.recall(transaction, name))

    def remember(self, name: str, value: str) -> None:
        """Store a value, replacing the earlier one."""
        self._database.write(lambda transaction: memory.remember(transaction, name, value))

    # ---------------------------------------------------------------- for administrators

    def try_again(self, keys: Sequence[str] | None = None) -> int:
        """Try notes again that are parked or wait after a refusal: these, or all; returns how many there were.

        The caller thereby says that the cause is gone, so Coach no longer assumes that the org refuses everything.
        """
        return self._database.write(lambda transaction: deliveries.try_again(transaction, keys))

    def unpark_innocent(self, keys: Sequence[str]) -> None:
        """Have these notes tried again: they were parked for a refusal that was not their fault."""
        self._database.write(lambda transaction: deliveries.unpark_innocent(transaction, keys))

    # ---------------------------------------------------------------- for pages

    def log_page(self, limit: int) -> Sequence[LogEntry]:
        """The latest decisions, newest first."""
        return self._database.read(lambda transaction: entries.log_page(transaction, limit))

    def events_of(self, opportunity_id: str) -> Sequence[StoredEvent]:
        """The events received about one opportunity, oldest first."""
        return self._database.read(lambda transaction: entries.events_of(transaction, opportunity_id))
