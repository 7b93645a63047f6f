"""Delivery: what is to stand with a person or on a record, and its way there over a channel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeAlias

Details: TypeAlias = Mapping[str, Any]
"""What a channel keeps about one delivery between two attempts, as JSON. Nobody else reads it."""


class DeliveryState(StrEnum):
    """Where a delivery is on its way."""

    PENDING = "pending"
    SENDING = "sending"
    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    WAITING = "waiting"
    PARKED = "parked"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    """Somebody took it away: it is not put back."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a card ended: in a few words, and why in a sentence. ``done``: what it asks for was done; ``by_person``: its
    end is somebody's doing.
    """

    label: str
    sentence: str
    done: bool = False
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """What should stand at ``target``, a record or a person, over ``channel``.

    ``key`` tells it from all others, whatever their channel. ``body`` is in the richest form that the channel has.
    ``live`` is False once nothing in it is open. One that ``leaves`` goes from where it is, except where people wrote
    into it: then it reads like this, with their words. One that ``returns`` comes back with its next text after
    somebody took it away. ``language`` is the tag of the language that it reads in.
    """

    key: str
    channel: str
    opportunity_id: str
    target: str
    title: str
    body: str
    live: bool = True
    language: str = "en"
    leaves: bool = False
    returns: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryWork:
    """One delivery as it is handed to its channel: to be created (``remote_id`` is None) or changed.

    ``remote_id`` is the name that the other side gave it, ``details`` what the channel keeps about it. ``known`` are
    the remote ids of the deal's other deliveries over this channel; ``left_before``: Coach has removed an earlier one
    of this key itself.
    """

    key: str
    channel: str
    opportunity_id: str
    target: str
    title: str
    body: str
    remote_id: str | None = None
    details: Details = field(default_factory=dict)
    language: str = "en"
    leaves: bool = False
    known: frozenset[str] = frozenset()
    left_before: bool = False


class Outcome(StrEnum):
    """What became of one :class:`DeliveryWork`."""

    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    RECORD_GONE = "record_gone"
    VANISHED = "vanished"
    """What was to be changed is no longer there, and nothing says why. Its target is."""
    REMOVED = "removed"
    """Somebody deleted it."""
    LEFT = "left"
    """It was to leave, and is not there any more."""
    NOT_NEEDED = "not_needed"
    """It is not there, and was retired before it came there."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The settlement of one :class:`DeliveryWork`.

    WRITTEN carries ``remote_id``. REFUSED means that somebody must act, and ``sentence`` says who does what. TRY_AGAIN
    may carry ``after``, the shortest wait that makes sense. ``remote_id`` may be set on a failure too: something of it
    exists. ``code`` is the other side's, or empty. ``details`` are kept over those that were: what is not in
    them stays.
    """

    key: str
    outcome: Outcome
    remote_id: str | None = None
    details: Details = field(default_factory=dict)
    code: str = ""
    sentence: str = ""
    after: timedelta | None = None
