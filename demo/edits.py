"""Edits of the playbooks while the demo runs: reports mistakes with their lines, and when an edit is in force."""

import re
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from rich.text import Text

from demo.api import ServiceOverHttp

_FINDING = re.compile(r"^(.+?):\d+:\d+: ")
_WARNING = "[warning]"
_Stamps = Mapping[Path, tuple[int, int]]


class Edits:
    """Watches the folder, runs ``coach lint`` after an edit, and asks the service whether the edit is in force."""

    def __init__(self, folder: Path, service: ServiceOverHttp, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._service = service
        self._environment = dict(environment)
        self._stamps = _stamps(folder)
        self._settling: _Stamps = self._stamps
        self._linting: subprocess.Popen[str] | None = None
        self._edited: tuple[str, ...] = ()
        self._broken = self._waits = False

    def look(self) -> Iterator[Text]:
        """The new messages. A file that is still being written is left for the next call."""
        stamps = _stamps(self._folder)
        settled = stamps == self._settling
        self._settling = stamps
        if settled and stamps != self._stamps and self._linting is None:
            self._edited = tuple(sorted({str(path) for path, _ in stamps.items() ^ self._stamps.items()}))
            yield Text.assemble("\n  ", ("You", "bold"), " · ", (_told(self._edited), "bold"))
            self._stamps = stamps
            self._linting = self._lint()
        if self._linting and self._linting.poll() is not None:
            yield from self._found(self._linting)
            self._linting = None
        if self._waits and self._service.playbooks()[0]:
            self._waits = False
            yield Text("             in force; the notes follow", "green")

    def _lint(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(  # noqa: S603  # our own command
            [sys.executable, "-m", "coach.cli", "lint", str(self._folder)],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def _found(self, linting: "subprocess.Popen[str]") -> Iterator[Text]:
        output, _ = linting.communicate()
        for line in findings(output, self._edited):
            yield Text(f"    {line}", "yellow" if line.endswith(_WARNING) else "red")
        if linting.returncode:
            self._broken, self._waits = True, False
            yield Text("    Not taken: what was in force stays, and every deal is coached with it.", "red")
        else:
            mended = "mended: " if self._broken else ""
            self._broken, self._waits = False, True
            yield Text(f"             {mended}no mistake in it; the service takes it up within seconds")


def findings(output: str, edited: Collection[str]) -> list[str]:
    """All mistakes in lint's output, and the warnings about the edited files."""
    found = [(match[1], line) for line in output.splitlines() if (match := _FINDING.match(line))]
    return [line for path, line in found if path in edited or not line.endswith(_WARNING)]


def _told(names: Sequence[str]) -> str:
    return f"edit {', '.join(names[:3])}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _stamps(folder: Path) -> dict[Path, tuple[int, int]]:
    found = {}
    for path in (*folder.rglob("*.yaml"), *folder.rglob("*.yml")):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue
        found[path] = (stat.st_mtime_ns, stat.st_size)
    return found
