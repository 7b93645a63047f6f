"""What the library's pages need, and who may see what on them."""

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
"""Who is told what is wrong with playbooks: those who write them, and those who run Coach."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPages:
    """What the pages need. ``state`` is asked anew for each page: an edit shows within seconds.

    ``misfits`` are conditions of the playbooks in force that the org cannot tell; ``schema`` is what fields it has, as
    a worker last saw it. ``cards`` are the scorecard's, by playbook, None where it withholds them; asked for with
    whether its viewer may see nothing about single people. ``findings`` is what lint says of a library.
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
