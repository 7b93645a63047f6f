"""What Salesforce's own tools say of the source project: conversion, lint, formatting, and the components' tests.

They run with --slow and in CI, where npm installs them once by their lock file.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from coach.package import read
from coach.package.rules.values import variables
from tests.machine import CI, lacking
from tests.package.conftest import MAIN, SOURCE

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def npm() -> str:
    """The command, with what the lock file names installed."""
    command = shutil.which("npm")
    if command is None or shutil.which("node") is None:
        lacking("Node is not installed, so the components for Salesforce cannot be tried")
    there, wanted = SOURCE / "node_modules" / ".package-lock.json", SOURCE / "package-lock.json"
    if CI or not there.exists() or there.stat().st_mtime < wanted.stat().st_mtime:
        install = [command, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=SOURCE, check=True, timeout=600, capture_output=True)
    return command


@pytest.mark.parametrize("script", ["convert", "registry:check", "format", "lint", "test"])
def test_a_script_of_the_project_succeeds(npm: str, script: str) -> None:
    run = [npm, "run", "--silent", script]
    done = subprocess.run(run, cwd=SOURCE, check=False, capture_output=True, text=True, timeout=600)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("npm")
def test_conversion_names_a_file_that_no_type_claims(project: Path) -> None:
    (project / MAIN / "stray.txt").write_text("")
    run = ["node", str(SOURCE / "scripts" / "convert.mjs"), str(project)]
    done = subprocess.run(run, check=False, capture_output=True, text=True, timeout=600)

    assert done.returncode == 1
    assert "stray.txt:1: No metadata type claims this file." in done.stderr


@pytest.mark.usefixtures("npm")
def test_no_example_is_left_once_the_variables_are_set(tmp_path: Path) -> None:
    """The command line's own library puts them in, as it does when it deploys."""
    values = {name: f"value-of-{name}" for name in variables(read(SOURCE))}
    run = ["node", str(SOURCE / "scripts" / "convert.mjs"), str(SOURCE), str(tmp_path)]
    environment = {**os.environ, **values, "SF_APPLY_REPLACEMENTS_ON_CONVERT": "true"}
    subprocess.run(run, cwd=SOURCE, env=environment, check=True, capture_output=True, timeout=600)

    converted = "".join(path.read_text(encoding="utf-8") for path in tmp_path.rglob("*") if path.is_file())
    assert "example.com" not in converted
    assert [value for value in values.values() if value not in converted] == []
