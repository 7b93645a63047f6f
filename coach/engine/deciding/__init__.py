"""Match → Decision: pure policy, every "no" with a named reason.

``policy``    what to do about every playbook on a deal
``history``   what was given of a playbook on this deal, and what could be next
``approval``  until which day a text may be used
``budget``    what the rep has been given, and whether one more card fits
``limits``    the operator's limits, and when days and weeks begin
``questions`` whether a new card puts its question
``reasons``   what each reason means, in a sentence
"""

from coach.engine.deciding.limits import Limits, day_start, week_start
from coach.engine.deciding.policy import Decisions, decide, decide_gone, rank
from coach.engine.deciding.reasons import label, sentence

__all__ = ["Decisions", "Limits", "day_start", "decide", "decide_gone", "label", "rank", "sentence", "week_start"]
