"""What a rep's response to a card means. Pure functions from responses to their consequences.

``response``  what a rep can say about a card
``progress``  how far they are with it, updated by each response
``ending``    how a card ended, and who did the work
``funnel``    how far cards get
``strength``  how strong a rep is in a skill, in bands
"""

from coach.engine.responses.ending import ended
from coach.engine.responses.funnel import Funnel
from coach.engine.responses.progress import Progress, after, why_aside
from coach.engine.responses.response import Dismissal, Response, ResponseKind, Snooze, answered, dismissed, put_off
from coach.engine.responses.strength import Band, Evidence, band

__all__ = [
    "Band",
    "Dismissal",
    "Evidence",
    "Funnel",
    "ResponseKind",
    "Progress",
    "Response",
    "Snooze",
    "after",
    "answered",
    "band",
    "dismissed",
    "ended",
    "put_off",
    "why_aside",
]
