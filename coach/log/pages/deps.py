"""The dependencies of the log's pages."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.engine.evaluate import EvaluationContext
from coach.library.pages import Deals
from coach.log.columns import Labels
from coach.log.logbook import Logbook
from coach.web.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPages:
    """The dependencies of the pages. ``context`` raises TryAgain while there are no valid playbooks. ``labels`` are the
    labels of values, by column.
    """

    services: Services
    logbook: Logbook
    deals: Deals
    context: Callable[[], EvaluationContext]
    labels: Callable[[], Labels] = dict
