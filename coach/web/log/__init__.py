"""The start page, and the log: what was decided about whom, why, and what came of it.

``asked``    what an address asks for; ``values``, ``days`` and ``amounts`` read its parts, against what is ``around``
``choices``  what the filters offer, and ``chips`` what is applied
``pages``    the views, ``routes`` their addresses; ``forms`` is what is typed into them
``why``      why a deal did not get a card
``words``    what the pages call things
``deps``     what they are given
"""

from coach.web.log.deps import LogPages
from coach.web.log.routes import blueprint

__all__ = ["LogPages", "blueprint"]
