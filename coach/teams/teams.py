"""The part of the store behind team and rep pages. Every method is one transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from coach.database.transaction import Database
from coach.engine.model import Reason, VisibleReps
from coach.learn import Spacing, Try
from coach.queue import skills
from coach.teams import below, figures, given, scorecard, signals
from coach.teams.below import Reporting
from coach.teams.figures import TeamFigures
from coach.teams.given import GivenCard
from coach.teams.scorecard import Playbooks
from coach.teams.signals import Signals
from coach.teams.weeks import WeekBounds


class TeamsStore:
    """The part of the store behind team and rep pages, for one org. ``spacing``: when a skill is asked about again."""

    def __init__(self, database: Database, spacing: Spacing) -> None:
        self._database = database
        self.spacing = spacing

    def figures(self, scope: VisibleReps, weeks: WeekBounds, *, held_from: bool = False) -> TeamFigures:
        """What the reps in ``scope`` were given in these weeks, and the results; includes ``held_from`` on request."""
        return self._database.read(lambda transaction: figures.figures(transaction, scope, weeks, held_from))

    def playbooks(self, scope: VisibleReps, weeks: WeekBounds) -> Playbooks:
        """The results of each playbook."""
        return self._database.read(lambda transaction: scorecard.playbooks(transaction, scope, weeks))

    def signals(
        self,
        scope: VisibleReps,
        weeks: WeekBounds,
        unanswered_since: datetime,
        reasons: Collection[Reason],
        *,
        answers: bool,
    ) -> Signals:
        """What a manager could talk about with the reps in ``scope``; see :func:`~coach.teams.signals.signals`."""
        return self._database.read(
            lambda transaction: signals.signals(transaction, scope, weeks, unanswered_since, reasons, answers)
        )

    def people(self) -> Sequence[Reporting]:
        """All users, and whom they report to."""
        return self._database.read(below.everybody)

    def cards(self, rep_id: str, weeks: WeekBounds, limit: int) -> Sequence[GivenCard]:
        """A rep's cards, newest first."""
        return self._database.read(lambda transaction: given.cards(transaction, rep_id, weeks, limit))

    def tries(self, rep_id: str) -> Mapping[str, Sequence[Try]]:
        """A rep's answers, by skill."""
        return self._database.read(lambda transaction: skills.tries(transaction, [rep_id])[rep_id])

    def name_of(self, rep_id: str) -> str | None:
        """A rep's name, if they own a deal that Coach has read."""
        return self._database.read(lambda transaction: figures.names_of(transaction, [rep_id]).get(rep_id))
