"""A connection to one org: the session, the sign-in, the clock, and what is known about the org."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import ParamSpec, TypeVar

from coach.ports import Clock, Memory
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.circuit.calls import CallCircuit
from coach.salesforce.client import Client, Pace, Refused
from coach.salesforce.describer import Describer
from coach.salesforce.faults import error
from coach.salesforce.orgtime import OrgTime
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import AUDIENCE_KEPT, SignIn
from coach.salesforce.transport import OrgSession
from coach.salesforce.usage import CallBudget

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


def translate_errors(method: Callable[_Asked, _Answer]) -> Callable[_Asked, _Answer]:
    """Translate API errors that no caller handled into CoachError."""

    @wraps(method)
    def translating(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Answer:
        try:
            return method(*args, **kwargs)
        except Refused as refusal:
            raise error(refusal.fault) from None

    return translating


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _ticks_of(clock: Clock) -> Callable[[], float]:
    return lambda: clock().timestamp()


class OrgConnection:
    """Everything that calls of one org share. Build it after a fork, not before.

    Nothing is sent until the first call. ``memory`` keeps what is found out about the org. ``time`` is the org's own
    time, used when deals are read and for the age of cached findings, unless ``clock`` replaces it. ``pace`` and
    ``monotonic`` are replaced in tests.
    """

    def __init__(
        self,
        settings: OrgSettings,
        memory: Memory,
        clock: Clock | None = None,
        pace: Pace | None = None,
        monotonic: Callable[[], float] | None = None,
    ) -> None:
        self.settings, self.memory = settings, memory
        self.session = OrgSession(settings.url, settings.client_name, settings.timeout)
        # When a past is simulated, pauses last as long as in that past.
        ticks = monotonic or (_ticks_of(clock) if clock else time.monotonic)
        self.time = OrgTime(clock or _utc_now, ticks)
        self.session.hooks["response"].append(self.time.note)
        self.clock = clock or self.time
        self.budget = CallBudget(settings.api_budget_share, ticks)
        taken_audience = CachedCapability(memory, "jwt_audience", AUDIENCE_KEPT, self.clock)
        self.signin = SignIn(settings, self.session, ticks, self.time, taken_audience)
        self.place = f"{settings.url} {settings.api_version}"
        circuit = None if settings.insistent else CallCircuit(memory, self.clock, self.place)
        self.client = Client(settings, self.session, self.signin, self.budget, pace or Pace(), circuit)
        self.describer = Describer(self.client, memory, self.clock, settings.schema_age)
