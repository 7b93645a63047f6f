"""What a bench ran on."""

import os
import platform
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path


def described(checkout: Path) -> Iterator[str]:
    """Lines on the machine, on what else it was doing, and on the commit."""
    cores = len(os.sched_getaffinity(0))
    yield f"* {_processor()}, {cores} cores, {_memory()} GiB; Python {platform.python_version()}, {platform.system()}"
    yield f"* {datetime.now(UTC):%Y-%m-%d %H:%M} UTC, load {os.getloadavg()[0]:.1f} when it began"
    yield f"* commit {commit(checkout)}"


def commit(checkout: Path) -> str:
    """The commit of a checkout; “changed since” if there is something that is not committed."""
    asked = ["git", "-C", str(checkout)]
    head = subprocess.run([*asked, "rev-parse", "--short=12", "HEAD"], capture_output=True, text=True, check=False)
    changes = subprocess.run([*asked, "status", "--porcelain", "-uno"], capture_output=True, text=True, check=False)
    changed = [line for line in changes.stdout.splitlines() if not line.endswith("bench/RESULTS.md")]
    return (head.stdout.strip() or "unknown") + (", changed since" if changed else "")


def _processor() -> str:
    found = re.search(r"^model name\s*: (.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    return " ".join(found[1].split()) if found else platform.machine()


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3)
