"""The store: every method one transaction, each told in the module it calls."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta, tzinfo
from itertools import count

from sqlalchemy.engine import Engine

from coach.database.engine import PATIENCE
from coach.database.groups import GroupCommit
from coach.database.transaction import Database, DatabaseClock, Transaction, database_clock
from coach.engine.model import Receipt, Received, Watch
from coach.export.privacy import PrivacyStore
from coach.library import libraries, revisit
from coach.library.past import KeptHistory
from coach.library.store import LibraryStore
from coach.log.logbook import Logbook
from coach.people.identity import IdentityStore
from coach.ports import (
    HELD_CALLS,
    HELD_WRITES,
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
from coach.queue import deals, deliveries, entries, figures, inbox, memory, progress, slots, strays
from coach.queue.entries import KeptEvent, LogEntry
from coach.queue.evaluation import OpenEvaluation
from coach.queue.health import HealthStore
from coach.reps.answers import AnswersStore
from coach.teams.teams import TeamsStore

IN_DOUBT_AFTER = timedelta(minutes=10)
"""By most accounts Salesforce ends a request within two minutes; several times that is safe."""


class SqlStore:
    """Implements :class:`coach.ports.Store` and :class:`coach.ports.Memory` on SQLite and PostgreSQL.

    ``worker`` names this process among all; a claim belongs to the worker that took it. ``timezone`` says when a rep's
    day and week begin. ``in_doubt_after`` is how long a request whose answer was lost may still be carried out.
    ``clock`` replaces the database's own in tests, ``patience`` is how long a writer waits for its turn on SQLite.
    ``identity`` is the part that says who may look, ``answers`` the one that reps' responses go to, ``logbook`` the one
    that is looked through, ``privacy`` the one that says what leaves and when it goes, ``libraries`` the one that knows
    the playbooks, ``health`` the one that says how the service is, ``teams`` the one that counts, ``recollection`` the
    one that is read by those who look ahead.
    """

    def __init__(
        self,
        engine: Engine,
        org_id: str,
        *,
        worker: str,
        timezone: tzinfo,
        in_doubt_after: timedelta = IN_DOUBT_AFTER,
        clock: DatabaseClock = database_clock,
        patience: timedelta = PATIENCE,
    ) -> None:
        self._database = Database(engine, org_id, worker, clock, patience)
        self.identity = IdentityStore(self._database)
        self.answers = AnswersStore(self._database, timezone)
        self.libraries = LibraryStore(self._database)
        self.recollection = KeptHistory(engine, org_id, timezone, clock)
        self.logbook = Logbook(self._database)
        self.privacy = PrivacyStore(self._database)
        self.health = HealthStore(self._database)
        self.teams = TeamsStore(self._database)
        self._intake = GroupCommit(self._database, inbox.accept)
        self._timezone = timezone
        self._in_doubt_after = in_doubt_after
        self._turns, self._turns_at_deliveries = count(1), count(1)

    # ---------------------------------------------------------------- the port

    def accept(self, received: Received) -> Accepted:
        """Commit the events and wish for their deals to be looked at. Raises TryAgain where it was not committed."""
        return self._intake.submit(received)

    def claim_deals(self, limit: int, lease: timedelta) -> Sequence[DealClaim]:
        """Take deals with an unanswered wish that are due and unclaimed, longest waiting first."""
        turn = next(self._turns)
        return self._database.write(lambda transaction: deals.claim(transaction, limit, lease, turn))

    def release_deals(self, claims: Sequence[DealClaim], after: timedelta, sentence: str) -> None:
        """Give deals back, due again after this long, or longer where they have failed often; the sentence is kept."""
        self._database.write(lambda transaction: deals.release(transaction, claims, after, sentence))

    def renew_deals(self, claims: Sequence[DealClaim], lease: timedelta) -> bool:
        """Hold those that are still ours for this long from now on; whether all of them are."""
        return self._database.write(lambda transaction: deals.renew(transaction, claims, lease))

    @contextmanager
    def evaluating(self, claims: Sequence[DealClaim], library: str | None = None) -> Iterator[Evaluation]:
        """Open the transaction in which the deals are decided on, with this library.

        Raises TryAgain where another is in force by now.

        Nothing slow belongs into it: on SQLite nobody else can write meanwhile, on PostgreSQL nobody else can decide.
        """
        with self._database.writing() as transaction:
            libraries.require_in_force(transaction, library)
            evaluation = OpenEvaluation(transaction, claims, self._timezone)
            yield evaluation
            evaluation.finish()

    def watches(self, opportunity_ids: Sequence[str]) -> Mapping[str, Sequence[Watch]]:
        """See :meth:`coach.ports.Store.watches`."""
        return self._database.read(lambda transaction: progress.watches_of(transaction, opportunity_ids))

    def claim_deliveries(
        self, limit: int, lease: timedelta, about_to_send: AboutToSend = as_kept
    ) -> Sequence[DeliveryClaim]:
        """Take deliveries that are due, and commit an attempt for each before returning."""
        turn = next(self._turns_at_deliveries)
        return self._database.write(
            lambda transaction: deliveries.claim(transaction, limit, lease, self._in_doubt_after, about_to_send, turn)
        )

    def renew_deliveries(self, claims: Sequence[DeliveryClaim], lease: timedelta) -> bool:
        """Hold those that are still ours for this long from now on; whether all of them are."""
        return self._database.write(lambda transaction: deliveries.renew(transaction, claims, lease))

    def about_to_create(self, claims: Sequence[DeliveryClaim], keys: Collection[str]) -> bool:
        """Keep that notes of these keys may be created from now on; whether all of them are still ours."""
        return self._database.write(lambda transaction: deliveries.about_to_create(transaction, claims, keys))

    def settle_deliveries(self, claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt]) -> None:
        """Keep what became of each attempt, and when to look at it again."""
        in_doubt_after = self._in_doubt_after
        self._database.write(lambda transaction: deliveries.settle(transaction, claims, receipts, in_doubt_after))

    def wish_for_due_checks(self) -> int:
        """Wish for every deal whose next check time has come to be looked at; how many there were."""
        return self._database.write(deals.wish_for_due_checks)

    def revisit_deals(self, limit: int) -> int:
        """Wish for up to ``limit`` deals that were last decided on with another library than the one in force."""
        return revisit.revisit(self._database, limit)

    def look_again(self, limit: int) -> int:
        """Wish for the ``limit`` deals that were decided on the longest time ago; how many did not wait already."""
        return revisit.longest_ago(self._database, limit)

    def decide_again(self, noted_too: bool = False) -> None:
        """Have every deal that an edit would concern decided on again; what waits is tried at once."""
        self._database.write(lambda transaction: revisit.everything(transaction, noted_too))

    def due(self) -> Due:
        """How much could be claimed now."""
        return self._database.read(figures.due)

    def claim_slot(self, job: str, slot: str) -> bool:
        """True for the one caller, of however many, that may run this job for this slot of time."""
        return self._database.write(lambda transaction: slots.claim(transaction, job, slot))

    def release_slot(self, job: str, slot: str) -> None:
        """Give back the slot that this process claimed: its job was not done."""
        self._database.write(lambda transaction: slots.release(transaction, job, slot))

    def places(self, channel: str, after_key: str, limit: int) -> Mapping[str, DeliveryPlace]:
        """A page of what was delivered over a channel, in order of the keys: where each should be."""
        return self._database.read(lambda transaction: deliveries.places(transaction, channel, after_key, limit))

    def sighted(self, sightings: Mapping[str, Sighting]) -> None:
        """These were looked at: what people removed stays away, what was lost is to be put back."""
        self._database.write(lambda transaction: deliveries.sighted(transaction, sightings))

    def unknown(self, channel: str, remote_ids: Collection[str]) -> frozenset[str]:
        """See :meth:`coach.ports.Store.unknown`."""
        return self._database.read(lambda transaction: strays.unknown(transaction, channel, remote_ids))

    def strays(
        self, marks: Marks, found: Mapping[str, frozenset[str]], about_to_create: Collection[str] = ()
    ) -> Mapping[str, Stray]:
        """See :meth:`coach.ports.Store.strays`."""
        return self._database.read(lambda transaction: strays.strays(transaction, marks, found, about_to_create))

    def adopt(self, marks: Marks, found: Mapping[str, frozenset[str]]) -> int:
        """See :meth:`coach.ports.Store.adopt`."""
        return self._database.write(lambda transaction: strays.adopt(transaction, marks, found))

    def doubted(self, within: timedelta) -> bool:
        """See :meth:`coach.ports.Store.doubted`."""
        return self._database.read(lambda transaction: strays.doubted(transaction, within))

    def swept(self) -> None:
        """A sweep begins."""
        self._database.write(slots.swept)

    def heartbeat(self, worker: str) -> None:
        """A canary, sent every 30 seconds, has just reached this worker: it takes what is sent."""
        self._database.write(lambda transaction: slots.beat(transaction, worker))

    def figures(self) -> QueueFigures:
        """The figures for /metrics and /readyz."""
        return self._database.read(figures.figures)

    def recall(self, name: str) -> str | None:
        """The remembered value."""
        return self._database.read(lambda transaction: memory.recall(transaction, name))

    def remember(self, name: str, value: str) -> None:
        """Keep a value, replacing what was there."""
        self._database.write(lambda transaction: memory.remember(transaction, name, value))

    # ---------------------------------------------------------------- for administrators

    def unpark(self, keys: Sequence[str] | None = None) -> int:
        """Try parked notes again, all of them where ``keys`` is None; how many there were. Whoever asks for it says
        that the cause is gone, so the org is no longer held to refuse everything.
        """

        def unpark(transaction: Transaction) -> int:
            for name in (HELD_CALLS, HELD_WRITES):
                memory.remember(transaction, name, "")
            return deliveries.unpark(transaction, keys)

        return self._database.write(unpark)

    def take_back(self, keys: Sequence[str]) -> None:
        """These notes were parked for a refusal that was none of theirs."""
        self._database.write(lambda transaction: deliveries.unpark(transaction, keys))

    # ---------------------------------------------------------------- for pages

    def log_page(self, limit: int) -> Sequence[LogEntry]:
        """The latest decisions, newest first."""
        return self._database.read(lambda transaction: entries.log_page(transaction, limit))

    def events_of(self, opportunity_id: str) -> Sequence[KeptEvent]:
        """What was received about one opportunity, oldest first."""
        return self._database.read(lambda transaction: entries.events_of(transaction, opportunity_id))
