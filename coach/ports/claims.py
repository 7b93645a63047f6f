"""Claims: work taken from the queue of record, under a lease."""

from dataclasses import dataclass

from coach.engine.model.delivery import DeliveryWork


@dataclass(frozen=True, slots=True)
class Accepted:
    """The result of a request: how many events were new, and how many had been received before."""

    new: int
    repeated: int


@dataclass(frozen=True, slots=True)
class DealClaim:
    """A deal held under a lease. ``fence`` rises with each claim; a write with an older one changes nothing.

    ``wanted`` is the value of the deal's wanted counter that this claim answers. The done counter follows it, so an
    event that arrives in between still counts. ``event_id`` is the source's own id of the oldest event that led to this
    claim, for the logs. ``suspected`` says that an earlier worker was lost while it held this deal: it is taken alone.
    """

    opportunity_id: str
    wanted: int
    fence: int
    attempts: int
    event_id: str = ""
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class DeliveryClaim:
    """A wanted delivery held under a lease, its attempt already committed.

    ``look_first`` says that an earlier create may have been carried out. ``give_up_looking`` says that enough time has
    passed for the org to have finished any earlier request, so that what is not found may be created again. ``live`` is
    false for a retired delivery: it is still updated where it is found, but no longer created. ``event_id`` is the
    source's own id of the event that led to it, for the logs. ``suspected`` says that an earlier worker was lost while
    it held this delivery: it is taken alone.
    """

    work: DeliveryWork
    fence: int
    attempt: int
    look_first: bool = False
    give_up_looking: bool = False
    live: bool = True
    event_id: str = ""
    suspected: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """How much work is due now."""

    deals: int
    deliveries: int
