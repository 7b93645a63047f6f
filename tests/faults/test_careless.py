"""The oracle finds out who is careless; and a service that is not passes under the same plan."""

from collections.abc import Sequence

import pytest

from tests.faults.answers import SHAPES
from tests.faults.conftest import Storm
from tests.faults.oracle import Fault
from tests.faults.plan import WEB, Ground, Happening, Kind, Plan, Step
from tests.faults.run import STORMED

FILES = Ground("sqlite", "files")
ROUNDS = 12
ENOUGH = 12.0
"""Seconds after which a careless service is judged: what it lost or doubled never mends."""

pytestmark = pytest.mark.slow


def events(first: float, last: float) -> Sequence[Happening]:
    """One deal after the other."""
    return [Happening(first + (last - first) * number / STORMED, number) for number in range(STORMED)]


def org(at: float, **faults: object) -> Step:
    return Step(at, Kind.ORG, faults=faults)


ANSWERED = Plan(0, 25, [org(1 + 1.5 * n, done_then=SHAPES[n::ROUNDS]) for n in range(ROUNDS)], events(0, 22))
"""Whatever may come back from a write that was carried out."""
UNREACHED = Plan(0, 25, [org(2 + 0.7 * number, html=1) for number in range(30)], events(0, 22))
"""Something else answers in the org's place, so that nobody can tell whether a call was carried out: it was not."""
KILLED = Plan(0, 15, [Step(at, Kind.KILL, WEB) for at in (6, 9, 12)], events(4, 13))


@pytest.mark.parametrize(
    ("mistake", "plan", "faults"),
    [
        ("writes without looking", ANSWERED, {Fault.DOUBLED, Fault.LOOSE}),
        ("never looks", UNREACHED, {Fault.LOST}),
        ("acknowledges first", KILLED, {Fault.LOST}),
    ],
)
def test_a_careless_service_is_found_out(storm: Storm, mistake: str, plan: Plan, faults: set[Fault]) -> None:
    """A note that is written a second time stands twice on its record, or hangs nowhere once one of them is linked."""
    report = storm(plan, FILES, mistake, patience=ENOUGH)

    assert faults & {one.fault for one in report.findings}, report


def test_whatever_answer_comes_after_the_deed_the_service_doubles_nothing(storm: Storm) -> None:
    assert list(map(str, storm(ANSWERED, FILES).findings)) == []
