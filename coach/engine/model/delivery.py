"""Delivery: the text wanted for a person or on a record over a channel, and how far it has got."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, TypeAlias

from coach.engine.model.card import Card
from coach.engine.model.deal import Deal
from coach.engine.model.lines import Lines

Details: TypeAlias = Mapping[str, Any]
"""What a channel stores about one delivery between two attempts, as JSON. Opaque to everything else."""


class DeliveryState(StrEnum):
    """How far a delivery has got."""

    PENDING = "pending"
    SENDING = "sending"
    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    WAITING = "waiting"
    PARKED = "parked"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"
    """Somebody removed it: it is not put back."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a card ended: in a few words, and why in a sentence.

    ``done``: what it asks for was done. ``by_person``: a person's action ended it.
    """

    label: str
    sentence: str
    done: bool = False
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Delivery:
    """The text wanted at ``target``, a record or a person, over ``channel``.

    ``key`` is unique across all channels. ``body`` is written by the channel in its own form. ``live`` is False once
    nothing in it is open. A delivery that ``leaves`` is removed from its target, unless people wrote into it: then it
    gets this text, with their words kept. A delivery that ``returns`` comes back with its next text after somebody
    removed it. ``language`` is the tag of its language.
    """

    key: str
    channel: str
    opportunity_id: str
    target: str
    title: str
    body: Lines
    live: bool = True
    language: str = "en"
    leaves: bool = False
    returns: bool = False


@dataclass(frozen=True, slots=True)
class DeliveredCard:
    """A card that was given on the deal.

    ``ended`` says how it ended; None while it is open. ``link`` leads to its page, if it has one. ``stays``: nobody
    lays it aside, as with cards for compliance.
    """

    card: Card
    ended: Ended | None = None
    link: str | None = None
    stays: bool = False


Wants: TypeAlias = Callable[[str, Deal | None, Sequence[DeliveredCard]], tuple[Delivery, ...]]
"""Returns the deliveries of a channel for the cards on a deal. Arguments: the deal's id, the deal (None if it is gone),
and its cards.
"""


@dataclass(frozen=True, slots=True)
class DeliveryWork:
    """One delivery as handed to its channel: to be created (``remote_id`` is None) or changed.

    ``remote_id`` is the id that the other side gave it, ``details`` what the channel stores about it. ``known`` are the
    remote ids of the deal's other deliveries over this channel. ``left_before``: Coach itself has removed an earlier
    delivery with this key.
    """

    key: str
    channel: str
    opportunity_id: str
    target: str
    title: str
    body: Lines
    remote_id: str | None = None
    details: Details = field(default_factory=dict)
    language: str = "en"
    leaves: bool = False
    known: frozenset[str] = frozenset()
    left_before: bool = False


class Outcome(StrEnum):
    """The result of one :class:`DeliveryWork`."""

    WRITTEN = "written"
    IN_DOUBT = "in_doubt"
    TRY_AGAIN = "try_again"
    REFUSED = "refused"
    RECORD_GONE = "record_gone"
    VANISHED = "vanished"
    """The thing to be changed no longer exists, for no known reason. Its target still does."""
    REMOVED = "removed"
    """Somebody deleted it."""
    LEFT = "left"
    """It was to be removed, and is not there any more."""
    NOT_NEEDED = "not_needed"
    """It does not exist, and was retired before it was created."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of one :class:`DeliveryWork`, with its details.

    WRITTEN carries ``remote_id``. REFUSED means that somebody must act; ``sentence`` says who does what. TRY_AGAIN may
    carry ``after``, the shortest sensible wait. A failure may have a ``remote_id`` too: then something was created.
    ``code`` is the other side's, or empty. ``details`` are merged over the stored ones: keys that are missing here
    stay.
    """

    key: str
    outcome: Outcome
    remote_id: str | None = None
    details: Details = field(default_factory=dict)
    code: str = ""
    sentence: str = ""
    after: timedelta | None = None
