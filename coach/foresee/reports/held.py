"""Where the edited playbooks are held back: for people, with the first few deals by name, and for programs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from coach.engine.deciding.reasons import sentence
from coach.engine.model import Reason
from coach.foresee.plan.held import HeldBackGroup, SomeDeals
from coach.foresee.reports.sections import ReportItem, Section, counted_deals
from coach.foresee.why import CHANGES
from coach.text import shorten

MOST_PLAYBOOKS = 12
MOST_WINNERS = 3
LONGEST_NAME = 60

_COME_FIRST = {
    Reason.OUTRANKED: "Others come first",
    Reason.DEAL_DAILY_CAP: "Others have the day's new cards",
}
_Held = Mapping[str, Sequence[HeldBackGroup]]


def held_section(held: _Held, priorities: Mapping[str, int]) -> Iterator[Section]:
    """The playbooks on the most deals; empty if none is held back. ``priorities`` are by playbook."""
    if not held:
        return
    named = {name: f"{name} (priority {priority})" for name, priority in priorities.items()}
    items = [
        ReportItem.of(named.get(name, name), [_line(each, named) for each in held[name]])
        for name in _most_held(held)[:MOST_PLAYBOOKS]
    ]
    rest = len(held) - len(items)
    more = [f"And {rest} more {'playbook' if rest == 1 else 'playbooks'}: --format json has all."] if rest else []
    yield Section("Where edited playbooks are held back", [*items, *more])


def held_document(held: _Held) -> dict[str, Any]:
    """The same for programs, with all playbooks."""
    return {name: [_document(each) for each in reasons] for name, reasons in held.items()}


def _most_held(held: _Held) -> list[str]:
    return sorted(held, key=lambda name: (-sum(each.deals.count for each in held[name]), name))


def _line(held: HeldBackGroup, named: Mapping[str, str]) -> str:
    """A sentence with the reason, the deals, and what would change it."""
    where = counted_deals(held.deals.count)
    change = CHANGES.get(held.reason, "")
    if not held.by:
        return f"{sentence(held.reason)} On {where}: {_names(held.deals)}. {change}".rstrip()
    parts = [f"{named.get(name, name)} on {some.count} ({_names(some)})" for name, some in held.by.items()]
    rest = len(parts) - MOST_WINNERS
    ahead = f"{', '.join(parts[:MOST_WINNERS])}{f' and {rest} more' if rest > 0 else ''}"
    return f"{_COME_FIRST.get(held.reason, '')} on {where}: {ahead}. {change}".rstrip()


def _names(found: SomeDeals) -> str:
    names = ", ".join(shorten(deal.name, LONGEST_NAME) for deal in found.first)
    rest = found.count - len(found.first)
    return names + (f" and {rest} more" if rest else "")


def _document(held: HeldBackGroup) -> dict[str, Any]:
    by = [{"playbook": name, **_some(found)} for name, found in held.by.items()]
    return {"reason": held.reason.value, **_some(held.deals), "by": by}


def _some(found: SomeDeals) -> dict[str, Any]:
    return {
        "deals": found.count,
        "first": [{"id": deal.opportunity_id, "name": deal.name} for deal in found.first],
    }
