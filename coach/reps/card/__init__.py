"""The rep's page of a card: read it and respond.

``links``   the URL in a note, signed for one card and one rep
``forms``   a submitted form → a response
``view``    what the page shows, and to whom
``views``   the routes; viewing changes nothing, whoever follows the link
"""

from coach.reps.card.links import CardLinks
from coach.reps.card.views import CardPages

__all__ = ["CardLinks", "CardPages"]
