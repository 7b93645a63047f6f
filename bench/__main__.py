"""Measures every suite, or those that are named, and writes bench/RESULTS.md; or compares two checkouts."""

import argparse
import socket
from pathlib import Path
from subprocess import CalledProcessError
from urllib.parse import urlsplit

from bench.checkout import HERE, measured
from bench.figures import Figure
from bench.machine import described
from bench.report import compared, page, table
from bench.suites import SUITES, WITH_POSTGRESQL, Extent

RESULTS = HERE / "bench" / "RESULTS.md"
TURNS = 3
"""How often each of two checkouts is measured."""


def main() -> None:
    """Read the command line, and measure."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--short", action="store_true", help="minutes: fewer rounds, smaller sizes")
    parser.add_argument("--only", nargs="+", choices=SUITES, default=SUITES, metavar="SUITE", help=", ".join(SUITES))
    parser.add_argument("--against", type=Path, help="another checkout, with which this one takes turns")
    parser.add_argument("--postgres", default="postgresql://postgres@127.0.0.1:5432/test", help="a server's URL")
    asked = parser.parse_args()
    extent = Extent(asked.short, asked.postgres if _listens(asked.postgres) else "")
    names = [name for name in asked.only if extent.postgres or name not in WITH_POSTGRESQL]
    if asked.against:
        _compare(names, extent, asked.against.resolve())
    else:
        _measure(names, extent)


def _measure(names: list[str], extent: Extent) -> None:
    lines = [
        "Each ratio is the median of rounds in which Coach and the other took turns, with equal answers checked.",
        "Ratios hold on other machines, speeds do not. `make bench` writes this page.",
        "",
        *described(HERE),
        f"* {'short form' if extent.short else 'long form'}, {extent.rounds} rounds",
    ]
    missing = dict.fromkeys(SUITES, "not measured")
    found: dict[str, list[Figure]] = {}
    for name in names:
        try:
            found[name] = measured(name, extent)
        except CalledProcessError:
            missing[name] = "failed"
            continue
        print(f"\n{name}\n{table(found[name])}", flush=True)
        del missing[name]
        # After each, so that whoever stops a long run keeps what it has found.
        said = [*lines, *(f"* {each}: {why}" for each, why in missing.items())]
        RESULTS.write_text(page(found, said), encoding="utf-8")


def _compare(names: list[str], extent: Extent, other: Path) -> None:
    for name in names:
        try:
            turns = [(measured(name, extent), measured(name, extent, other)) for _ in range(TURNS)]
        except CalledProcessError:
            print(f"\n{name}\nIt cannot be measured in both.", flush=True)
            continue
        print(f"\n{name}\n{compared([here for here, _ in turns], [there for _, there in turns])}", flush=True)


def _listens(url: str) -> bool:
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 5432), timeout=2).close()
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
