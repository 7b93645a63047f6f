"""The interfaces that the pipeline needs from the outside world. Adapters, and the fakes in the tests, implement them.

The pipeline needs nothing else. All methods may raise :class:`~coach.errors.TryAgain` (time helps) and
:class:`~coach.errors.Undeliverable` (an admin of the org must act), and nothing else that a caller should catch.
"""

from coach.ports.channel import AboutToSend, Channel, DeliveryPlace, Found, Sighting, Whereabouts, as_kept
from coach.ports.claims import Accepted, DealClaim, DeliveryClaim, Due
from coach.ports.evaluation import Evaluation, Remembered, StoredDelivery
from coach.ports.libraries import Libraries, OfferedLibrary, Release
from coach.ports.org import (
    EVERY_NOTE_REFUSED,
    HELD_CALLS,
    HELD_WRITES,
    NOTHING,
    ORG_REFUSES,
    RATES,
    ApiUsage,
    Changes,
    DealsRead,
    Identity,
    Memory,
    Org,
)
from coach.ports.process import Clock, Wake
from coach.ports.store import Marks, QueueFigures, Store, Stray

__all__ = [
    "EVERY_NOTE_REFUSED",
    "HELD_CALLS",
    "HELD_WRITES",
    "NOTHING",
    "ORG_REFUSES",
    "RATES",
    "AboutToSend",
    "Accepted",
    "ApiUsage",
    "Changes",
    "Channel",
    "Clock",
    "DealClaim",
    "DealsRead",
    "Due",
    "Evaluation",
    "Found",
    "Identity",
    "StoredDelivery",
    "Libraries",
    "Marks",
    "Memory",
    "DeliveryClaim",
    "OfferedLibrary",
    "Org",
    "QueueFigures",
    "Remembered",
    "Release",
    "DeliveryPlace",
    "Sighting",
    "Store",
    "Stray",
    "Whereabouts",
    "Wake",
    "as_kept",
]
