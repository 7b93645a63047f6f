"""Measures a suite in a process of its own: of this checkout or another one, always with this checkout's bench."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, from_data
from bench.suites import Extent

HERE = Path(__file__).parents[1]


def measured(name: str, extent: Extent, checkout: Path = HERE) -> list[Figure]:
    """The figures of a suite for this checkout. Raises CalledProcessError if it cannot be measured there."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "bench").symlink_to(HERE / "bench")
        # In front of everything installed: the folder with this bench alone, then the checkout with everything else.
        environment = {**os.environ, "PYTHONPATH": f"{folder}:{checkout}"}
        asked = [sys.executable, "-P", "-m", "bench.one", name, extent.postgres, *(["--short"] if extent.short else [])]
        ran = subprocess.run(asked, cwd=checkout, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return [from_data(json.loads(line)) for line in ran.stdout.splitlines()]
