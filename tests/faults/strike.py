"""Carries out one step of a plan on running processes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.faults.places import Broker, Database
from tests.faults.plan import BEAT, WEB, WORKERS, Kind, Step
from tests.system.service import Service


@dataclass
class Struck:
    """A service under attack. ``restored`` is called when the database was replaced by an older copy."""

    service: Service
    database: Database
    broker: Broker
    restored: Callable[[], None]
    generation: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        """Start all processes; the web server always has the same port."""
        self.service.start_web(WEB)
        for name in (*WORKERS, BEAT):
            self._start(name)

    def take(self, step: Step) -> None:
        """Carry out a step."""
        does: Mapping[Kind, Callable[[], object]] = {
            Kind.KILL: lambda: self._again(step.target),
            Kind.SLEEP: lambda: self.service.processes.stop_for_now(step.target),
            Kind.WAKE: lambda: self.service.processes.go_on(step.target),
            Kind.ORG: lambda: self.service.control("PATCH", "faults", step.faults),
            Kind.SIGN_OUT: lambda: self.service.control("DELETE", "sessions"),
            Kind.CALM: lambda: self.service.control("DELETE", "faults"),
            Kind.CUT: self.broker.cut,
            Kind.EMPTY: self.broker.empty,
            Kind.CUT_DATABASE: self.database.cut,
            Kind.COPY: lambda: self._with_all_stopped(self.database.copy),
            Kind.RESTORE: self._restore,
        }
        does[step.kind]()

    def _again(self, name: str) -> None:
        self.service.processes.kill(name)
        self._start(name)

    def _start(self, name: str) -> None:
        self._keep_the_log(name)
        if name == WEB:
            self.service.start_web_again(name)
        elif name == BEAT:
            self.service.start_beat()
        else:
            self.service.start_worker(name)

    def _keep_the_log(self, name: str) -> None:
        """Save a process's log, because the next process with its name would overwrite it."""
        log = self.service.folder / f"{name}.log"
        if log.exists():
            self.generation[name] = self.generation.get(name, 0) + 1
            log.rename(log.with_suffix(f".{self.generation[name]}.log"))

    def _with_all_stopped(self, work: Callable[[], None]) -> None:
        for name in (WEB, *WORKERS, BEAT):
            self.service.processes.kill(name)
        self.service.engine.dispose()
        work()
        for name in (WEB, *WORKERS, BEAT):
            self._start(name)

    def _restore(self) -> None:
        self._with_all_stopped(self.database.restore)
        self.restored()
