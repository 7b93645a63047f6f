"""Pages that look like Lightning: where a person moves deals and reads the notes on them.

``blueprint``  the routes, put together
``acting``     as whom the visitor works
``reading``    records for the pages, over SOQL
``path``       stages → the steps of the path
``fields``     describe → the fields of the details panel, to read and to edit
``notes``      the notes on a deal, made safe to show
``words``      money, dates and numbers as people read them
``home``, ``listing``, ``record``, ``edits``   the pages
"""

from localorg.pages.blueprint import blueprint

__all__ = ["blueprint"]
