"""The library pages: every playbook in force with what came of it, one playbook with its cards, and a deal to try.

``conditions``  when a playbook applies, in words, without a deal
``rows``        the list; ``figures`` what may be told of how often; ``findings`` what lint says
``history``     how a playbook read before
``samples``     a playbook's cards on a deal that comes with Coach
``deals``       deals that somebody may try
``found``       deals to choose from
``trial``       a deal, tried
``facts``       the form in which its facts are set otherwise
``trying``      all of these as pages
``views``       the routes; nothing here changes anything. ``deps`` is what they need
"""

from coach.library.pages.deals import Deals
from coach.library.pages.deps import LibraryPages
from coach.library.pages.findings import BackgroundCheck

__all__ = ["BackgroundCheck", "Deals", "LibraryPages"]
