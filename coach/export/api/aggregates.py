"""The log's figures. A viewer who may not see the people behind a figure sees it only if there are enough of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cache
from typing import Any

from flask import request

from coach.engine.languages import tenth
from coach.errors import Rejected
from coach.export.aggregates import Dimension, Tally
from coach.export.api.compared import GivenAway, check, given_away, whole_months
from coach.export.pages.deps import ApiContext
from coach.log.filters import Filters
from coach.privacy.audit import AccessKind
from coach.web.cells import hidden, total_hidden
from coach.web.viewer import Viewer

DAYS = 90
"""The default period, if no first day is given."""

_ONE_OF = f"by: one of {', '.join(Dimension)}."
_NOT_BY_REP = "by: figures for single reps are for those who may see them."


@dataclass(frozen=True, slots=True)
class Table:
    """Tallies by group. ``least`` is set if the viewer may not see the people behind them.

    ``given_away`` is what must be left out in any case, because compared with other answers it would reveal a person.
    """

    groups: Mapping[str | None, Sequence[Tally]]
    least: int | None
    given_away: GivenAway = GivenAway()

    def rows(self) -> list[dict[str, Any]]:
        """The groups that may be shown, by name."""
        concealed = self._hidden()
        shown = [name for name in self.groups if name not in concealed]
        return [{"group": name, **_sums(self.groups[name])} for name in sorted(shown, key=lambda name: name or "")]

    def hidden(self) -> int:
        """The number of groups that are not shown."""
        return len(self._hidden())

    def total(self) -> dict[str, Any] | None:
        """Everything combined; None if that is about too few people."""
        if self.least is not None and (self.given_away.total or total_hidden(self._people(), self.least)):
            return None
        return _sums([tally for tallies in self.groups.values() for tally in tallies])

    def _hidden(self) -> frozenset[str | None]:
        return frozenset() if self.least is None else self._kept_back(self.least)

    def _kept_back(self, least: int) -> frozenset[str | None]:
        if self.given_away.total:
            return frozenset(self.groups)
        return hidden(self._people(), least, also=self.given_away.groups)

    def _people(self) -> dict[str | None, set[str]]:
        return {name: {tally.rep_id or "" for tally in tallies} for name, tallies in self.groups.items()}


def read(api: ApiContext, viewer: Viewer) -> dict[str, Any]:
    """The figures by one dimension, filtered by the filters of the log."""
    by = _dimension()
    scope = viewer.rep_scope()
    groups_only = scope == frozenset()
    if groups_only and by is Dimension.REP:
        raise Rejected(_NOT_BY_REP, 403)
    asked = api.ask(viewer, request.args)
    if groups_only:
        check(asked.values)
        filters = whole_months(asked.filters, api.services.clock(), api.services.zone)
        table = _about_groups(api, by, filters)
    else:
        filters = _with_period(api, asked.filters)
        tallies = api.export.tallies(by, filters, scope)
        api.record_shown(viewer, AccessKind.API, (tally.rep_id for tally in tallies), "aggregates")
        table = Table(_grouped(tallies), None)
    return {
        "by": by,
        "from": filters.since.isoformat() if filters.since else None,
        "to": filters.until.isoformat() if filters.until else None,
        "least_people": table.least,
        "rows": table.rows(),
        "hidden": table.hidden(),
        "total": table.total(),
    }


def _about_groups(api: ApiContext, by: Dimension, filters: Filters) -> Table:
    @cache
    def ask(asked: Filters) -> Sequence[Tally]:
        return api.export.tallies(by, asked, None)

    return Table(_grouped(ask(filters)), api.services.least, given_away(ask, filters, api.services.least))


def _dimension() -> Dimension:
    try:
        return Dimension(request.args.get("by", ""))
    except ValueError:
        raise Rejected(_ONE_OF) from None


def _with_period(api: ApiContext, filters: Filters) -> Filters:
    if filters.since is not None:
        return filters
    first = api.services.clock().astimezone(api.services.zone).date() - timedelta(days=DAYS)
    return replace(filters, since=datetime.combine(first, time(), api.services.zone))


def _grouped(tallies: Sequence[Tally]) -> dict[str | None, list[Tally]]:
    groups: dict[str | None, list[Tally]] = defaultdict(list)
    for tally in tallies:
        groups[tally.group].append(tally)
    return groups


def _sums(tallies: Sequence[Tally]) -> dict[str, Any]:
    return {
        "people": len({tally.rep_id for tally in tallies}),
        "decisions": sum(tally.decisions for tally in tallies),
        "delivered": sum(tally.delivered for tally in tallies),
        "held_back": sum(tally.held_back for tally in tallies),
        "minutes": float(tenth(sum(tally.minutes for tally in tallies))),
        "acknowledged": sum(tally.acknowledged for tally in tallies),
        "done": sum(tally.done for tally in tallies),
    }
