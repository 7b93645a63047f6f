"""Programs from npm that tests drive: installed once by their lock file, and visibly skipped where that cannot be."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.machine import CI, lacking


def installed(request: pytest.FixtureRequest, source: Path, package: str) -> Path:
    """A folder with the files of ``source`` and what its lock file names, ``package`` among it.

    It is installed with --slow or in CI. Where it is not, or Node is missing, the test is skipped; in CI it fails.
    """
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        lacking(f"Node is not installed, so {package} cannot be tried")
    assert request.config.cache is not None
    folder = Path(request.config.cache.mkdir(package))
    for path in source.iterdir():
        if path.suffix in (".json", ".mjs"):
            shutil.copy(path, folder)
    if not (folder / "node_modules" / package).exists():
        if not (CI or request.config.getoption("--slow")):
            pytest.skip(f"{package} is not installed: run once with --slow to install it")
        subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True, timeout=600)
    return folder
