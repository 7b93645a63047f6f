"""The cost of an export of the whole log over HTTP from a web process, compared to the same query written by hand.

There are two comparisons by hand: PostgreSQL's own COPY, which is the minimum; and a server-side cursor with Python's
csv module, as a program would do it, but without protection against spreadsheet formulas. The ways are run in turns, so
compare the ratios, not the absolute figures.
"""

import csv
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from io import StringIO
from pathlib import Path

import psycopg
import requests

from bench.figures import Figure
from bench.service import log_of
from bench.suites import Extent
from coach.app.store import SqlStore
from coach.config.settings import environment_without_settings
from coach.database.engine import open_engine
from coach.people.pages.gate import hashed
from demo.processes import HOST, Processes, free_port
from tests.fixtures.make import ORG

ROUNDS = 3
TOKEN = "coach_bench-token-of-good-length"
CHUNK = 2_000

QUERY = """
SELECT d.id, d.at, d.owner_id, d.owner_name, d.manager_id, d.opportunity_id, d.deal_name, d.stage_before, d.stage,
  d.amount, d.currency, d.product_families, d.playbook, d.card, d.occasion, d.verdict, d.reason, d.detail, d.minutes,
  d.library, d.revision, c.title, n.state, n.sentence, p.opened_at, p.acknowledged_at, p.done_at, p.dismissed_at,
  p.dismissal, p.aside, p.adherence, p.seen_at, p.seen_by, p.moved_at, p.moved_by, p.answered_at, p."right"
FROM decision d LEFT JOIN card c ON c.key = d.card_key LEFT JOIN card_progress p ON p.card_key = d.card_key
  LEFT JOIN delivery n ON n.key = d.card_key
WHERE d.org_id = '00D000000000001EAA' ORDER BY d.at DESC, d.id DESC
"""


@dataclass(frozen=True)
class Read:
    """One way of reading all rows: seconds until the first byte and until the last, and the number of bytes."""

    first: float
    whole: float
    size: int


def figures(extent: Extent) -> Iterator[Figure]:
    """CSV and JSON lines against both ways by hand."""
    with (
        log_of(extent.postgres, extent.rows) as url,
        tempfile.TemporaryDirectory() as folder,
        Processes(Path(folder)) as processes,
    ):
        address, memory = _serve(processes, Path(folder), url)
        reads = _measured(url, address, memory)
    for ours in ("CSV", "JSON lines"):
        for theirs in ("a cursor and csv", "COPY"):
            one, other = (tuple(each.whole for each in reads[way]) for way in (ours, theirs))
            yield Figure(f"export as {ours}", theirs, extent.rows, "rows", one, other)


def _measured(url: str, address: str, memory: Callable[[], int]) -> dict[str, list[Read]]:
    ways: dict[str, Callable[[], Read]] = {
        "CSV": lambda: _download(f"{address}/log/export.csv"),
        "JSON lines": lambda: _download(f"{address}/log/export.jsonl"),
        "a cursor and csv": lambda: _timed(_by_cursor(url)),
        "COPY": lambda: _timed(_by_copy(url)),
    }
    _download(f"{address}/log/export.csv?decision=retire")
    before = memory()
    reads: dict[str, list[Read]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            reads[name].append(way())
    for name, found in reads.items():
        first = statistics.median(each.first for each in found)
        print(f"{name}: first byte after {first * 1000:.0f} ms, {found[0].size / 1e6:.0f} MB")
    print(
        f"The web process took {before / 1024:.0f} MB before, and at most {memory() / 1024:.0f} MB while it exported."
    )
    return reads


def _download(address: str) -> Read:
    with requests.get(address, headers={"Authorization": f"Bearer {TOKEN}"}, stream=True, timeout=600) as response:
        response.raise_for_status()
        return _timed(response.iter_content(65_536), time.perf_counter() - response.elapsed.total_seconds())


def _timed(chunks: Iterator[bytes], began: float | None = None) -> Read:
    started = time.perf_counter() if began is None else began
    first, size = 0.0, 0
    for chunk in chunks:
        first = first or time.perf_counter() - started
        size += len(chunk)
    return Read(first, time.perf_counter() - started, size)


def _by_copy(url: str) -> Iterator[bytes]:
    statement = f"COPY ({QUERY}) TO STDOUT (FORMAT csv, HEADER)"
    with psycopg.connect(url) as connection, connection.cursor() as cursor, cursor.copy(statement) as copy:
        yield from map(bytes, copy)


def _by_cursor(url: str) -> Iterator[bytes]:
    with psycopg.connect(url) as connection, connection.cursor("export") as cursor:
        cursor.itersize = CHUNK
        cursor.execute(QUERY)
        while rows := cursor.fetchmany(CHUNK):
            text = StringIO()
            csv.writer(text).writerows(rows)
            yield text.getvalue().encode()


def _serve(processes: Processes, folder: Path, url: str) -> tuple[str, Callable[[], int]]:
    """The address of a web process, and a function that returns its peak memory in kB."""
    engine = open_engine(url)
    store = SqlStore(engine, ORG, worker="bench", timezone=UTC)
    store.identity.create_token("bench", hashed(TOKEN), "bench", ["read:log"])
    engine.dispose()
    port = free_port(0)
    address = f"http://{HOST}:{port}"
    environment = environment_without_settings() | {
        "COACH_SALESFORCE_URL": "https://example.my.salesforce.com",
        "COACH_SALESFORCE_ORG_ID": ORG,
        "COACH_SALESFORCE_CONSUMER_KEY": "key",
        "COACH_SALESFORCE_CONSUMER_SECRET": "secret",
        "COACH_SECRET_KEY": "k" * 32,
        "COACH_PUBLIC_URL": address,
        "COACH_DATA_DIR": str(folder),
        "COACH_LOG_LEVEL": "warning",
        "DATABASE_URL": url,
    }
    processes.start("web", ["coach.cli", "serve", "--port", str(port)], environment)
    processes.wait_for("web", f"{address}/healthz")
    web = processes.pid("web")
    return address, lambda: _peak(web)


def _peak(process: int) -> int:
    peak = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text(encoding="ascii"))
    return int(peak[1]) if peak else 0
