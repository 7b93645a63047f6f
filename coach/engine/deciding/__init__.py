"""Match → Decision: pure policy, every "no" with a named reason.

``policy``    what to do about every playbook on a deal
``history``   which cards of a playbook were given on this deal, and which could be next
``approval``  which cards are still approved
``budget``    what the rep has been given, and whether one more card fits
``limits``    the operator's limits, and when days and weeks begin
``questions`` whether a new card includes its question
``reasons``   what each reason means, in a sentence
"""

from coach.engine.deciding.limits import Limits, day_start, week_start
from coach.engine.deciding.policy import Decisions, decide, decide_gone, rank
from coach.engine.deciding.reasons import label, sentence

__all__ = ["Decisions", "Limits", "day_start", "decide", "decide_gone", "label", "rank", "sentence", "week_start"]
