"""The log for other programs.

``deps``     what is asked for, who asks, and what is for the rep alone
``lines``    rows as CSV and JSON lines; ``formula`` keeps spreadsheets from carrying a cell out
``views``    the routes
``viewed``   who viewed whose log, for those whose it is
"""

from coach.export.pages.deps import ApiContext

__all__ = ["ApiContext"]
