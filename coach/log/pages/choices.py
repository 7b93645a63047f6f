"""The options of the log's filters, in the order in which they stand above it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from coach.engine.deciding import label
from coach.log.choices import FilterValues, Named
from coach.log.columns import CHOSEN, LOGGED, Labels
from coach.log.order import Sort
from coach.log.pages.days import Period
from coach.log.pages.fields import outcomes
from coach.log.pages.query import LogQuery
from coach.log.pages.words import OUTCOMES, REASONS, SORTS, VERDICTS, group_of, shown_amount
from coach.text import one_line

E = TypeVar("E", bound=StrEnum)
Options = Sequence[tuple[str, str]]
"""Pairs of the value in the URL and its label."""

_FIRST_DOWN = frozenset({Sort.WHEN, Sort.AMOUNT})
"""Sorted descending by default: people look for the newest and the largest more often than for the oldest and
smallest.
"""


@dataclass(frozen=True, slots=True)
class Pick:
    """A list to choose one option from, in ``groups`` by heading; ``nothing`` is the label of the empty choice."""

    name: str
    label: str
    nothing: str
    groups: Sequence[tuple[str, Options]]
    chosen: str

    @property
    def words(self) -> str | None:
        """The label of the chosen option; None if it is not among the options."""
        return next((words for _, options in self.groups for value, words in options if value == self.chosen), None)


@dataclass(frozen=True, slots=True)
class Typed:
    """A text field. ``suggests``: suggestions are looked up while typing."""

    name: str
    label: str
    value: str
    kind: str = "text"
    keys: str = "text"
    suggests: bool = False


@dataclass(frozen=True, slots=True)
class FilterButton:
    """One filter button above the log, and what it opens."""

    label: str
    controls: Sequence[Pick | Typed]

    @property
    def name(self) -> str:
        return self.controls[0].name

    @property
    def applied(self) -> bool:
        return any(each.chosen if isinstance(each, Pick) else each.value for each in self.controls)


@dataclass(frozen=True, slots=True)
class FilterOptions:
    """``titles`` are those of the playbooks in force, by name; ``skill_names`` are their skills; ``labels`` are the
    labels of values, by column.
    """

    reps: Sequence[Named]
    teams: Sequence[Named]
    occurring: FilterValues
    titles: Mapping[str, str]
    skill_names: Sequence[str]
    labels: Labels = field(default_factory=dict)
    tells_answers: bool = False

    def filters(self, asked: LogQuery) -> Sequence[FilterButton]:
        """All filters except the search for a deal. A filter that could not restrict anything is left out."""
        return tuple(self._filters(asked))

    def _filters(self, asked: LogQuery) -> Iterator[FilterButton]:
        for name, title, people in (("rep", "Rep", self.reps), ("team", "Team", self.teams)):
            if len(people) > 1:
                yield _alone(_pick(asked, name, title, "Everybody", [(each.id, each.name) for each in people]))
        yield _alone(
            _pick(asked, "decision", "Decision", "Any decision", _words({each: VERDICTS[each] for each in LOGGED}))
        )
        yield _alone(_reasons(asked))
        for name, column in CHOSEN.items():
            if column.choice:
                yield _alone(_pick(asked, name, column.choice.label, column.choice.nothing, self._chosen(name)))
        families = [(each, each) for each in self.occurring.families]
        yield _alone(_pick(asked, "product", "Product", "Any product family", families))
        yield FilterButton("Account", [_typed(asked, "account", "Account", suggests=True)])
        yield FilterButton("Amount", self._amounts(asked))
        yield _alone(_pick(asked, "playbook", "Playbook", "Any playbook", self._playbooks()))
        skills = [(skill, skill) for skill in sorted(self.skill_names)]
        yield _alone(_pick(asked, "skill", "Skill", "Any skill", skills))
        words = _words({each: OUTCOMES[each] for each in outcomes(self.tells_answers)})
        became = _pick(asked, "outcome", "Answer", "Whatever became of the card", words)
        yield FilterButton("Answer", [became, _typed(asked, "unacknowledged", "No answer for days", keys="numeric")])
        yield FilterButton("When", self._when(asked))
        yield _alone(_pick(asked, "sort", "Order", "Newest first", _orders()))

    def _chosen(self, column: str) -> Options:
        labels = self.labels.get(column, {})
        called = [(value, labels.get(value, value)) for value in self.occurring.chosen.get(column, ())]
        return sorted(called, key=lambda option: option[1].lower())

    def _playbooks(self) -> Options:
        """The playbooks in force, and those that occur in the log but are no longer in force."""
        names = self.titles.keys() | set(self.occurring.playbooks)
        return sorted(((name, self.titles.get(name, name)) for name in names), key=lambda option: option[1].lower())

    def _amounts(self, asked: LogQuery) -> Sequence[Pick | Typed]:
        currencies = [(each, each) for each in self.occurring.currencies]
        return (
            _typed(asked, "min", "Amount from", keys="decimal"),
            _typed(asked, "max", "Amount to", keys="decimal"),
            _pick(asked, "currency", "In currency", "The org's own", currencies),
        )

    def _when(self, asked: LogQuery) -> Sequence[Pick | Typed]:
        periods = [(each.value, each.value.replace("_", " ").capitalize()) for each in Period]
        return (
            _pick(asked, "period", "When", "Any time", periods),
            _typed(asked, "from", "From", kind="date"),
            _typed(asked, "to", "To", kind="date"),
        )


def _alone(pick: Pick) -> FilterButton:
    return FilterButton(pick.label, [pick])


def _pick(asked: LogQuery, name: str, title: str, nothing: str, options: Options) -> Pick:
    """A list that includes the value from the URL even if it is not offered: otherwise the form would silently drop
    it.
    """
    chosen = asked.values.get(name, "")
    # Names come from the CRM: remove invisible characters before they get into a URL.
    options = [(one_line(value), words) for value, words in options]
    if chosen and all(value != chosen for value, _ in options):
        options = [*options, (chosen, chosen)]
    return Pick(name, title, nothing, [("", options)], chosen)


def _reasons(asked: LogQuery) -> Pick:
    """A reason of several decisions is listed under each, but only one of the entries is the selected one."""
    chosen, verdict = asked.values.get("reason", ""), asked.filters.verdict
    groups: list[tuple[str, Options]] = [
        (
            VERDICTS[each],
            [
                (reason.value, label(reason).capitalize())
                for reason in REASONS[each]
                if each in (verdict, group_of(reason))
            ],
        )
        for each in LOGGED
        if verdict in (None, each)
    ]
    if chosen and all(value != chosen for _, options in groups for value, _ in options):
        groups.append(("", [(chosen, " or ".join(label(each) for each in chosen.split(",")).capitalize())]))
    return Pick("reason", "Reason", "Any reason", groups, chosen)


def _typed(
    asked: LogQuery, name: str, title: str, kind: str = "text", keys: str = "text", suggests: bool = False
) -> Typed:
    value = asked.values.get(name, "")
    if name in ("min", "max") and name not in asked.mistakes:
        value = shown_amount(value)
    # A browser shows an invalid date as empty.
    return Typed(name, title, "" if kind == "date" and name in asked.mistakes else value, kind, keys, suggests)


def _words(names: Mapping[E, str]) -> Options:
    return [(name.value, words.capitalize()) for name, words in names.items()]


def _orders() -> Options:
    """Each order in both directions, except the default."""
    return [("when", "Oldest first"), *(option for sort in Sort if sort is not Sort.WHEN for option in _ways(sort))]


def _ways(sort: Sort) -> Options:
    down, up = ("largest first", "smallest first") if sort in _FIRST_DOWN else ("Z to A", "A to Z")
    ways = [(sort.value, f"{SORTS[sort]}, {up}"), (f"-{sort.value}", f"{SORTS[sort]}, {down}")]
    return ways[::-1] if sort in _FIRST_DOWN else ways
