"""The words of the pages about teams."""

from collections.abc import Mapping

from coach.decide import label
from coach.model import Reason
from coach.respond import Band

BANDS: Mapping[Band, str] = {
    Band.UNKNOWN: "too little to say",
    Band.PRACTISE: "– to practise",
    Band.STEADY: "= steady",
    Band.STRONG: "+ strong",
}
SIGNS: Mapping[Band, str] = {Band.UNKNOWN: "", Band.PRACTISE: "–", Band.STEADY: "=", Band.STRONG: "+"}
"""For those who cannot tell the bands' colours apart."""
STEPS: Mapping[str, str] = {
    "delivered": "delivered",
    "opened": "opened",
    "acknowledged": "acknowledged",
    "done": "done",
    "seen": "done and seen on the deal",
}


def reason_words(reason: Reason | None) -> str:
    """A reason as a label; None stands for all that are not named."""
    return label(reason) if reason else "other reasons"
