import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from click.testing import CliRunner

from localorg.command import localorg
from tests.machine import PATIENCE


@contextmanager
def started(folder: Path, *options: str, lines: int = 5) -> Iterator[list[str]]:
    """A local org in a process of its own, and what it says first."""
    command = ["-m", "coach.cli", "localorg", "--port", "0", "--deals", "1", "--database", str(folder / "org.db")]
    command = [sys.executable, "-u", *command, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as org:
        assert org.stdout
        try:
            yield [org.stdout.readline() for _ in range(lines)]
        finally:
            org.terminate()


def test_the_local_org_says_where_it_is_and_how_to_sign_in(tmp_path: Path) -> None:
    with started(tmp_path) as said:
        pass

    assert said[0].startswith("The local org listens at http://127.0.0.1:")
    assert said[1] == "  Coach signs in with       coach.local.integration and local-integration-secret\n"
    assert said[4] == "Ctrl-C stops it.\n"


def test_the_org_is_set_up_as_the_options_say(tmp_path: Path) -> None:
    options = ("--setup", "chatter_enabled=true", "--setup", 'object_rights={"Opportunity": "read"}')
    with started(tmp_path, *options) as said:
        address = said[0].split()[-1].removesuffix("/lightning/o/Opportunity/list")
        setup = requests.get(f"{address}/localorg/setup", timeout=PATIENCE).json()

    assert setup["chatter_enabled"] is True
    assert (setup["object_rights"]["Opportunity"], setup["object_rights"]["Account"]) == ("read", "read")


def test_a_blank_org_is_set_up_on_its_pages(tmp_path: Path) -> None:
    with started(tmp_path, "--blank", lines=3) as said:
        address = said[0].split()[5].removesuffix(":")
        assert "Quick Find" in requests.get(address, timeout=PATIENCE).text

    assert address.endswith("/setup")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("chatter_enabled", "chatter_enabled is not NAME=VALUE"),
        ("chatter=true", "chatter: Extra inputs are not permitted"),
        ("chatter_enabled=perhaps", "chatter_enabled: Input should be a valid boolean"),
    ],
)
def test_a_switch_that_cannot_be_set_is_named(given: str, words: str) -> None:
    answer = CliRunner().invoke(localorg, ["--setup", given])

    assert answer.exit_code == 2
    assert words in answer.output
