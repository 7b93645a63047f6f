"""The log for other programs.

``deps``     dependencies of files, API and feed: the query, the viewer, and masking of private answers
``lines``    rows as CSV and JSON lines; ``formula`` keeps spreadsheets from executing a cell
``views``    the routes
``viewed``   who viewed whose log, for the people concerned
"""

from coach.export.pages.deps import ApiContext

__all__ = ["ApiContext"]
