"""Schedules events and faults. The same seed, length and ground (database and broker) give the same plan."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from tests.faults.answers import SHAPES

WEB, BEAT = "web", "beat"
WORKERS = ("worker-1", "worker-2")
ASLEEP_SECONDS = 35.0
"""Longer than a worker's lease lasts without renewal."""
CALM_AFTER = 0.65
"""The share of a storm after which the org works again. From then on, workers die, and nothing else goes wrong."""


class Kind(StrEnum):
    """The faults of a running service, and of its org, database and broker."""

    KILL = "kill"
    SLEEP = "sleep"
    WAKE = "wake"
    ORG = "org"
    SIGN_OUT = "sign out"
    CALM = "the org works again"
    CUT = "cut the broker off"
    EMPTY = "empty the broker"
    CUT_DATABASE = "cut the database off"
    COPY = "copy the database"
    RESTORE = "restore the database"


@dataclass(frozen=True, slots=True)
class Step:
    """One fault, at a second of the storm."""

    at: float
    kind: Kind
    target: str = ""
    faults: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return " ".join([f"{self.at:7.2f} s", self.kind.value, *([self.target] if self.target else []), *self._words()])

    def _words(self) -> Iterator[str]:
        for name, value in self.faults.items():
            shown = value
            if isinstance(value, list | tuple):
                shown = ", ".join(f"{one['status']} {one['body']!r}" for one in value)
            yield f"{name}={shown}"


@dataclass(frozen=True, slots=True)
class Happening:
    """An event on a deal, given by its index in a list. With ``name``, the deal is also renamed."""

    at: float
    deal: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """The service's database and broker."""

    database: str
    broker: str

    def __str__(self) -> str:
        return f"{self.database} and {self.broker}"


@dataclass(frozen=True)
class Plan:
    """A storm."""

    seed: int
    seconds: float
    steps: Sequence[Step]
    happenings: Sequence[Happening]


def draw(seed: int, seconds: float, ground: Ground, deals: int) -> Plan:
    """The plan of a seed."""
    chance = Random(f"{seed} on {ground}")
    steps = [*_mixed(chance, seconds * CALM_AFTER, ground), Step(seconds * CALM_AFTER, Kind.CALM)]
    if chance.random() < 0.5:
        steps += _sleep(chance, seconds)
    if chance.random() < 0.4:
        steps += _restoration(chance, seconds)
    steps += _crashes(chance, seconds * CALM_AFTER, seconds)
    happenings = sorted(_happenings(chance, seconds, deals), key=lambda each: each.at)
    return Plan(seed, seconds, sorted(steps, key=lambda each: each.at), happenings)


def _mixed(chance: Random, seconds: float, ground: Ground) -> Iterator[Step]:
    """All kinds of faults that are possible on this ground, one after the other."""
    drawn: list[tuple[int, Callable[[float], Step]]] = [
        (6, lambda at: Step(at, Kind.KILL, chance.choice(WORKERS))),
        (2, lambda at: Step(at, Kind.KILL, WEB)),
        (1, lambda at: Step(at, Kind.KILL, BEAT)),
        (7, lambda at: Step(at, Kind.ORG, faults={"done_then": chance.choices(SHAPES, k=chance.randint(1, 4))})),
        (4, lambda at: Step(at, Kind.ORG, faults=_org_fault(chance))),
        (1, lambda at: Step(at, Kind.SIGN_OUT)),
        (2, lambda at: Step(at, Kind.EMPTY)),
    ]
    if ground.broker != "files":
        drawn.append((3, lambda at: Step(at, Kind.CUT)))
    if ground.database == "postgresql":
        drawn.append((2, lambda at: Step(at, Kind.CUT_DATABASE)))
    at = 0.0
    while (at := at + 0.3 + chance.expovariate(1 / 1.7)) < seconds:
        yield chance.choices([make for _, make in drawn], [weight for weight, _ in drawn])[0](at)


def _org_fault(chance: Random) -> dict[str, object]:
    return chance.choice(
        [
            {"answer_lost": chance.randint(1, 3)},
            {"answer_truncated": chance.randint(1, 3)},
            {"row_locked": chance.randint(1, 6)},
            {"outage": chance.randint(1, 4)},
            {"html": 1},
            {"limit_exceeded": 1},
            {"sign_in_refused": 1},
            {"latency_ms": chance.choice([200, 800, 2000])},
        ]
    )


def _sleep(chance: Random, seconds: float) -> Iterator[Step]:
    """A worker sleeps until its lease has ended, possibly in the middle of a batch."""
    at, who = chance.uniform(0, seconds * 0.4), chance.choice(WORKERS)
    yield Step(at, Kind.SLEEP, who)
    yield Step(at + ASLEEP_SECONDS, Kind.WAKE, who)


def _restoration(chance: Random, seconds: float) -> Iterator[Step]:
    copied = chance.uniform(0.1, 0.3) * seconds
    yield Step(copied, Kind.COPY)
    yield Step(chance.uniform(copied, 0.6 * seconds), Kind.RESTORE)


def _crashes(chance: Random, begin: float, end: float) -> Iterator[Step]:
    """Workers die every few seconds, whatever they are working on."""
    at = begin
    while (at := at + chance.uniform(2, 5)) < end:
        yield Step(at, Kind.KILL, chance.choice(WORKERS))


def _happenings(chance: Random, seconds: float, deals: int) -> Iterator[Happening]:
    for deal in range(deals):
        for number in range(chance.randint(1, 3)):
            name = f"Deal {deal} under name {number}" if chance.random() < 0.4 else ""
            yield Happening(chance.uniform(0, seconds), deal, name)
