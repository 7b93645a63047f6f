"""The words of the pages about teams."""

from collections.abc import Mapping, Sequence

from coach.engine.deciding import label
from coach.engine.languages import figures_in, tenth
from coach.engine.model import Reason
from coach.engine.responses import Band

BANDS: Mapping[Band, str] = {
    Band.UNKNOWN: "too little to say",
    Band.PRACTISE: "– to practise",
    Band.STEADY: "= steady",
    Band.STRONG: "+ strong",
}
SIGNS: Mapping[Band, str] = {Band.UNKNOWN: "", Band.PRACTISE: "–", Band.STEADY: "=", Band.STRONG: "+"}
"""Signs for people who cannot tell the bands' colours apart."""
STEPS: Mapping[str, str] = {
    "delivered": "delivered",
    "opened": "opened",
    "acknowledged": "acknowledged",
    "done": "done",
    "seen": "done and seen on the deal",
}


def reason_words(reason: Reason | None) -> str:
    """A reason as a label; None stands for all reasons not listed."""
    return label(reason) if reason else "other reasons"


def cards(count: int) -> str:
    """A number of cards, in words."""
    return "1 card" if count == 1 else f"{count} cards"


def listed(words: Sequence[str]) -> str:
    """a, b and c."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def share_of(part: float, whole: float = 1) -> str:
    """A part of a whole, in percent; a dash if the whole is 0."""
    return figures_in("en").share(part, whole)


def told_minutes(value: float) -> str:
    """Minutes to the tenth in which they are charged, so that displayed numbers add up."""
    return figures_in("en").minutes(tenth(value))
