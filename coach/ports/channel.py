"""A way to reach a person: what the pipeline needs of it."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from coach.engine.model import DeliveryWork, Receipt
from coach.engine.model.delivery import Details


@dataclass(frozen=True, slots=True)
class Found:
    """What an earlier attempt whose answer was lost has left; ``details`` are kept over those that were."""

    remote_id: str
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryPlace:
    """Where a delivery of ours should be."""

    target: str
    remote_id: str


class Whereabouts(StrEnum):
    """What a look at a delivery tells."""

    THERE = "there"
    """Where it should be."""
    LOST = "lost"
    """Nowhere, and nothing tells of a person who wanted it so."""
    UNLINKED = "unlinked"
    """It exists and is not at its target any more, and nothing tells of a person who wanted it so."""
    REMOVED = "removed"
    """Somebody deleted it, or took it away from its target."""
    NOT_TOLD = "not_told"
    """Its target is gone or hidden from us: that is found out elsewhere."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a look at a delivery told; ``details`` are kept over those that were. ``sentence`` is for people."""

    where: Whereabouts
    details: Details = field(default_factory=dict)
    sentence: str = ""


AboutToSend = Callable[[DeliveryWork], Details]
"""The details that are kept of a delivery before anything of it is sent."""


def as_kept(work: DeliveryWork) -> Details:
    """Nothing new: what most channels keep before they send anything."""
    return work.details


class Channel(Protocol):
    """A way to reach a person.

    What is not abstract is right for a channel that keeps nothing, can take nothing back and is not looked at by
    anybody afterwards. A method may raise :class:`~coach.errors.CoachError`.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """As deliveries name it: one word, never changed."""

    @abstractmethod
    def deliver(self, work: Sequence[DeliveryWork]) -> Sequence[Receipt]:
        """One receipt for each piece of work, in any order; one that is bad raises nothing.

        Announces what it may create, right before the call that may do so: :func:`coach.leases.about_to_create`.
        """

    @abstractmethod
    def find(self, work: Sequence[DeliveryWork], last: bool) -> Mapping[str, Found]:
        """By key, what was delivered although no answer told so. ``last``: what is not found is created next."""

    def about_to_send(self, work: DeliveryWork) -> Details:
        """The details that are kept before anything of it is sent. Pure: it is called within a transaction."""
        return as_kept(work)

    def doubtful(self, keys: Collection[str]) -> frozenset[str]:
        """Those of these keys, none of which is known to have been sent, that may be there nevertheless."""
        return frozenset()

    def settled(self, receipts: Sequence[Receipt]) -> Sequence[str]:
        """These receipts are kept. The keys of others that were refused for nothing of theirs: they are tried again."""
        return ()

    def look_at(self, places: Mapping[str, DeliveryPlace]) -> Mapping[str, Sighting]:
        """By key, what has become of what was delivered."""
        return {}

    def tidy(self) -> None:
        """Clear away what attempts that broke off have left behind."""
        return

    def withdraw(self, work: Sequence[DeliveryWork]) -> Mapping[str, str]:
        """Take these away again; by key, who must do what about those that are still there."""
        return {one.key: "It stays where it was delivered: this channel takes nothing back." for one in work}
