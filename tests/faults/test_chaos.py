"""Storms drawn from a seed. ``make chaos SECONDS=… SEED=…`` lets them last, and draws another seed each time."""

import os
import secrets

import pytest

from tests.faults.conftest import Storm
from tests.faults.plan import Ground, draw
from tests.faults.run import STORMED

GROUNDS = (Ground("sqlite", "files"), Ground("postgresql", "rabbitmq"), Ground("postgresql", "redis"))
ASKED = os.environ.get("COACH_CHAOS_SECONDS")
SECONDS = float(ASKED or 3 * 25) / len(GROUNDS)
SEED = int(os.environ.get("COACH_CHAOS_SEED") or (secrets.randbelow(1_000_000) if ASKED else 20261130))
A_MINUTE = 60

pytestmark = [pytest.mark.slow, pytest.mark.service]


@pytest.mark.parametrize("ground", GROUNDS, ids=str)
def test_whatever_goes_wrong_each_deal_has_its_notes_once(storm: Storm, ground: Ground) -> None:
    report = storm(draw(SEED, SECONDS, ground, STORMED), ground)

    assert list(map(str, report.findings)) == [], report
    # How long a new deal waits is judged where somebody asked for chaos, and not by a test on any machine.
    assert not ASKED or report.newcomer_seconds <= A_MINUTE, report
