"""The library pages: every playbook in force with what came of it, one playbook with its cards, and a deal to try.

``conditions``  when a playbook applies, in words, without a deal
``view``        what the list and the history show
``samples``     a playbook's cards on a deal that comes with Coach
``trial``       a deal, tried
``pages``       the routes; nothing here changes anything
"""

from coach.web.library.pages import LibraryPages
from coach.web.library.trial import Deals

__all__ = ["Deals", "LibraryPages"]
