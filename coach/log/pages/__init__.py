"""The start page, and the log: what was decided about whom, why, and what came of it.

``asked``    what an address asks for; ``values``, ``days`` and ``amounts`` read its parts, against what is ``around``
``choices``  what the filters offer, and ``chips`` what is applied
``views``    the views, ``routes`` their addresses; ``forms`` is what is typed into them
``why``      why a deal did not get a card
``words``    what the pages call things
``deps``     what they are given
"""

from coach.log.pages.deps import LogPages
from coach.log.pages.routes import blueprint

__all__ = ["LogPages", "blueprint"]
