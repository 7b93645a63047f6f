"""The library pages: every playbook in force with its results, one playbook with its cards, and a deal to try.

``conditions``  when a playbook applies, in words, without a deal
``rows``        the list; ``figures`` what may be shown of its counts; ``findings`` lint's findings
``history``     a playbook's earlier versions
``samples``     a playbook's cards on a sample deal that comes with Coach
``deals``       deals that a viewer may try
``found``       deals to choose from
``trial``       the trial of a deal
``facts``       the form for changing its facts
``trying``      all of these as pages
``views``       the routes; all are read-only. ``deps`` are their dependencies
"""

from coach.library.pages.deals import Deals
from coach.library.pages.deps import LibraryPages
from coach.library.pages.findings import BackgroundCheck

__all__ = ["BackgroundCheck", "Deals", "LibraryPages"]
