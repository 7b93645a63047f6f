"""The cost of keeping an event: receiving outbound messages, compared to just reading the body and answering.

All ways are served by the server of ``coach serve`` and called by the same clients, in turns, so compare the ratios,
not the absolute figures. "bare" is a WSGI function; "flask" is the same as a Flask view, which is the minimum for a web
service in Flask. Afterwards the database must contain at least the acknowledged events.

The clients are `wrk` if it is installed (Debian's package of that name), because clients in Python take more of the
machine than the server does: they slow down both sides, the faster one more. Without `wrk`, they are in Python.
"""

import http.client
import json
import shutil
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from threading import Thread

import sqlalchemy as sa

from bench.figures import Figure, Goal, at_least, at_most
from bench.suites import Extent
from coach.ids import to18
from coach.queue.tables.records import event
from demo.processes import HOST, free_port
from tests.postgres import fresh_database
from tests.system.service import KillableProcesses, Service, outbound_message, set_up

SECONDS = 3.0
CLIENTS = 16
WRK = shutil.which("wrk")
SCRIPT = Path(__file__).with_suffix(".lua")

ANSWERS = """
import sys
from flask import Flask, Response, request
from coach.app.serve import serve

def bare(environ, start_response):
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [b"<Ack>true</Ack>"]

flask = Flask("bare")

@flask.get("/healthz")
def alive():
    return "alive"

@flask.post("/hooks/salesforce/outbound-messages/<token>")
def acknowledge(token):
    request.get_data()
    return Response(b"<Ack>true</Ack>", content_type="text/xml")

serve({"bare": bare, "flask": flask}[sys.argv[1]], "127.0.0.1", int(sys.argv[2]))
"""


@dataclass(frozen=True)
class Round:
    """Answers per second, and their times in milliseconds."""

    answers: int
    rate: float
    p50: float
    p99: float


def figures(extent: Extent) -> Iterator[Figure]:
    """Each way of keeping events, against a bare Flask answer and against an answer without Flask."""
    yield from _of("SQLite", "", at_least(0.7), extent.rounds)
    if extent.postgres:
        url, drop = fresh_database(extent.postgres)
        try:
            yield from _of("PostgreSQL", url, at_least(0.5), extent.rounds)
        finally:
            drop()


def _of(name: str, database: str, wanted: Goal, count: int) -> Iterator[Figure]:
    coach, flask, bare = zip(*_measured(database, count), strict=True)
    what, unit = f"an event kept in {name}", "events"
    yield Figure(what, "a bare Flask answer", 2, unit, _each(coach), _each(flask), wanted)
    yield Figure(what, "an answer without Flask", 2, unit, _each(coach), _each(bare))
    late = tuple(each.p99 / 1000 for each in coach), tuple(each.p99 / 1000 for each in flask)
    yield Figure(f"{what}, slowest in a hundred", "a bare Flask answer", 1, unit, *late, at_most(3))


def _each(rounds: Sequence[Round]) -> tuple[float, ...]:
    """Seconds for two answers, round by round."""
    return tuple(2 / each.rate for each in rounds)


def _measured(database: str, count: int) -> list[list[Round]]:
    """Rounds of each way of answering, in turns."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        processes = stack.enter_context(KillableProcesses(folder))
        service = set_up(processes, folder, 1, database, "", COACH_LOG_LEVEL="info")
        stack.callback(service.engine.dispose)
        (folder / "answers.py").write_text(ANSWERS)
        environment = {**service.environment, "PYTHONPATH": f"{folder}:{Path.cwd()}"}
        ports = [
            _serve(processes, service.environment, "coach", ["coach.cli", "serve", "--port"]),
            _serve(processes, environment, "flask", ["answers", "flask"]),
            _serve(processes, environment, "bare", ["answers", "bare"]),
        ]
        load = _wrk if WRK else _python
        rounds = [[load(service, port, number) for port in ports] for number in range(count)]
        _require_kept(service, sum(coach.answers for coach, _, _ in rounds))
        return rounds


def _serve(processes: KillableProcesses, environment: Mapping[str, str], name: str, command: list[str]) -> int:
    port = free_port(0)
    processes.start(name, [*command, str(port)], environment)
    processes.wait_for(name, f"http://{HOST}:{port}/healthz")
    return port


def _require_kept(service: Service, acknowledged: int) -> None:
    with service.engine.connect() as connection:
        kept = connection.execute(sa.select(sa.func.count()).select_from(event)).scalar_one()
    assert kept >= acknowledged, f"{acknowledged} acknowledged, {kept} kept"


def _path(service: Service) -> str:
    return f"/hooks/salesforce/outbound-messages/{service.token}"


# ---------------------------------------------------------------- wrk


def _wrk(service: Service, port: int, number: int) -> Round:
    assert WRK
    message = outbound_message(service.org.org_id, [("@N", "@D")]).decode()
    ran = subprocess.run(
        [
            *(WRK, "--threads", "1", "--connections", str(CLIENTS), "--duration", f"{SECONDS:.0f}s", "--latency"),
            *("--script", str(SCRIPT), f"http://{HOST}:{port}{_path(service)}", "--", message, str(number)),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout.splitlines()[-1])
    assert not found["refused"] + found["broken"], found
    rate = found["requests"] / found["microseconds"] * 1_000_000
    return Round(found["requests"], rate, found["p50"] / 1000, found["p99"] / 1000)


# ---------------------------------------------------------------- clients in Python

_numbers = count(1)


def _python(service: Service, port: int, _number: int) -> Round:
    took: list[float] = []
    ends = time.monotonic() + SECONDS
    threads = [Thread(target=lambda: took.extend(_requests(service, port, ends))) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shares = statistics.quantiles(took, n=100)
    return Round(len(took), len(took) / SECONDS, shares[49] * 1000, shares[98] * 1000)


def _requests(service: Service, port: int, ends: float) -> Iterator[float]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    while time.monotonic() < ends:
        number = next(_numbers)
        event_ids = to18(f"04l{number:012}"), to18(f"006{number % 100:012}")
        started = time.monotonic()
        body = outbound_message(service.org.org_id, [event_ids])
        connection.request("POST", _path(service), body, {"Content-Type": "text/xml; charset=utf-8"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        assert b"<Ack>true</Ack>" in text
        yield time.monotonic() - started
    connection.close()
