"""What the log's pages are given."""

from collections.abc import Callable
from dataclasses import dataclass

from coach.engine.evaluate import EvaluationContext
from coach.library.pages import Deals
from coach.log.columns import Labels
from coach.log.logbook import Logbook
from coach.web.services import Services


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPages:
    """What the pages need. ``context`` raises TryAgain while there are no valid playbooks; ``labels`` are what people
    call values, by column.
    """

    services: Services
    logbook: Logbook
    deals: Deals
    context: Callable[[], EvaluationContext]
    labels: Callable[[], Labels] = dict
