"""What keeping an event costs: outbound messages taken in, against reading the body and answering.

Both are served by the same gunicorn (two workers, eight threads each) and sent by the same clients, in turns, so the
ratio counts and not the absolute figures. `python bench/intake.py [PostgreSQL URL]`, from the project's folder.
"""

import http.client
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from threading import Thread

from coach.cli.demo.processes import HOST, free_port
from coach.ids import to18
from tests.system.service import KillableProcesses, Service, fresh_database, outbound_message, set_up

ROUNDS = 5
SECONDS = 3.0
CLIENTS = 16

BARE = """
def app(environ, start_response):
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/xml")])
    return [b"<Ack>true</Ack>"]
"""


def main() -> None:
    """Measure each way of keeping events against the bare answer."""
    print(f"{ROUNDS} rounds of {SECONDS:.0f} s each, {CLIENTS} clients; requests per second, medians\n")
    print(f"{'kept in':<12}{'Coach':>10}{'bare':>10}{'ratio':>8}{'p99 ms':>9}")
    _measure("SQLite", "")
    if len(sys.argv) > 1:
        url, drop = fresh_database(sys.argv[1])
        try:
            _measure("PostgreSQL", url)
        finally:
            drop()


def _measure(name: str, database: str) -> None:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        processes = stack.enter_context(KillableProcesses(folder))
        service = set_up(processes, folder, 1, database, "")
        stack.callback(service.engine.dispose)
        coach = _serve(processes, service, "coach", "wsgi:app", [])
        (folder / "bare.py").write_text(BARE)
        bare = _serve(processes, service, "bare", "bare:app", ["--chdir", str(folder)])
        path = f"/hooks/salesforce/outbound-messages/{service.token}"
        bodies = _bodies(service)
        rounds = [(_round(coach, path, bodies), _round(bare, "/", bodies)) for _ in range(ROUNDS)]
    ours, theirs = statistics.median(o[0] for o, _ in rounds), statistics.median(b[0] for _, b in rounds)
    ratio = statistics.median(o[0] / b[0] for o, b in rounds)
    late = statistics.median(o[1] for o, _ in rounds)
    print(f"{name:<12}{ours:>10.0f}{theirs:>10.0f}{ratio:>8.2f}{late * 1000:>9.0f}")


def _serve(processes: KillableProcesses, service: Service, name: str, app: str, options: list[str]) -> int:
    port = free_port(0)
    gunicorn = ["gunicorn", app, "--no-control-socket", "--bind", f"{HOST}:{port}", "--worker-class", "gthread"]
    processes.start(name, [*gunicorn, "--workers", "2", "--threads", "8", *options], service.environment)
    processes.wait_for(name, f"http://{HOST}:{port}/healthz")
    return port


def _bodies(service: Service) -> Callable[[], bytes]:
    """A new event each time, on one of a hundred deals."""
    numbers = count(1)

    def body() -> bytes:
        number = next(numbers)
        return outbound_message(service.org.org_id, [(to18(f"04l{number:012}"), to18(f"006{number % 100:012}"))])

    return body


def _round(port: int, path: str, body: Callable[[], bytes]) -> tuple[float, float]:
    """Requests per second, and the 99th percentile of their time in seconds."""
    took: list[float] = []
    ends = time.monotonic() + SECONDS
    threads = [Thread(target=lambda: took.extend(_requests(port, path, body, ends))) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(took) / SECONDS, statistics.quantiles(took, n=100)[98]


def _requests(port: int, path: str, body: Callable[[], bytes], ends: float) -> Iterator[float]:
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    while time.monotonic() < ends:
        started = time.monotonic()
        connection.request("POST", path, body(), {"Content-Type": "text/xml; charset=utf-8"})
        answer = connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        assert b"<Ack>true</Ack>" in text
        yield time.monotonic() - started
    connection.close()


if __name__ == "__main__":
    main()
