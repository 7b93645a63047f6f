"""Whether a rep did what a card asks for, as far as the deal shows it. Pure.

A card's playbook may say what would be *seen* on the deal within so many days. That is a tree of conditions like any
other, and may also compare the deal with itself as it was when the card was delivered: changed, increased, decreased.
It counts where a person did it, and the author is kept: the rep, or somebody else. What an agent or an integration
did does not count, and neither does what nobody knows the author of.

Besides, whether the deal *moved* forward is noted for every card, by the same rule. Neither says that the card was the
cause.

``trees``     how a tree comes out on a deal, compared with the same deal as it was
``authors``   whose doing it is that it comes out so
``watching``  what comes of the watches on a deal
"""

from coach.engine.adherence.trees import looks_for, moved, seen
from coach.engine.adherence.watching import MOVES_COUNT_FOR, asks_for_authors, next_look, observe

__all__ = ["MOVES_COUNT_FOR", "asks_for_authors", "looks_for", "moved", "next_look", "observe", "seen"]
