"""The library pages: every playbook in force with what came of it, one playbook with its cards, and a deal to try.

``conditions``  when a playbook applies, in words, without a deal
``view``        what the list and the history show
``samples``     a playbook's cards on a deal that comes with Coach
``deals``       deals that somebody may try
``found``       deals to choose from
``trial``       a deal, tried
``facts``       the form in which its facts are set otherwise
``pages``       the routes; nothing here changes anything
"""

from coach.web.library.deals import Deals
from coach.web.library.pages import LibraryPages

__all__ = ["Deals", "LibraryPages"]
