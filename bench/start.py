"""Starting: a command as a whole process, against a process that imports the same modules and does nothing more.

An interpreter that does nothing at all is the other measure: it says what the imports cost.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.figures import Figure, at_most
from bench.suites import Extent
from bench.turns import WAITING, seconds_in_turns

COMMANDS = ("--help", "lint playbooks")
_RUN = "import sys; sys.argv = ['coach', *{words!r}]; from coach.cli import main; "
_NOTED = (
    "import atexit, pathlib; begun = set(sys.modules); "
    "atexit.register(lambda: pathlib.Path({file!r}).write_text('\\n'.join(each for each in sys.modules"
    " if each not in begun and each != '__main__'))); "
)


def figures(extent: Extent) -> Iterator[Figure]:
    """Each command against its own imports, and against a bare interpreter."""
    for command in COMMANDS:
        words = command.split()
        ours, imports, bare = seconds_in_turns(
            partial(_python, _RUN.format(words=words) + "main()"),
            partial(_python, _importing(words)),
            partial(_python, "pass"),
            rounds=2 * extent.rounds,
            clock=WAITING,
        )
        yield Figure(f"coach {command}", "its own imports", 1, "process", ours, imports, at_most(1.2))
        yield Figure(f"coach {command}", "an interpreter that does nothing", 1, "process", ours, bare)


def _importing(words: list[str]) -> str:
    """A program that imports what the command imports, in the same order."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "modules")
        _python(_RUN.format(words=words) + _NOTED.format(file=str(file)) + "main()")
        modules = file.read_text(encoding="utf-8").split()
    assert modules, f"coach {' '.join(words)} imports nothing"
    return f"import importlib, coach.cli\nfor each in {modules!r}: importlib.import_module(each)"


def _python(program: str) -> None:
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
