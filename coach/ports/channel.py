"""The interface of a channel: a way to reach a person."""

from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from coach.engine.model import DeliveryWork, Receipt
from coach.engine.model.delivery import Details


@dataclass(frozen=True, slots=True)
class Found:
    """What an earlier attempt whose answer was lost left behind. ``details`` are merged over the stored ones."""

    remote_id: str
    details: Details = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryPlace:
    """Where a delivery of ours should be."""

    target: str
    remote_id: str


class Whereabouts(StrEnum):
    """The result of looking for a delivery."""

    THERE = "there"
    """It is where it should be."""
    LOST = "lost"
    """It is nowhere, and there is no sign that a person wanted that."""
    UNLINKED = "unlinked"
    """It exists but is no longer at its target, and there is no sign that a person wanted that."""
    REMOVED = "removed"
    """Somebody deleted it, or took it away from its target."""
    NOT_TOLD = "not_told"
    """Its target is gone or hidden from us. Other code finds that out."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """The result of looking for one delivery.

    ``details`` are merged over the stored ones; ``sentence`` is for people.
    """

    where: Whereabouts
    details: Details = field(default_factory=dict)
    sentence: str = ""


AboutToSend = Callable[[DeliveryWork], Details]
"""Returns the details to store about a delivery before any of it is sent."""


def as_kept(work: DeliveryWork) -> Details:
    """Keep the details unchanged: most channels store nothing new before they send."""
    return work.details


class Channel(Protocol):
    """A way to reach a person.

    The default methods suit a channel that stores nothing, can take nothing back, and is not looked at by anybody
    afterwards. Any method may raise :class:`~coach.errors.CoachError`.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The channel's name in deliveries: one word, never changed."""

    @abstractmethod
    def deliver(self, work: Sequence[DeliveryWork]) -> Sequence[Receipt]:
        """Deliver, and return one receipt for each piece of work, in any order. A bad piece of work raises nothing.

        Right before a call that may create deliveries, it announces them: :func:`coach.leases.about_to_create`.
        """

    @abstractmethod
    def find(self, work: Sequence[DeliveryWork]) -> Mapping[str, Found]:
        """By key, what was delivered although no answer confirmed it."""

    def about_to_send(self, work: DeliveryWork) -> Details:
        """The details to store before any of it is sent. Pure, because it is called within a transaction."""
        return as_kept(work)

    def doubtful(self, keys: Collection[str]) -> frozenset[str]:
        """Of these keys, none of which is known to have been sent, those whose delivery may exist nevertheless."""
        return frozenset()

    def settled(self, receipts: Sequence[Receipt]) -> Sequence[str]:
        """Called once these receipts are stored. Returns the keys of others that were refused without fault.

        The caller tries those again.
        """
        return ()

    def look_at(self, places: Mapping[str, DeliveryPlace]) -> Mapping[str, Sighting]:
        """By key, what has become of earlier deliveries."""
        return {}

    def tidy(self) -> None:
        """Remove what interrupted attempts left behind."""
        return

    def withdraw(self, work: Sequence[DeliveryWork]) -> Mapping[str, str]:
        """Take these deliveries back. Returns, by key, who must do what about those that are still there."""
        return {one.key: "It stays where it was delivered: this channel takes nothing back." for one in work}
