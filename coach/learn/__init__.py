"""What comes next for a rep: when a skill is asked about again, and when it counts as mastered. Pure.

``spacing``   the memory of a skill, worked out again from all answers, and when its next question is due
``mastery``   which skills a rep has mastered, so that cards about them can fade
"""

from coach.learn.mastery import Try, mastered_until
from coach.learn.spacing import SPACING, Answer, SkillMemory, Spacing, weights_in

__all__ = ["SPACING", "Answer", "SkillMemory", "Spacing", "Try", "mastered_until", "weights_in"]
