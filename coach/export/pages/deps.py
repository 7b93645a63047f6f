"""The dependencies of everything that exports the log: services, the query, and who may see an answer."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from coach.engine.model import VisibleReps
from coach.errors import Rejected
from coach.export.batches import NAMES, ExportQuery, RowBatch
from coach.export.store import ExportStore
from coach.log.filters import people_of
from coach.log.logbook import Logbook
from coach.log.order import Sort
from coach.log.pages.context import PageContext, with_names
from coach.log.pages.query import LogQuery, ask
from coach.privacy.audit import AccessKind, LogAccess, filters_in_words
from coach.privacy.store import PrivacyStore
from coach.reps.answers import AnswersStore
from coach.web.services import Services
from coach.web.viewer import Viewer

BY_TIME = "Only by time: when, or -when for the newest first."

_REP, _RIGHT = NAMES.index("rep_id"), NAMES.index("answered_right")


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiContext:
    """The dependencies of files, the API and the feed."""

    services: Services
    export: ExportStore
    privacy: PrivacyStore
    logbook: Logbook
    answers: AnswersStore

    def ask(self, viewer: Viewer, values: Mapping[str, str]) -> LogQuery:
        """The filters in a URL, the same as on the log's page. Raises Rejected with all mistakes."""
        # Answers are visible with rows that may be seen, never with groups.
        told = not self.services.answers_private and viewer.rep_scope() != frozenset()
        skills, at, zone = self.services.skills(), self.services.clock(), self.services.zone
        context = PageContext(viewer, self.logbook.team, skills, at, zone, tells_answers=told)
        context = with_names(context, self.logbook, viewer.rep_scope(), self.logbook.occurring)
        asked = ask(values, context)
        mistakes = dict(asked.mistakes)
        if asked.wanted.order.sort is not Sort.WHEN:
            mistakes["sort"] = BY_TIME
        if mistakes:
            raise Rejected(" ".join(f"{name}: {sentence}" for name, sentence in sorted(mistakes.items())))
        return asked

    def asking(self, viewer: Viewer, asked: LogQuery) -> ExportQuery:
        """The requested rows, limited to those that the viewer may see."""
        return ExportQuery(asked.filters, viewer.rep_scope(), asked.wanted.order.descending)

    def record_all(self, viewer: Viewer, what: AccessKind, asked: LogQuery, detail: str) -> None:
        """Record that the viewer exports all requested rows, whoever they are about."""
        self._record(viewer, what, people_of(asked.filters, viewer.rep_scope()), detail)

    def record_shown(self, viewer: Viewer, what: AccessKind, reps: Iterable[str | None], detail: str = "") -> None:
        """Record whose rows the viewer sees. For a viewer who may see everybody's, only record that they looked."""
        shown = frozenset(rep for rep in reps if rep)
        if shown:
            several = len(shown) > 1 and viewer.rep_scope() is None
            self._record(viewer, what, None if several else shown, detail)

    def _record(self, viewer: Viewer, what: AccessKind, reps: VisibleReps, detail: str) -> None:
        who = viewer.user_id or f"token {viewer.name}"
        self.privacy.record_view(LogAccess(who, viewer.name, reps, what, detail))

    def batches(self, viewer: Viewer, asking: ExportQuery) -> Iterator[RowBatch]:
        """All requested rows, without what only the rep may see."""
        return (self.masked(viewer, batch) for batch in self.export.batches(asking))

    def masked(self, viewer: Viewer, batch: RowBatch) -> RowBatch:
        """The batch without other people's answers, if answers are private."""
        if not self.services.answers_private or not batch.rows:
            return batch
        pairs = zip(batch.columns[_REP], batch.columns[_RIGHT], strict=True)
        right: list[Any] = [answer if rep is not None and rep == viewer.user_id else None for rep, answer in pairs]
        columns = (*batch.columns[:_RIGHT], right, *batch.columns[_RIGHT + 1 :])
        return replace(batch, columns=columns)


def filters_of(asked: LogQuery) -> str:
    """An export's filters, for the record of views."""
    return filters_in_words({name: [value] for name, value in asked.values.items() if name != "sort"})
