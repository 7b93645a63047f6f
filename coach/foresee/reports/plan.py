"""A plan in sections."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from coach.engine.deciding import label
from coach.engine.languages import figures_in
from coach.engine.matching.words import number
from coach.foresee.plan import CardChange, ChangeKind, DealPlan, LibraryEdit, Totals
from coach.foresee.plan.coverage import Covered
from coach.foresee.plan.totals import LibrarySide, RepWeek, reps_by_change
from coach.foresee.reports.held import held_section
from coach.foresee.reports.sections import ReportItem, Section, TextTable, counted_deals

SIGNS = {ChangeKind.ADDED: "+", ChangeKind.CHANGED: "~", ChangeKind.REMOVED: "−"}
MOST_REPS = 10
NOTHING = "No card on any deal changes."
FRESH = (
    "Nothing is known of earlier cards: both versions were planned as if none had ever been given. With Coach's "
    "database at hand the plan tells exactly what will change."
)


@dataclass(frozen=True, slots=True)
class Header:
    """What was compared, in words, and when.

    ``fresh``: nothing was known about earlier cards. ``in_force``: the version before is the one in force in the
    service.
    """

    before: str
    after: str
    at: datetime
    fresh: bool
    in_force: bool = True


def title(totals: Totals) -> str:
    """The whole plan in one line, as the heading of a pull request's comment."""
    changes = totals.changes
    if not any(changes.values()):
        return "Coach plan: no card changes"
    counts = " ".join(f"{sign}{changes[kind]}" for kind, sign in SIGNS.items())
    return f"Coach plan: cards {counts} on {counted_deals(totals.touched)}"


def sections(
    header: Header, edit: LibraryEdit, totals: Totals, deals: Sequence[DealPlan], stopped: Sequence[str]
) -> Iterator[Section]:
    """The report for people. ``deals`` are those to be shown; ``stopped`` are the thresholds that were reached."""
    yield Section("", [*stopped, *_introduction(header, totals)])
    yield Section("Playbooks edited", [_playbooks(edit, totals)])
    yield Section("Totals", [_totals(totals)])
    yield from held_section(totals.held, _priorities(edit))
    if reps := list(reps_by_change(totals)):
        yield Section("Reps whose week changes most", [_reps(reps)])
    yield Section("Open deals with a playbook", [_coverage(totals)], folded=len(totals.after.coverage) > 12)
    if deals:
        yield Section(f"Deals ({len(deals)} of {totals.touched})", [_deal(deal) for deal in deals], folded=True)


def _introduction(header: Header, totals: Totals) -> Iterator[str]:
    yield f"From {header.before} to {header.after}, planned {header.at:%Y-%m-%d %H:%M} UTC."
    if not any(totals.changes.values()):
        yield NOTHING
    if header.fresh:
        yield FRESH
        return
    if totals.unseen:
        yield (
            f"{counted_deals(totals.unseen)} of {totals.deals} Coach has not seen yet: an edit changes nothing on them "
            "until something happens to them."
        )
    if totals.due_deals:
        yield _due(totals, header.in_force)
    if totals.holds_until:
        yield f"Until {totals.holds_until:%Y-%m-%d %H:%M} UTC time alone does not change this plan."


def _due(totals: Totals, in_force: bool) -> str:
    due = totals.due
    counts = (
        " ".join(f"{sign}{due[kind]}" for kind, sign in SIGNS.items()) + f" cards on {counted_deals(totals.due_deals)}."
    )
    if in_force:
        return f"Not because of this edit, but as soon as Coach looks at them: {counts}"
    return f"The version before is not what is in force; bringing records to it comes first: {counts}"


def _playbooks(edit: LibraryEdit, totals: Totals) -> TextTable:
    rows = []
    for word, names in (("added", edit.added), ("changed", edit.changed), ("removed", edit.removed)):
        rows += [[name, word, *_counts(totals.by_playbook.get(name, {}))] for name in names]
    others = [name for name in totals.by_playbook if name not in edit.edited]
    rows += [[name, "not edited, but competes", *_counts(totals.by_playbook[name])] for name in others]
    return TextTable.of(["Playbook", "Edit", "Cards +", "~", "−"], rows, (2, 3, 4))


def _counts(changes: Mapping[ChangeKind, int]) -> list[str]:
    return [str(changes.get(kind, 0)) for kind in (ChangeKind.ADDED, ChangeKind.CHANGED, ChangeKind.REMOVED)]


def _priorities(edit: LibraryEdit) -> dict[str, int]:
    return {name: playbook.priority for name, playbook in edit.after.library.playbooks.items()}


def _totals(totals: Totals) -> TextTable:
    before, after = totals.before, totals.after
    rows = [
        ["Deals planned", "", str(totals.deals)],
        ["Deals touched", "", str(totals.touched)],
        ["Cards on records", str(before.open_cards), str(after.open_cards)],
        ["Cards per rep this week, median", _n(before.cards[0]), _n(after.cards[0])],
        ["Cards per rep this week, 95th percentile", _n(before.cards[1]), _n(after.cards[1])],
        ["Minutes per rep this week, median", _minutes(before.minutes[0]), _minutes(after.minutes[0])],
        ["Minutes per rep this week, 95th percentile", _minutes(before.minutes[1]), _minutes(after.minutes[1])],
        ["Open deals with a playbook", _share(before.covered), _share(after.covered)],
        *_held_back(before, after),
        ["Notes to create", "", str(totals.notes_created)],
        ["Notes to update", "", str(totals.notes_updated)],
        ["API calls, about", "", str(totals.api_calls)],
    ]
    return TextTable.of(["", "Before", "After"], rows, (1, 2))


def _held_back(before: LibrarySide, after: LibrarySide) -> Iterator[list[str]]:
    for reason in sorted({*before.held_back, *after.held_back}):
        counts = [str(side.held_back.get(reason, 0)) for side in (before, after)]
        yield [f"Held back: {label(reason)}", *counts]


def _reps(reps: Sequence[tuple[str, RepWeek, RepWeek]]) -> TextTable:
    rows = [
        [name, str(was.cards), str(now.cards), _minutes(was.minutes), _minutes(now.minutes)]
        for name, was, now in reps[:MOST_REPS]
    ]
    head = ["Rep", "Cards before", "after", "Minutes before", "after"]
    return TextTable.of(head, rows, (1, 2, 3, 4))


def _coverage(totals: Totals) -> TextTable:
    rows = []
    for stage, family in sorted({*totals.before.coverage, *totals.after.coverage}):
        was = totals.before.coverage.get((stage, family), Covered())
        now = totals.after.coverage.get((stage, family), Covered())
        cells = [_moved(was.none, now.none), _moved(was.one, now.one), _moved(was.several, now.several)]
        rows.append([stage, family, *cells])
    return TextTable.of(["Stage", "Product family", "No playbook", "One", "Several"], rows, (2, 3, 4))


def _moved(was: int, now: int) -> str:
    return str(now) if was == now else f"{was} → {now}"


def _deal(deal: DealPlan) -> ReportItem:
    about = f"{deal.name} ({deal.opportunity_id}): {deal.stage}, {deal.owner}"
    return ReportItem.of(about, [_change_line(change) for change in deal.changes])


def _change_line(change: CardChange) -> str:
    size = f" Lines +{change.plus} −{change.minus}." if change.kind is ChangeKind.CHANGED else ""
    return f"{SIGNS[change.kind]} {change.playbook}/{change.card} “{change.title}”: {change.why}{size}"


def _share(covered: Covered) -> str:
    return figures_in("en").share(covered.share)


def _n(value: Decimal) -> str:
    return number(value)


def _minutes(value: Decimal) -> str:
    return figures_in("en").minutes(value)
