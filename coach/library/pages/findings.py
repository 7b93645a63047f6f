"""Lint's findings on the playbooks in force, for their authors."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from dataclasses import dataclass, field

import structlog

from coach.engine.playbook import Library
from coach.engine.playbook.folders import sets_defaults
from coach.errors import Problem
from coach.lint import Context, Finding, Severity, lint
from coach.lint.notices import notices
from coach.lint.texts import sources_of

log = structlog.get_logger(__name__)

STILL_RUNNING = "The playbooks are still being checked: open the page again in a moment."
TRIPPED = "The playbooks could not be checked, which is a fault of Coach’s: whoever runs it finds more in the log."
PATIENCE_SECONDS = 3.0
"""How long a page waits for lint: a few dozen playbooks take a second, a thousand take half a minute."""


@dataclass(frozen=True, slots=True)
class Findings:
    """The findings by file, in the order of positions. ``notices`` say what could not be checked, and why."""

    by_file: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    notices: tuple[str, ...] = ()

    def about(self, files: Iterable[str]) -> list[Finding]:
        """The findings in some files."""
        return [finding for file in files for finding in self.by_file.get(file, ())]

    def of_folders(self) -> list[Finding]:
        """The findings in files that set defaults for folders."""
        return self.about(file for file in self.by_file if sets_defaults(file.removesuffix(".yaml")))

    def counts(self, library: Library) -> dict[str, int]:
        """The number of findings by playbook, for each that has any; without those in folders' defaults."""
        counts = {name: len(self.by_file.get(file_of(library, name), ())) for name in library.playbooks}
        return {name: count for name, count in counts.items() if count}


def file_of(library: Library, name: str) -> str:
    """The playbook's file, relative to the library's folder."""
    return "/".join(part for part in (library.folders.get(name, ""), f"{name}.yaml") if part)


class BackgroundCheck:
    """Runs lint on a library once, in the background, and keeps the findings until another library is asked for.

    ``texts`` returns a library's texts by its hash. ``context`` is the additional knowledge for lint. ``misfits`` is
    the org's view of a library, as a worker last saw the org: it may know more than the context.
    """

    def __init__(
        self,
        texts: Callable[[str], Mapping[str, str]],
        context: Callable[[], Context],
        misfits: Callable[[Library], tuple[Problem, ...]],
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._texts = texts
        self._context = context
        self._misfits = misfits
        self._patience = patience
        self._lock = threading.Lock()
        self._asked: object = None
        self._found: Future[Findings] = Future()

    def __call__(self, library: Library) -> Findings:
        """The findings on a library; while the check takes long, a sentence that says so."""
        context, misfits = self._context(), self._misfits(library)
        asked = (library.hash, context.today, context.inventory and context.inventory.read_at, misfits)
        with self._lock:
            if asked != self._asked:
                self._asked, self._found = asked, self._begin(library.hash, context, misfits)
            found = self._found
        try:
            return found.result(self._patience)
        except StillRunning:
            return Findings(notices=(STILL_RUNNING,))

    def _begin(self, library: str, context: Context, misfits: tuple[Problem, ...]) -> Future[Findings]:
        found: Future[Findings] = Future()
        # A daemon thread: shutting down the service does not wait for it.
        threading.Thread(target=self._run, args=(found, library, context, misfits), daemon=True).start()
        return found

    def _run(self, found: Future[Findings], library: str, context: Context, misfits: tuple[Problem, ...]) -> None:
        try:
            found.set_result(_checked(self._texts(library), context, misfits))
        except Exception:
            log.exception("playbooks_not_checked", library=library)
            found.set_result(Findings(notices=(TRIPPED,)))


def _checked(texts: Mapping[str, str], context: Context, misfits: Iterable[Problem]) -> Findings:
    sources = sources_of(texts)
    findings = lint(sources, context).findings
    told = {(each.file, each.line, each.column, each.rule) for each in findings}
    more = (
        Finding(each.file, each.line, each.column, each.sentence, each.rule, Severity.ERROR)
        for each in misfits
        if (each.file, each.line, each.column, each.rule) not in told
    )
    by_file: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in sorted((*findings, *more)):
        by_file[finding.file].append(finding)
    return Findings({file: tuple(found) for file, found in by_file.items()}, tuple(notices(context, sources)))
