"""The interface to the queue of record."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Protocol

from coach.engine.model import Receipt, Received, Watch
from coach.ports.channel import AboutToSend, DeliveryPlace, Sighting, as_kept
from coach.ports.claims import Accepted, DealClaim, DeliveryClaim, Due
from coach.ports.evaluation import Evaluation


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """The queue's figures, the same for every process. Ages are in seconds, 0 if nothing waits.

    ``deliveries`` counts by state, ``decisions`` by (verdict, reason), ``events`` by (source, kind), ``ignored`` by
    reason. ``hindrance`` is a sentence that says why the last attempt on the longest waiting deal failed; empty if none
    did. ``sweep_seconds`` is how long ago the last sweep began; None if no sweep is known. ``refused`` counts the
    deliveries that wait because the org refuses all of them; ``refused_seconds`` is how long the first has waited.
    """

    deals_waiting: int
    oldest_event_seconds: float
    oldest_delivery_seconds: float
    deliveries: Mapping[str, int]
    decisions: Mapping[tuple[str, str], int]
    events: Mapping[tuple[str, str], int]
    ignored: Mapping[str, int]
    workers_alive: int
    sweep_seconds: float | None
    hindrance: str = ""
    refused: int = 0
    refused_seconds: float = 0.0
    extra: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """How a channel marks its deliveries: the mark is derived from the delivery's key."""

    channel: str
    mark: Callable[[str], str]


class Stray(StrEnum):
    """How the store classifies a delivery that it has no row for."""

    LOOKED_FOR = "looked for"
    UNAWARE = "unaware"
    SPARE = "spare"
    NOBODYS = "nobody's"


class Store(Protocol):
    """The queue of record. Every method is one transaction; leases use the database's clock."""

    def accept(self, received: Received) -> Accepted:
        """Commit the events and request decisions on their deals. Raises TryAgain if that was not committed."""

    def claim_deals(self, limit: int, lease: timedelta) -> Sequence[DealClaim]:
        """Claim deals with an unanswered request that are due and unclaimed, longest waiting first."""

    def release_deals(self, claims: Sequence[DealClaim], after: timedelta, sentence: str) -> None:
        """Give deals back, due again after this long. The sentence is stored so that people can see it."""

    def renew_deals(self, claims: Sequence[DealClaim], lease: timedelta) -> bool:
        """Renew the leases that are still ours for this long from now; returns whether all of them were."""

    def watches(self, opportunity_ids: Sequence[str]) -> Mapping[str, Sequence[Watch]]:
        """The open watches of these deals, by deal; deals without any are left out."""

    def evaluating(self, claims: Sequence[DealClaim], library: str | None = None) -> AbstractContextManager[Evaluation]:
        """Open the transaction in which the deals are decided on, with this library.

        Raises TryAgain if another library is in force by now.
        """

    def claim_deliveries(
        self, limit: int, lease: timedelta, about_to_send: AboutToSend = as_kept
    ) -> Sequence[DeliveryClaim]:
        """Claim due deliveries, and commit an attempt for each before returning.

        The attempt includes the details that the channel wants stored before it sends (``about_to_send``).
        """

    def about_to_create(self, claims: Sequence[DeliveryClaim], keys: Collection[str]) -> bool:
        """Record that these deliveries may be created from now on; returns whether all of them are still ours."""

    def renew_deliveries(self, claims: Sequence[DeliveryClaim], lease: timedelta) -> bool:
        """Renew the leases that are still ours for this long from now; returns whether all of them were."""

    def settle_deliveries(self, claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt]) -> None:
        """Store the outcome of each attempt, and when to look at the delivery again."""

    def unpark_innocent(self, keys: Sequence[str]) -> None:
        """Have these deliveries tried again: they were parked for a refusal that was not their fault."""

    def release_held(self) -> int:
        """Make due what waits because the org was left alone, if it no longer is; returns how many there were."""

    def request_due_checks(self) -> int:
        """Request a decision on every deal whose next check time has come; returns how many there were."""

    def revisit_deals(self, limit: int) -> int:
        """Request a decision on up to ``limit`` deals that were last decided on with a library that is not in force.

        Returns how many; 0 once all have been, and also for every other caller within a few seconds.
        """

    def look_again(self, limit: int) -> int:
        """Request a decision on the ``limit`` deals that were decided on the longest time ago.

        It considers the deals that an edit would concern, and deals that disappeared lately together with their cards.
        Returns how many were not waiting already.
        """

    def decide_again(self, noted_too: bool = False) -> None:
        """Have every deal that an edit would concern decided on again, at the pace of an edit.

        Deals that wait for something are tried at once. With ``noted_too``, every other deal with a note is included.
        """

    def due(self) -> Due:
        """How much could be claimed now."""

    def claim_slot(self, job: str, slot: str) -> bool:
        """True for exactly one caller, of however many: the one that may run this job in this slot of time."""

    def release_slot(self, job: str, slot: str) -> None:
        """Give back a slot that this process claimed, because its job was not done."""

    def places(self, channel: str, after_key: str, limit: int) -> Mapping[str, DeliveryPlace]:
        """A page of what was delivered over a channel, in order of the keys: where each delivery should be."""

    def sighted(self, sightings: Mapping[str, Sighting]) -> None:
        """Record these sightings: what people removed stays away, what was lost will be put back."""

    def unknown(self, channel: str, remote_ids: Collection[str]) -> frozenset[str]:
        """The ids among these that are in no row of the channel."""

    def strays(self, marks: Marks, found: Mapping[str, frozenset[str]]) -> Mapping[str, Stray]:
        """Classify what was found, by remote id with its marks, as far as it is in no row."""

    def adopt(self, marks: Marks, found: Mapping[str, frozenset[str]]) -> int:
        """Assign what was found to the rows with its marks, unless a worker holds them; returns how many."""

    def doubted(self, within: timedelta) -> bool:
        """Whether any attempt within this time has an unknown outcome."""

    def swept(self) -> None:
        """Record that a sweep begins."""

    def heartbeat(self, worker: str) -> None:
        """Record that a canary, sent every 30 seconds, has just reached this worker: the worker takes what is sent."""

    def figures(self) -> QueueFigures:
        """The figures for /metrics and /readyz."""
