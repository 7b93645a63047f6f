"""What the library's pages need, and who may see what on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.engine.evaluate import EvaluationContext
from coach.engine.inventory import Schema
from coach.engine.playbook import Library
from coach.errors import Problem
from coach.library.pages.deals import Deals
from coach.library.pages.findings import Findings
from coach.library.registry import LibraryStatus
from coach.library.store import LibraryStore
from coach.web.viewer import Role, Viewer

AUTHORS = frozenset({Role.ENABLEMENT, Role.ADMIN})
"""Who is told what is wrong with playbooks: those who write them, and those who run Coach."""


@dataclass(frozen=True, slots=True)
class LibraryPages:
    """What the pages need. ``state`` is asked anew for each page: an edit shows within seconds.

    ``looked`` notes down that somebody viewed somebody's coaching; ``least`` is how many people a figure must be about
    before it is shown to those who may not see each of them. ``misfits`` are conditions of the playbooks in force that
    the org cannot tell. ``schema`` is what fields it has, as a worker last saw it.
    ``cards`` are the scorecard's, by playbook, None where it withholds them; asked for with whether its viewer may see
    nothing about single people. ``findings`` is what lint says of a library.
    """

    state: Callable[[], LibraryStatus]
    context: Callable[[], EvaluationContext]
    store: LibraryStore
    deals: Deals
    clock: Callable[[], datetime]
    zone: tzinfo
    looked: Callable[[Viewer, frozenset[str] | None, str], None]
    least: int = 5
    misfits: Callable[[Library], tuple[Problem, ...]] = lambda _: ()
    schema: Callable[[], Schema] = lambda: Schema({})
    cards: Callable[[bool], Mapping[str, int | None]] = lambda _: {}
    findings: Callable[[Library], Findings] = lambda _: Findings()
