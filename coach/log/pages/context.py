"""The context in which a query is parsed: who asks, whom they may ask for, and the names of things."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo
from typing import Protocol

from coach import ids
from coach.engine.model import VisibleReps
from coach.log.choices import FilterValues
from coach.log.columns import Labels
from coach.log.logbook import Logbook
from coach.text import folded, one_line, shorten

NOBODY_BY_ID = "There is nobody with this id whose log you may see."


class People(Protocol):
    """The people who may be asked for."""

    def may_see(self, rep_id: str) -> bool:
        """Whether rows about this user may be shown."""


@dataclass(frozen=True, slots=True)
class PageContext:
    """Who asks, the teams, the skills with their playbooks, the time and its zone, and labels of values by column.

    ``reps`` and ``managers`` are the people who may be asked for: names by id. ``is_account`` returns whether an
    account has exactly this name. ``occurring`` holds the values that recently occurred in the log. ``tells_answers``:
    the viewer may see single answers.
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
        """People by id, or all people with this name: without JavaScript, a form may send a name.

        Raises the same ValueError for an unknown person and for one who may not be seen: not everybody may learn who
        exists.
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
        """The value of the column with this label: people know the label, and URLs may have either."""
        labels = {name: name for name in self.occurring().chosen.get(column, ())}
        labels |= self.labels.get(column, {})
        return _called(text, {label: name for name, label in labels.items()}) or text

    def family(self, text: str) -> str:
        """The product family of this name, in its canonical spelling."""
        return _called(text, {name: name for name in self.occurring().families}) or text


def with_names(
    context: PageContext, logbook: Logbook, scope: VisibleReps, occurring: Callable[[], FilterValues]
) -> PageContext:
    """The context with the names of people and accounts in the log."""
    return replace(
        context,
        reps=lambda: {each.id: each.name for each in logbook.reps(scope)},
        managers=lambda: {each.id: each.name for each in logbook.managers(scope)},
        is_account=logbook.is_account,
        occurring=occurring,
    )


def _called(text: str, names: Mapping[str, str]) -> str | None:
    """The key whose name is ``text``, ignoring accents and case."""
    return next((found for name, found in names.items() if folded(name) == folded(text)), None)


def _named(text: str, names: Mapping[str, str]) -> frozenset[str]:
    """The ids of all people named ``text``; if there are none, of all whose name contains it."""
    words = folded(text)
    same = frozenset(each for each, name in names.items() if folded(name) == words)
    return same or frozenset(each for each, name in names.items() if words in folded(name))
