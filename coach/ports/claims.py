"""Work taken from the queue of record, under a lease."""

from dataclasses import dataclass

from coach.engine.model.delivery import DeliveryWork


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a request led to: events that were new, and events that had been received before."""

    new: int
    repeated: int


@dataclass(frozen=True, slots=True)
class DealClaim:
    """A deal held under a lease. ``fence`` rises with each claim; a write with an older one changes nothing.

    ``wanted`` is the wish that this claim answers: done follows it, so that an event that arrives in between counts.
    ``event_id`` is the source's own id of the oldest event among those that led here, for the logs. ``suspected`` says
    that a worker was lost with it: it is taken alone.
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

    ``look_first`` says that an earlier create may have been carried out; ``give_up_looking`` that enough time has
    passed for the org to have finished any earlier request, so that what is not found may be created again.
    ``live`` is false for one that was retired: it is still changed where it is found, and no longer created.
    ``event_id`` is the source's own id of the event that led to it, for the logs.
    ``suspected`` says that a worker was lost with it: it is taken alone.
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
    """How much could be worked on now."""

    deals: int
    deliveries: int
