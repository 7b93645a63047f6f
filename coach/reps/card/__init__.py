"""The rep's page of a card: read it, and say what came of it.

``links``   the address that a note carries, signed for one card and one rep
``forms``   what was sent → a response
``view``    what the page shows, and to whom
``views``   the routes; looking changes nothing, whoever follows the link
"""

from coach.reps.card.links import CardLinks
from coach.reps.card.views import CardPages

__all__ = ["CardLinks", "CardPages"]
