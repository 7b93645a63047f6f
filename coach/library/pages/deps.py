"""The dependencies of the library's pages, and who may see what on them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from coach.engine.evaluate import EvaluationContext
from coach.engine.inventory import Schema
from coach.engine.playbook import Library
from coach.errors import Problem
from coach.library.pages.deals import Deals
from coach.library.pages.findings import Findings
from coach.library.registry import LibraryStatus
from coach.library.store import LibraryStore
from coach.web.services import Services
from coach.web.viewer import Role

AUTHORS = frozenset({Role.ENABLEMENT, Role.ADMIN})
"""Who sees the mistakes in playbooks: those who write them, and those who run Coach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPages:
    """The dependencies of the pages. ``state`` is called for each page: an edit shows within seconds.

    ``misfits`` are conditions of the playbooks in force that the org cannot evaluate. ``schema`` holds the org's
    fields, as a worker last saw them. ``cards`` returns the scorecard's counts by playbook, None for counts that it
    withholds; its argument says whether the viewer may see nothing about single people. ``findings`` returns lint's
    findings on a library.
    """

    services: Services
    state: Callable[[], LibraryStatus]
    context: Callable[[], EvaluationContext]
    store: LibraryStore
    deals: Deals
    misfits: Callable[[Library], tuple[Problem, ...]] = lambda _: ()
    schema: Callable[[], Schema] = lambda: Schema({})
    cards: Callable[[bool], Mapping[str, int | None]] = lambda _: {}
    findings: Callable[[Library], Findings] = lambda _: Findings()
