"""The start page, and the log: what was decided, for whom, why, and the result.

``query``    parses a URL's query; ``values``, ``days`` and ``amounts`` parse its parts, given the ``context``
``fields``   the fields of the query, each declared once
``choices``  the options of the filters; ``chips`` the applied ones
``views``    the views, ``routes`` their URLs; ``forms`` checks what is typed into the forms
``why``      why a deal did not get a card
``words``    the pages' words
``deps``     the dependencies of the pages
"""

from coach.log.pages.deps import LogPages
from coach.log.pages.routes import blueprint

__all__ = ["LogPages", "blueprint"]
