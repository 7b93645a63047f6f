"""The log as JSON: ``/api/v1``. Errors are JSON, too, whatever goes wrong.

``decisions``   the rows of the log, a page or one of them with its whole story
``feed``        everything that is added, in one order, for systems that follow
``aggregates``  the log in figures; what would tell about a single person is left out for those who may not see them
``routes``      the addresses; ``document`` is their description, made of the columns, the filters and ``answers``
"""

from coach.export.api.routes import blueprint

__all__ = ["blueprint"]
