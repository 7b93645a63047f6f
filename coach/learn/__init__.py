"""What comes next for a rep: when a skill is asked about again, and when it counts as mastered. Pure.

``spacing``   the memory of a skill, worked out again from all answers, and when its next question is due
``mastery``   which skills a rep has mastered, so that cards about them can fade
``skills``    both for each skill of a rep, as far as they are asked for
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
