"""The simulation's loop: move the org's clock, receive events, decide, write notes, let reps respond."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from coach.app import build
from coach.config.settings import Settings
from coach.engine.model import Event, EventKind, Reason, Received, Source, Verdict
from coach.log.comments import Remark
from coach.pipeline import receive
from coach.pipeline.coaching import DEALS_AT_ONCE
from coach.pipeline.writing import DELIVERIES_AT_ONCE
from coach.queue.entries import LogEntry
from demo.history import library
from demo.history.cast import Boss, cast
from demo.history.hours import FRIDAY, working_days
from demo.history.managers import Noticed, friday
from demo.history.org_time import OrgClockOverHttp
from demo.history.reps import Reps
from demo.org import OrgOverHttp

WINDOW = timedelta(hours=4)
"""The events within this time are decided on together, at its end: nobody reads a note so soon."""
SEED = 7
_BEFORE_WORK = timedelta(hours=1)
_FRIDAY_AFTERNOON = timedelta(hours=7)
_FEW, _ALL = 60, 2_000


class StoryClock:
    """The service's clock, set from outside."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


class _Silent:
    """Implements :class:`coach.ports.Wake` by doing nothing: the loop calls every step itself."""

    def coach(self) -> None:
        """Ignore waiting deals."""

    def write(self) -> None:
        """Ignore waiting notes."""


@dataclass(slots=True)
class Lived:
    """The figures of the simulation so far."""

    weeks: float = 0.0
    decisions: int = 0
    cards: int = 0
    steps: int = 0


Tell = Callable[[Lived], object]


@dataclass(order=True, slots=True)
class _Due:
    at: datetime
    place: int
    do: Callable[[], object] = field(compare=False)


def live_through(org: OrgOverHttp, settings: Settings, now: datetime, tell: Tell, seed: int = SEED) -> Lived:
    """Simulate from the time of the org's clock to ``now``, then let that clock run.

    ``tell`` is called with the progress.
    """
    return _Replay(org, settings, now, tell, seed).run()


class _Replay:
    def __init__(self, org: OrgOverHttp, settings: Settings, now: datetime, tell: Tell, seed: int) -> None:
        self._org = org
        self._tell = tell
        self._org_clock = OrgClockOverHttp(org.url)
        began = self._org_clock.read()
        self._began, self._end, self._coming = began.now, now, began.next
        self._clock = StoryClock(began.now)
        self._playbooks, self._lived_with = settings.playbooks_dir, settings.data_dir / "playbooks"
        library.write(self._playbooks, self._lived_with, 0)
        settings = settings.model_copy(update={"playbooks_dir": self._lived_with})
        app = build(settings, clock=self._clock, settled=True)
        self._store, self._registry = app.store, app.registry
        self._pipeline = replace(app.pipeline(), wake=_Silent())
        self._cast = cast(org)
        context = app.context()
        self._reps = Reps(org, app.store, context.library, context.limits, self._cast, self._plan, seed)
        self._random = Random(seed)  # noqa: S311  # a story, not a secret
        self._due: list[_Due] = []
        self._places = self._events = self._last = 0
        self._lived = Lived()

    def run(self) -> Lived:
        for weeks in library.CHANGES:
            self._plan(self._began + timedelta(weeks=weeks), partial(self._ship, weeks))
        for day in working_days(self._began, self._end):
            self._plan(day, self._say_how_far)
            self._plan(day - _BEFORE_WORK, self._pipeline.sweep)
            if day.weekday() == FRIDAY:
                self._plan(day + _FRIDAY_AFTERNOON, self._write_remarks)
        while (begins := self._next()) < self._end:
            self._step(min(begins + WINDOW, self._end))
        self._step(self._end)
        self._org_clock.move(None)
        self._say_how_far()
        return self._lived

    def _say_how_far(self) -> None:
        self._tell(replace(self._lived, weeks=self._reps.weeks))

    def _ship(self, weeks: float) -> None:
        """Put in force the playbooks as they were after ``weeks``."""
        library.write(self._playbooks, self._lived_with, weeks)
        self._registry.reload()

    def _next(self) -> datetime:
        """The time of the next event, either in the org or planned by the simulated people."""
        due = self._due[0].at if self._due else self._end
        return min(due, self._coming or self._end)

    def _plan(self, at: datetime, do: Callable[[], object]) -> None:
        heapq.heappush(self._due, _Due(at, self._places, do))
        self._places += 1

    def _step(self, moment: datetime) -> None:
        """Simulate up to ``moment``, then decide on all deals and write all notes that are waiting."""
        told = self._org_clock.move(moment)
        self._coming = told.next
        self._reps.weeks = (moment - self._began) / timedelta(weeks=1)
        while self._due and self._due[0].at <= moment:
            due = heapq.heappop(self._due)
            self._clock.now = max(self._clock.now, due.at)
            due.do()
        self._clock.now = moment
        self._hear_of([*told.changed, *self._reps.take_touched()])
        while self._pipeline.coach() == DEALS_AT_ONCE:
            continue
        while self._pipeline.write() == DELIVERIES_AT_ONCE:
            continue
        self._read_decisions()
        self._lived.steps += 1

    def _hear_of(self, deals: list[str]) -> None:
        events = tuple(self._event(deal) for deal in dict.fromkeys(deals))
        if events:
            receive(self._store, _Silent(), Received(events))

    def _event(self, opportunity_id: str) -> Event:
        self._events += 1
        source_id = f"04l{self._events:012}"
        now = self._clock.now
        return Event(self._org.org_id, Source.OUTBOUND_MESSAGE, source_id, EventKind.CHANGED, opportunity_id, now)

    def _read_decisions(self) -> None:
        for entry in self._news():
            self._last = entry.id
            self._lived.decisions += 1
            if entry.verdict == Verdict.DELIVER:
                self._lived.cards += 1
                self._reps.take(entry)
            elif entry.verdict == Verdict.RETIRE:
                self._reps.put_away(entry)
            elif entry.verdict == Verdict.HOLD_BACK and entry.owner_id:
                noticed = Noticed(entry.id, entry.owner_id, Reason(entry.reason))
                self._reps.noticed[entry.owner_id].append(noticed)

    def _news(self) -> list[LogEntry]:
        """The decisions since the last call, oldest first."""
        latest = self._store.log_page(_FEW)
        if latest and latest[-1].id > self._last:
            latest = self._store.log_page(_ALL)
        return [entry for entry in reversed(latest) if entry.id > self._last]

    def _write_remarks(self) -> None:
        """Every manager settles due follow-ups, and writes remarks about the week."""
        today = self._clock.now.date()
        for boss in dict.fromkeys(self._cast.bosses.values()):
            self._come_back(boss)
            team = [rep for rep, reports_to in self._cast.bosses.items() if reports_to == boss]
            week = [each for rep in team for each in self._reps.noticed[rep]]
            for written in friday(week, today, self._random):
                remark = Remark(boss.id, boss.name, written.text, written.follow_up_on)
                self._store.logbook.comment(written.decision_id, remark, None)
        self._reps.noticed.clear()

    def _come_back(self, boss: Boss) -> None:
        for each in self._store.logbook.follow_ups(None, 50, boss.id):
            comment = each.comment
            if comment.follow_up_on and comment.follow_up_on <= self._clock.now.date() and self._random.random() < 0.8:
                self._store.logbook.settle_follow_up(comment.decision_id, comment.id, boss.id)
