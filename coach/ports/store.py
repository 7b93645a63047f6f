"""The queue of record."""

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
    """The queue as every process sees it: ages in seconds, 0 where nothing waits. ``deliveries`` counts by state,
    ``decisions`` by (verdict, reason), ``events`` by (source, kind), ``ignored`` by reason. ``hindrance`` says
    in a sentence why the last try to look at the longest waiting deal failed; empty where none did.
    ``sweep_seconds`` is how long ago the last sweep began, None where none is known of.
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
    extra: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Marks:
    """How a channel marks what it delivers: a mark that follows from the delivery's key."""

    channel: str
    mark: Callable[[str], str]


class Stray(StrEnum):
    """What the store makes of a delivery that it does not have."""

    LOOKED_FOR = "looked for"
    UNAWARE = "unaware"
    SPARE = "spare"
    NOBODYS = "nobody's"


class Store(Protocol):
    """The queue of record. Every method is one transaction; leases use the database's clock."""

    def accept(self, received: Received) -> Accepted:
        """Commit the events and wish for their deals to be looked at. Raises TryAgain where it was not committed."""

    def claim_deals(self, limit: int, lease: timedelta) -> Sequence[DealClaim]:
        """Take deals with an unanswered wish that are due and unclaimed, longest waiting first."""

    def release_deals(self, claims: Sequence[DealClaim], after: timedelta, sentence: str) -> None:
        """Give deals back, due again after this long; the sentence is kept to be shown."""

    def renew_deals(self, claims: Sequence[DealClaim], lease: timedelta) -> bool:
        """Hold those that are still ours for this long from now on; whether all of them are."""

    def watches(self, opportunity_ids: Sequence[str]) -> Mapping[str, Sequence[Watch]]:
        """What is still looked for on these deals, by deal; those of which nothing is, left out."""

    def evaluating(self, claims: Sequence[DealClaim], library: str | None = None) -> AbstractContextManager[Evaluation]:
        """Open the transaction in which the deals are decided on, with this library.

        Raises TryAgain where another is in force by now.
        """

    def claim_deliveries(
        self, limit: int, lease: timedelta, about_to_send: AboutToSend = as_kept
    ) -> Sequence[DeliveryClaim]:
        """Take deliveries that are due, and commit an attempt for each before returning, with what its channel keeps
        of it from ``about_to_send`` on.
        """

    def about_to_create(self, claims: Sequence[DeliveryClaim], keys: Collection[str]) -> bool:
        """Keep that deliveries of these keys may be created from now on; whether all of them are still ours."""

    def renew_deliveries(self, claims: Sequence[DeliveryClaim], lease: timedelta) -> bool:
        """Hold those that are still ours for this long from now on; whether all of them are."""

    def settle_deliveries(self, claims: Sequence[DeliveryClaim], receipts: Sequence[Receipt]) -> None:
        """Keep what became of each attempt, and when to look at it again."""

    def take_back(self, keys: Sequence[str]) -> None:
        """These were parked for a refusal that was none of theirs: they are to be tried again."""

    def wish_for_due_checks(self) -> int:
        """Wish for every deal whose next check time has come to be looked at; how many there were."""

    def revisit_deals(self, limit: int) -> int:
        """Wish for up to ``limit`` deals that were last decided on with another library than the one in force.

        Returns how many; 0 once all have been, and for every other caller within a few seconds.
        """

    def look_again(self, limit: int) -> int:
        """Wish for the ``limit`` deals that were decided on the longest time ago, of those that an edit would concern
        and those that went with their cards lately.

        Returns how many did not wait already.
        """

    def decide_again(self, noted_too: bool = False) -> None:
        """Have every deal that an edit would concern decided on again, at the pace of an edit, and try at once those
        that wait for something; with ``noted_too`` every other deal with a note as well.
        """

    def due(self) -> Due:
        """How much could be claimed now."""

    def claim_slot(self, job: str, slot: str) -> bool:
        """True for the one caller, of however many, that may run this job for this slot of time."""

    def release_slot(self, job: str, slot: str) -> None:
        """Give back the slot that this process claimed: its job was not done."""

    def places(self, channel: str, after_key: str, limit: int) -> Mapping[str, DeliveryPlace]:
        """A page of what was delivered over a channel, in order of the keys: where each should be."""

    def sighted(self, sightings: Mapping[str, Sighting]) -> None:
        """These were looked at: what people removed stays away, what was lost is to be put back."""

    def unknown(self, channel: str, remote_ids: Collection[str]) -> frozenset[str]:
        """Those of these that are in no row of the channel."""

    def strays(
        self, marks: Marks, found: Mapping[str, frozenset[str]], about_to_create: Collection[str] = ()
    ) -> Mapping[str, Stray]:
        """Those of what was found, by remote id with its marks, that are in no row. ``about_to_create`` are the keys of
        deliveries that the caller has taken and made no call for yet.
        """

    def adopt(self, marks: Marks, found: Mapping[str, frozenset[str]]) -> int:
        """What was found is that of the rows with its marks, as far as no worker holds them; how many were."""

    def doubted(self, within: timedelta) -> bool:
        """Whether the outcome of some attempt within this time is not known."""

    def swept(self) -> None:
        """A sweep begins."""

    def heartbeat(self, worker: str) -> None:
        """A canary, sent every 30 seconds, has just reached this worker: it takes what is sent."""

    def figures(self) -> QueueFigures:
        """The figures for /metrics and /readyz."""
