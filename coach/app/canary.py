"""Send one deal through the whole service, as an event of it would, and time each leg."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import uuid4

from coach.app.parts import open_org
from coach.app.service import App
from coach.doctor.checks.words import counted
from coach.engine.model import DeliveryState, Event, EventKind, Received, Source
from coach.errors import CoachError
from coach.ids import OPPORTUNITY, to18
from coach.pipeline import receive
from coach.queue.one_deal import DealProgress

PATIENCE_SECONDS = 30.0
LOOK_SECONDS = 0.2
_SETTLED = frozenset({DeliveryState.WRITTEN, DeliveryState.PARKED, DeliveryState.DEAD, DeliveryState.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg of the way. ``ok`` is None if there was nothing to do."""

    name: str
    ok: bool | None
    seconds: float
    says: str


class Canary:
    """Sends one event. It runs the steps in this process unless a worker is quicker: the queue makes that safe."""

    def __init__(self, app: App, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._app = app
        self._monotonic = monotonic
        self._pipeline = app.pipeline()
        self._org = open_org(app.settings, app.store, interactive=True)

    def legs(self, deal_id: str) -> Iterator[Leg]:
        """The legs, until one fails. Raises ValueError if this is not an opportunity's id."""
        deal = to18(deal_id, OPPORTUNITY)
        for name, step in (
            ("event received", self._receive),
            ("deal read", self._read),
            ("decided", self._decide),
            ("note written", self._write),
            ("read back", self._read_back),
        ):
            leg = self._timed(name, step, deal)
            yield leg
            if not leg.ok:
                return

    def _timed(self, name: str, step: Callable[[str], tuple[bool | None, str]], deal: str) -> Leg:
        began = self._monotonic()
        try:
            ok, says = step(deal)
        except CoachError as failure:
            ok, says = False, str(failure)
        return Leg(name, ok, self._monotonic() - began, says)

    def _receive(self, deal: str) -> tuple[bool | None, str]:
        event = Event(
            self._app.settings.salesforce_org_id, Source.JSON, f"canary-{uuid4().hex}", EventKind.CHANGED, deal
        )
        accepted = receive(self._app.store, self._pipeline.wake, Received((event,)))
        return accepted.new == 1, "kept in the inbox"

    def _read(self, deal: str) -> tuple[bool | None, str]:
        read = self._org.read_deals([deal], frozenset())
        if deal in read.gone:
            return False, "The org has no such opportunity, or hides it from the integration user."
        return True, read.deals[deal].name

    def _decide(self, deal: str) -> tuple[bool | None, str]:
        state = self._until(deal, self._pipeline.coach, lambda now: not now.waiting)
        if state.waiting:
            return False, state.sentence or f"No decision within {PATIENCE_SECONDS:.0f} s."
        return True, f"{counted(len(state.deliveries), 'note')} for this deal"

    def _write(self, deal: str) -> tuple[bool | None, str]:
        if not self._app.store.health.progress(deal).deliveries:
            return None, "No playbook applies to this deal, so there is no note to write: name one with --deal."
        state = self._until(deal, self._pipeline.write, _settled)
        stuck = [one for one in state.deliveries if one.state is not DeliveryState.WRITTEN]
        if stuck:
            return False, stuck[0].sentence or f"The note is {stuck[0].state.value} after {PATIENCE_SECONDS:.0f} s."
        return True, f"{counted(len(state.deliveries), 'note')} written"

    def _read_back(self, deal: str) -> tuple[bool | None, str]:
        wanted = {to18(one.remote_id) for one in self._app.store.health.progress(deal).deliveries if one.remote_id}
        missing = wanted - self._org.notes.notes_on(deal)
        return not missing, f"Missing on the record: {counted(len(missing), 'note')}." if missing else "on the record"

    def _until(self, deal: str, step: Callable[[], int], done: Callable[[DealProgress], bool]) -> DealProgress:
        """Run the step until ``done`` or out of patience. Work on other deals does not stop this."""
        end = self._monotonic() + PATIENCE_SECONDS
        while not done(state := self._app.store.health.progress(deal)) and self._monotonic() < end:
            if not step():
                time.sleep(LOOK_SECONDS)
        return state


def _settled(now: DealProgress) -> bool:
    return all(one.state in _SETTLED for one in now.deliveries)
