"""The log as JSON: ``/api/v1``. All errors are JSON, too.

``decisions``   a page of the log, or one row with its whole story
``feed``        everything that is added, in one order, for systems that follow
``aggregates``  the log's figures; ``compared`` omits what would reveal a single person to viewers of groups
``routes``      the URLs; ``document`` is their OpenAPI description, generated from the columns, the filters and
                ``answers``
``numbers``     parses numbers in URLs; ``parameters`` refuses those that an operation does not have
"""

from coach.export.api.parameters import refuse_unknown
from coach.export.api.routes import blueprint

__all__ = ["blueprint", "refuse_unknown"]
