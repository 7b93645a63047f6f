"""A backtest in sections, and as JSON."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from coach.engine.deciding import label
from coach.engine.languages import figures_in
from coach.engine.model import Reason
from coach.foresee.backtest.outcomes import Ending
from coach.foresee.backtest.result import Fired, Later, Result
from coach.foresee.reports.sections import Section, TextTable

NOT_CAUSE = (
    "This is association, not cause. A playbook for deals in trouble fires on deals that are lost more often, and one "
    "for late stages fires shortly before deals are won: nothing here tells what a card would have changed."
)
HOW = (
    "Replayed as if Coach had been switched on at the start: a deal is first looked at when it changes, then whenever "
    "it changes again or a condition on time turns. Cooldowns, places and the rep's limits count as they would have."
)
AS_TODAY = (
    "Taken as they are today: owners, accounts, names, limits; and type and lead source where the org does not track "
    "them. Not replayed: the texts of cards, and what reps would have done with them."
)


ASSUMED = (
    "Assumed, not known: products, contacts and fields that the org does not track were taken as they are today. On "
    "a deal whose products came late, a playbook about products fires too early here."
)


@dataclass(frozen=True, slots=True)
class BacktestScope:
    """The source of the playbooks, in words. ``as_today``: facts without a history were taken from today's deal."""

    library: str
    as_today: bool = False


def title(result: Result) -> str:
    """What was replayed, in one line."""
    return f"Coach backtest: {result.since:%Y-%m-%d} to {result.until:%Y-%m-%d}"


def sections(result: Result, scope: BacktestScope) -> Iterator[Section]:
    """The report for people."""
    assumed = [ASSUMED] if scope.as_today else []
    yield Section("", [NOT_CAUSE, _scope(result, scope.library), HOW, AS_TODAY, *assumed, *_unknown(result)])
    yield Section("Per rep and week", [_weeks(result)])
    fired = sorted((each for each in result.playbooks if each.cards), key=lambda each: (-each.cards, each.playbook))
    yield Section("How often each playbook would have fired", [_often(fired)])
    yield Section("What became of those deals, and how long after", [_afterwards(fired), _baseline(result)])
    if silent := [each for each in result.playbooks if not each.cards]:
        yield Section("Playbooks that would not have fired", [_silent(silent)])
    if held := [each for each in fired if each.held_back]:
        yield Section("Held back", [_held_back(held)], folded=True)


def _scope(result: Result, library: str) -> str:
    return (
        f"{library}: {len(result.playbooks)} playbooks on {result.deals} deals of {result.reps} reps, "
        f"{result.since:%Y-%m-%d} to {result.until:%Y-%m-%d}."
    )


def _unknown(result: Result) -> Iterator[str]:
    if result.unknown:
        yield (
            f"Not known of past deals: {', '.join(result.unknown)}. A playbook that asks for them cannot be told, and "
            "does not fire here."
        )


def _weeks(result: Result) -> TextTable:
    rows = [
        ["Cards", _n(result.cards[0]), _n(result.cards[1])],
        ["Minutes", *(figures_in("en").minutes(each) for each in result.minutes)],
    ]
    return TextTable.of([f"Over {result.rep_weeks} weeks of reps", "Median", "95th percentile"], rows, (1, 2))


def _often(fired: list[Fired]) -> TextTable:
    rows = [
        [each.playbook, str(each.cards), str(each.deals), str(each.reps), f"{each.average:.2f}", _n(each.high)]
        for each in fired
    ]
    head = ["Playbook", "Cards", "Deals", "Reps", "Per rep and week", "95th percentile"]
    return TextTable.of(head, rows, range(1, 6))


def _afterwards(fired: list[Fired]) -> TextTable:
    rows = [
        [each.playbook, str(each.deals), _later(each.won), _later(each.lost), _later(each.stalled), str(each.open)]
        for each in fired
    ]
    return TextTable.of(["Playbook", "Deals", "Won", "Lost", "Stalled", "Still open"], rows, range(1, 6))


def _later(later: Later) -> str:
    return f"{later.deals} ({later.days:.0f} d)" if later.deals else "–"


def _baseline(result: Result) -> str:
    counts = {ending: result.endings.get(ending, 0) for ending in Ending}
    return (
        f"For comparison, of all {result.deals} deals {counts[Ending.WON]} were won, {counts[Ending.LOST]} lost, "
        f"{counts[Ending.OPEN]} are open; {result.stalled} stalled (stayed in a stage for more than "
        f"{result.stalled_after.days} days). In brackets: days from a playbook's first card on a deal, the median."
    )


def _silent(silent: list[Fired]) -> TextTable:
    return TextTable.of(["Playbook", "Why"], [[each.playbook, _why_silent(each)] for each in silent])


def _why_silent(each: Fired) -> str:
    if each.missing:
        return f"Not known of past deals: {', '.join(each.missing)}."
    if each.held_back:
        return f"Held back: {_reasons(each.held_back)}."
    return "Its conditions were never true."


def _held_back(held: list[Fired]) -> TextTable:
    return TextTable.of(["Playbook", "Times, by reason"], [[each.playbook, _reasons(each.held_back)] for each in held])


def _reasons(held_back: Mapping[Reason, int]) -> str:
    counts = sorted(held_back.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{label(reason)} {count}" for reason, count in counts)


def _n(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.1')).normalize():,f}"


def document(result: Result, scope: BacktestScope) -> dict[str, Any]:
    """The report for programs. Decimals are text."""
    return {
        "association_not_cause": NOT_CAUSE,
        "library": scope.library,
        "assumed_today": scope.as_today,
        "since": result.since.isoformat(),
        "until": result.until.isoformat(),
        "deals": result.deals,
        "reps": result.reps,
        "rep_weeks": result.rep_weeks,
        "cards_per_rep_week": {"median": str(result.cards[0]), "p95": str(result.cards[1])},
        "minutes_per_rep_week": {"median": str(result.minutes[0]), "p95": str(result.minutes[1])},
        "endings": {ending.value: result.endings.get(ending, 0) for ending in Ending},
        "stalled": result.stalled,
        "stalled_after_days": result.stalled_after.days,
        "unknown": list(result.unknown),
        "playbooks": [_playbook(each) for each in result.playbooks],
    }


def _playbook(each: Fired) -> dict[str, Any]:
    return {
        "name": each.playbook,
        "cards": each.cards,
        "deals": each.deals,
        "reps": each.reps,
        "cards_per_rep_week": {"average": f"{each.average:.4f}", "p95": str(each.high)},
        "won": _later_document(each.won),
        "lost": _later_document(each.lost),
        "stalled": _later_document(each.stalled),
        "open": each.open,
        "held_back": {reason.value: count for reason, count in each.held_back.items()},
        "missing": list(each.missing),
    }


def _later_document(later: Later) -> dict[str, Any]:
    return {"deals": later.deals, "median_days": f"{later.days:.1f}"}
