"""Whether a rep did what a card asks for, as far as the deal shows it. Pure.

A playbook may say what would be *seen* on the deal within a number of days. That is a tree of conditions like any
other. It may also compare the deal with its state when the card was delivered: changed, increased, decreased. The
change counts only if a person made it, and the author is stored: the rep, or somebody else. Changes by an agent, by an
integration or by an unknown author do not count.

Separately, for every card, it is noted whether the deal *moved* forward, by the same rule. Neither says that the card
was the cause.

``trees``     evaluates a tree on a deal, compared with the deal at delivery
``authors``   who made the changes that led to the outcome
``watching``  updates the watches on a deal
``words``     sentences about adherence, for pages
"""

from coach.engine.adherence.trees import looks_for, moved, seen
from coach.engine.adherence.watching import MOVES_COUNT_FOR, asks_for_authors, next_look, observe

__all__ = ["MOVES_COUNT_FOR", "asks_for_authors", "looks_for", "moved", "next_look", "observe", "seen"]
