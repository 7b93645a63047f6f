"""Pages that look like Lightning, on which a person moves deals and reads their notes.

``blueprint``  all routes
``acting``     the user as whom the visitor acts
``reading``    reads records for the pages, over SOQL
``path``       stages → the steps of the path
``fields``     describe → the fields of the details panel, to read and to edit
``notes``      the notes on a deal, sanitised
``words``      formats money, dates and numbers for people
``home``, ``listing``, ``record``, ``edits``   the pages
"""

from localorg.pages.blueprint import blueprint

__all__ = ["blueprint"]
