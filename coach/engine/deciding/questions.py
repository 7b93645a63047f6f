"""Whether a new card includes its question. A question that comes too early teaches little, and costs minutes.

It is too early while the last answer about the skill is still remembered well, and directly after another question
about the same skill: both test only what the rep has just read (spacing and interleaving: Rohrer, Dedrick and Stershic
2015, doi:10.1037/edu0000001).
"""

from datetime import datetime

from coach.engine.model import RepLoad
from coach.engine.playbook.model import Playbook


def left_out(playbook: Playbook, load: RepLoad, now: datetime) -> str:
    """Why a new card of this playbook comes without its question, in a sentence; empty if it includes the question.

    A rep who has answered about no other skill is asked about the same one twice in a row, once it is due: there is
    nothing to alternate with.
    """
    skill = playbook.skill
    if skill is None or playbook.always:
        return ""
    due = load.due.get(skill)
    if due and due > now:
        return f"Its question is left out: the next one about {skill} is due on {due.day} {due:%B %Y}."
    if load.last_asked == skill and not (due and load.answered == {skill}):
        return f"Its question is left out: the last one that the rep was given was about {skill}, too."
    return ""
