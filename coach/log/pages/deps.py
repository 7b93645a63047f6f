"""What the log's pages are given."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.engine.evaluate import EvaluationContext
from coach.library.pages import Deals
from coach.log.columns import Labels
from coach.log.logbook import Logbook
from coach.web.viewer import Viewer


@dataclass(frozen=True, slots=True)
class LogPages:
    """``context`` raises TryAgain while there are no valid playbooks; ``titles`` are those in force, by name, and
    ``skills`` what they teach, each with its playbooks. ``looked`` notes down who looks at whose rows, on which page.
    ``labels`` are what people call values, by column.
    """

    logbook: Logbook
    deals: Deals
    context: Callable[[], EvaluationContext]
    titles: Callable[[], Mapping[str, str]]
    skills: Callable[[], Mapping[str, frozenset[str]]]
    looked: Callable[[Viewer, frozenset[str] | None, str], None]
    clock: Callable[[], datetime]
    zone: tzinfo
    answers_private: bool = True
    labels: Callable[[], Labels] = dict
