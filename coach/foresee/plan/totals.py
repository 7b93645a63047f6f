"""The totals of all planned deals, before and after the edit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import InitVar, dataclass, field
from datetime import datetime
from decimal import Decimal
from math import ceil

from coach.engine.model import Deal, Evaluated, RepLoad, Verdict
from coach.engine.notes import NOTE
from coach.foresee.figures import high, median
from coach.foresee.plan.changes import ChangeKind, DealPlan
from coach.foresee.plan.coverage import Cell, Coverage, Covered
from coach.foresee.plan.held import HeldBackGroup, HeldTally
from coach.foresee.plan.ledger import Ledger
from coach.ports import Remembered


@dataclass(frozen=True, slots=True)
class Calls:
    """How many deals the service takes at a time after an edit, read with one API call, and how many notes it writes
    with one.
    """

    deals: int = 100
    notes: int = 400


@dataclass(slots=True)
class _Cost:
    """Counts API calls, batch by batch."""

    calls: Calls
    done: int = 0
    deals: int = 0
    notes: int = 0

    def deal(self) -> None:
        if self.deals == self.calls.deals:
            self.done, self.deals, self.notes = self.total, 0, 0
        self.deals += 1

    @property
    def total(self) -> int:
        return self.done + (self.deals > 0) + ceil(self.notes / self.calls.notes)


@dataclass(frozen=True, slots=True)
class RepWeek:
    """What one rep has been given since the start of the week: cards, and minutes of reading."""

    cards: int
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class LibrarySide:
    """One of the two libraries. ``weeks`` are by rep id; ``held_back`` is by reason; ``open_cards`` are on records."""

    weeks: Mapping[str, RepWeek]
    open_cards: int
    held_back: Mapping[str, int]
    coverage: Mapping[Cell, Covered]
    covered: Covered

    @property
    def cards(self) -> tuple[Decimal, Decimal]:
        """Cards per rep this week: the median and the 95th percentile."""
        counts = [Decimal(week.cards) for week in self.weeks.values()]
        return median(counts), high(counts)

    @property
    def minutes(self) -> tuple[Decimal, Decimal]:
        """Minutes per rep this week: the median and the 95th percentile."""
        minutes = [week.minutes for week in self.weeks.values()]
        return median(minutes), high(minutes)


@dataclass(frozen=True, slots=True)
class Totals:
    """``deals`` is the number of planned deals. Coach has never decided on ``unseen`` of them, and an edit will not
    change that.

    ``changes`` and ``due`` count by kind, ``by_playbook`` by name and kind. ``holds_until`` is when time alone could
    first make the plan wrong. ``reps`` are names by id. ``held`` says, by edited playbook, where it is held back.
    """

    deals: int
    unseen: int
    touched: int
    due_deals: int
    changes: Mapping[ChangeKind, int]
    due: Mapping[ChangeKind, int]
    by_playbook: Mapping[str, Mapping[ChangeKind, int]]
    before: LibrarySide
    after: LibrarySide
    notes_created: int
    notes_updated: int
    api_calls: int
    reps: Mapping[str, str]
    held: Mapping[str, tuple[HeldBackGroup, ...]]
    holds_until: datetime | None


@dataclass(slots=True)
class _Tally:
    """Accumulates one side."""

    open_cards: int = 0
    held_back: Counter[str] = field(default_factory=Counter)
    coverage: Coverage = field(default_factory=Coverage)

    def count(self, evaluated: Evaluated) -> None:
        self.open_cards += len(evaluated.cards)
        for decision in evaluated.decisions:
            if decision.verdict is Verdict.HOLD_BACK:
                self.held_back[decision.reason.value] += 1

    def side(self, ledger: Ledger) -> LibrarySide:
        weeks = {rep: _week(load) for rep, load in ledger.loads()}
        return LibrarySide(weeks, self.open_cards, dict(self.held_back), self.coverage.cells(), self.coverage.total())


def _week(load: RepLoad) -> RepWeek:
    return RepWeek(sum(load.week_by_playbook.values()), load.minutes_this_week)


@dataclass(slots=True)
class Count:
    """Counts planned deals one by one. Memory grows with reps, stages and playbooks, not with deals."""

    calls: InitVar[Calls]
    held: HeldTally
    cost: _Cost = field(init=False)
    deals: int = 0
    unseen: int = 0
    touched: int = 0
    due_deals: int = 0
    changes: Counter[ChangeKind] = field(default_factory=Counter)
    due: Counter[ChangeKind] = field(default_factory=Counter)
    by_playbook: dict[str, Counter[ChangeKind]] = field(default_factory=dict)
    before: _Tally = field(default_factory=_Tally)
    after: _Tally = field(default_factory=_Tally)
    notes_created: int = 0
    notes_updated: int = 0
    reps: dict[str, str] = field(default_factory=dict)
    holds_until: datetime | None = None

    def __post_init__(self, calls: Calls) -> None:
        self.cost = _Cost(calls)

    def seen(self, deal: Deal, before: Evaluated, after: Evaluated, decided: bool) -> None:
        """Count a deal under both libraries. ``decided``: after the edit, the service decides on it again."""
        self.deals += 1
        self.unseen += not decided
        self.before.coverage.count(deal, before.decisions)
        self.after.coverage.count(deal, after.decisions)
        if not decided:
            return
        self.cost.deal()
        self.reps[deal.owner.id] = deal.owner.name
        self.before.count(before)
        self.after.count(after)
        self.held.count(deal, after.decisions)
        moments = [moment for moment in (self.holds_until, before.check_at, after.check_at) if moment]
        self.holds_until = min(moments, default=None)

    def planned(self, plan: DealPlan) -> None:
        """Count what happens on a deal."""
        self.touched += bool(plan.changes)
        self.due_deals += bool(plan.due)
        self.due.update(change.kind for change in plan.due)
        for change in plan.changes:
            self.changes[change.kind] += 1
            self.by_playbook.setdefault(change.playbook, Counter())[change.kind] += 1

    def wrote(self, before: Evaluated, after: Evaluated, remembered: Remembered) -> None:
        """Count the notes that the edit changes: those whose text differs from the one without it."""
        old = {note.key: note for note in before.deliveries}
        for note in after.deliveries:
            if note.channel != NOTE or note == old.get(note.key):
                continue
            kept = remembered.deliveries.get(note.key)
            updated = bool(kept and kept.on_record)
            created = note.live and not updated
            self.notes_updated += updated
            self.notes_created += created
            self.cost.notes += updated or created

    def totals(self, before: Ledger, after: Ledger) -> Totals:
        """The totals."""
        return Totals(
            deals=self.deals,
            unseen=self.unseen,
            touched=self.touched,
            due_deals=self.due_deals,
            changes=_by_kind(self.changes),
            due=_by_kind(self.due),
            by_playbook={name: _by_kind(counts) for name, counts in sorted(self.by_playbook.items())},
            before=self.before.side(before),
            after=self.after.side(after),
            notes_created=self.notes_created,
            notes_updated=self.notes_updated,
            api_calls=self.cost.total,
            reps=self.reps,
            held=self.held.held(),
            holds_until=self.holds_until,
        )


def _by_kind(counts: Mapping[ChangeKind, int]) -> dict[ChangeKind, int]:
    return {kind: counts.get(kind, 0) for kind in ChangeKind}


def reps_by_change(totals: Totals) -> Iterable[tuple[str, RepWeek, RepWeek]]:
    """The reps whose week the edit changes, the most added minutes first: name, before, after."""
    rows = [
        (totals.reps.get(rep, rep), totals.before.weeks.get(rep, RepWeek(0, Decimal(0))), week)
        for rep, week in totals.after.weeks.items()
    ]
    changed = [row for row in rows if row[1] != row[2]]
    return sorted(changed, key=lambda row: (row[1].minutes - row[2].minutes, row[0]))
