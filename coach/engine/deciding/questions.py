"""Whether a new card puts its question: asked too early, a question teaches little and costs the rep's minutes.

Two questions about one skill in a row, or one before the last answer fades, test what was just read (spacing and
interleaving: Rohrer, Dedrick and Stershic 2015, doi:10.1037/edu0000001).
"""

from datetime import datetime

from coach.engine.model import RepLoad
from coach.engine.playbook.model import Playbook


def left_out(playbook: Playbook, load: RepLoad, now: datetime) -> str:
    """Why a new card of this playbook comes without its question; empty if it is asked.

    Only whoever has answered about this one skill alone is asked about it twice in a row, once it is due.
    """
    skill = playbook.skill
    if skill is None or playbook.always:
        return ""
    due = load.due.get(skill)
    if due and due > now:
        return f"Its question is left out: the next one about {skill} is due on {due:%d %B %Y}."
    if load.last_asked == skill and not (due and load.answered == {skill}):
        return f"Its question is left out: the last one that the rep was given was about {skill}, too."
    return ""
