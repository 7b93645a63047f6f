"""What comes next for a rep: when a skill is asked about again, and when it counts as mastered. Pure.

``spacing``   estimates a rep's memory of a skill from all answers about it, and when its next question is due
``mastery``   which skills a rep has mastered, so that they get no more cards about them for a while
``skills``    both by skill, computed only for the skills that a caller looks up
"""

from coach.learn.mastery import Try, mastered_until
from coach.learn.skills import due_by_skill, mastered_by_skill
from coach.learn.spacing import SPACING, Answer, SkillMemory, Spacing, weights_in

__all__ = [
    "SPACING",
    "Answer",
    "SkillMemory",
    "Spacing",
    "Try",
    "mastered_until",
    "weights_in",
    "due_by_skill",
    "mastered_by_skill",
]
