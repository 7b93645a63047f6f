"""Several processes at once, each with several threads, on one database and on its own clock."""

import json
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from threading import Event as Flag
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.model import Received
from coach.queue.tables.records import deal, event
from tests.fixtures.make import LEASE, ORG, delivered
from tests.fixtures.make import event as make_event

ROOT = Path(__file__).parents[2]
EVENTS, COPIES, DEALS, PROCESSES, SENDERS = 100, 10, 20, 2, 4


class Held(NamedTuple):
    """A deal in a worker's hands, in seconds on the machine's one clock: the claim known, until about to be saved."""

    opportunity_id: str
    since: float
    until: float


def _deliveries(process: int) -> list[Received]:
    """This process's part of all copies of all events, shuffled, up to five to a delivery."""
    chance = random.Random(process)
    copies = [number % EVENTS for number in range(process, EVENTS * COPIES, PROCESSES)]
    copies = [*copies, *range(EVENTS)]
    chance.shuffle(copies)
    return [
        Received(tuple(make_event(f"e{number}", number % DEALS) for number in copies[start : start + 5]))
        for start in range(0, len(copies), 5)
    ]


def _coach(store: SqlStore, sent: Flag) -> list[Held]:
    held: list[Held] = []
    while not sent.is_set() or store.due().deals:
        claims = store.claim_deals(3, LEASE)
        since = time.monotonic()
        with store.evaluating(claims) as evaluation:
            for claim in evaluation.claims():
                evaluation.save(claim, delivered(int(claim.opportunity_id[3:15])))
            until = time.monotonic()
        held += [Held(claim.opportunity_id, since, until) for claim in claims]
    return held


def _process(url: str, number: int) -> list[Held]:
    """Four threads that send, one that coaches."""
    engine = open_engine(url)
    store = SqlStore(engine, ORG, worker=f"process-{number}", timezone=UTC)
    sent = Flag()
    with ThreadPoolExecutor(SENDERS + 1) as pool:
        coaching = pool.submit(_coach, store, sent)
        list(pool.map(store.accept, _deliveries(number)))
        sent.set()
        held = coaching.result()
    engine.dispose()
    return held


def _in_a_process(url: str, number: int) -> list[Held]:
    """Not multiprocessing: what it starts to tidy up after itself stays until this process ends."""
    command = [sys.executable, "-m", __name__, url, str(number)]
    told = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE).stdout
    return [Held(*each) for each in json.loads(told)]


def _overlaps(held: Sequence[Held]) -> list[tuple[Held, Held]]:
    ordered = sorted(held)
    return [
        (one, other)
        for one, other in zip(ordered, ordered[1:], strict=False)
        if one.opportunity_id == other.opportunity_id and other.since < one.until
    ]


def test_the_same_events_from_many_processes_are_kept_and_answered_once(database: str, engine: Engine) -> None:
    with ThreadPoolExecutor(PROCESSES) as pool:
        held = [each for part in pool.map(_in_a_process, [database] * PROCESSES, range(PROCESSES)) for each in part]
    with engine.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(event)).scalar_one() == EVENTS
        answered = connection.execute(sa.select(deal.c.wanted, deal.c.done)).all()
    assert [tuple(row) for row in answered] == [(EVENTS // DEALS, EVENTS // DEALS)] * DEALS
    assert _overlaps(held) == []
    store = SqlStore(engine, ORG, worker="w", timezone=UTC)
    assert (len(store.log_page(1_000)), store.figures().deliveries["pending"]) == (DEALS, DEALS)


if __name__ == "__main__":
    json.dump(_process(sys.argv[1], int(sys.argv[2])), sys.stdout)
