"""What an address is read against: who asks, whom they may ask for, and what things are called."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Protocol

from coach import ids
from coach.log.choices import FilterValues
from coach.log.columns import Labels
from coach.log.logbook import Logbook, Scope
from coach.text import folded, one_line, shorten

NOBODY_BY_ID = "There is nobody with this id whose log you may see."


class People(Protocol):
    """Who may be asked for."""

    def may_see(self, rep_id: str) -> bool:
        """Whether rows about this user may be shown."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """Who asks, the teams, the skills with their playbooks, the time and its zone, and what people call values, by
    column.

    ``reps`` and ``managers`` are those who may be asked for, by id, as they are called; ``is_account`` says whether an
    account has just this name; ``occurring`` is what the log was about lately. ``tells_answers`` says whether single
    answers are for whoever asks.
    """

    viewer: People
    team: Callable[[str], frozenset[str]]
    skills: Mapping[str, frozenset[str]]
    now: datetime
    zone: tzinfo
    labels: Labels = field(default_factory=dict)
    reps: Callable[[], Mapping[str, str]] = dict
    managers: Callable[[], Mapping[str, str]] = dict
    is_account: Callable[[str], bool] = lambda _: False
    occurring: Callable[[], FilterValues] = lambda: FilterValues((), (), ())
    tells_answers: bool = False

    def people(self, text: str, known: Callable[[], Mapping[str, str]]) -> frozenset[str]:
        """By id, or all who are called so: without a script, a name may be what a form sends.

        Raises ValueError with one answer to both: who exists is not for everybody to find out.
        """
        try:
            found, mistake = frozenset({ids.to18(text, ids.USER)}), NOBODY_BY_ID
        except ValueError:
            found = _named(text, known())
            mistake = f"Nobody whose log you may see is called “{shorten(one_line(text), 60)}”."
        if seen := frozenset(each for each in found if self.viewer.may_see(each)):
            return seen
        raise ValueError(mistake)

    def chosen(self, column: str, text: str) -> str:
        """The value of the column that is called so: people know the label, and addresses may have either."""
        labels = {name: name for name in self.occurring().chosen.get(column, ())}
        labels |= self.labels.get(column, {})
        return _called(text, {label: name for name, label in labels.items()}) or text

    def family(self, text: str) -> str:
        """The product family that is called so, as it is spelt."""
        return _called(text, {name: name for name in self.occurring().families}) or text


def with_names(
    context: PageContext, logbook: Logbook, scope: Scope, occurring: Callable[[], FilterValues]
) -> PageContext:
    """The same, with the names of people and accounts that the log knows of."""
    return replace(
        context,
        reps=lambda: {each.id: each.name for each in logbook.reps(scope)},
        managers=lambda: {each.id: each.name for each in logbook.managers(scope)},
        is_account=logbook.is_account,
        occurring=occurring,
    )


def _called(text: str, names: Mapping[str, str]) -> str | None:
    """What stands for the name that ``text`` is, whatever its accents and case."""
    return next((found for name, found in names.items() if folded(name) == folded(text)), None)


def _named(text: str, names: Mapping[str, str]) -> frozenset[str]:
    """The ids of all whose name is ``text``; where nobody's is, of all who have it in their name."""
    words = folded(text)
    same = frozenset(each for each, name in names.items() if folded(name) == words)
    return same or frozenset(each for each, name in names.items() if words in folded(name))
