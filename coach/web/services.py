"""What every page of people's coaching shares, whichever slice it belongs to: declared once, given to each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from coach.web.viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """``looked`` notes down who looks at whose coaching, on which page; None for everybody's.

    Of the playbooks in force ``titles`` and ``owners`` are by name, ``skills`` are what they teach, each with its
    playbooks. ``answers_private`` says that an answer is its rep's alone; ``least`` is how many people a figure, or
    words without a name, must be about before those read it who may not see each of them.
    """

    clock: Callable[[], datetime]
    zone: tzinfo
    looked: Callable[[Viewer, frozenset[str] | None, str], None]
    titles: Callable[[], Mapping[str, str]] = dict
    owners: Callable[[], Mapping[str, str]] = dict
    skills: Callable[[], Mapping[str, frozenset[str]]] = dict
    answers_private: bool = True
    least: int = 5
