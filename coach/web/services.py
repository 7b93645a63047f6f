"""What all pages about people's coaching share, in whichever slice: declared once, given to each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.web.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``looked`` records who looks at whose coaching, on which page; None for everybody's.

    Of the playbooks in force, ``titles`` and ``owners`` are by name, and ``skills`` maps each skill to its playbooks.
    ``answers_private``: only the rep may see an answer. ``least`` is the number of people that a figure, or words
    without a name, must be about before they are shown to a viewer who may not see each of these people.
    """

    clock: Callable[[], datetime]
    zone: tzinfo
    looked: Callable[[Viewer, frozenset[str] | None, str], None]
    titles: Callable[[], Mapping[str, str]] = dict
    owners: Callable[[], Mapping[str, str]] = dict
    skills: Callable[[], Mapping[str, frozenset[str]]] = dict
    answers_private: bool = True
    least: int = 5
