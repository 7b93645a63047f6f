"""Playbook files → what their authors should know: mistakes, and what is likely to be one. Decides nothing.

``run``         every file by itself, then all together
``files``       paths → texts; ``texts``: the texts of a library instead
``subject``     one file as rules see it; ``collection`` all of them; ``context`` what else is known
``rules``       one to a module, with its page in its docstring
``silence``     comments with which an author allows what a rule finds
``logic``       what conditions come to without a deal
``org``         playbooks in force against the org as a service last saw it
``coverage``    which playbooks apply wherever another does; ``overlap``: which may apply to one deal
``plausible``   texts on deals that might be; ``prose`` their Markdown; ``naming`` what of the org is named
``findings``, ``formats``, ``words``   the findings, and how they read; ``notices``: what they do not cover
``page``        docs/lint.md, out of the rules
"""

from coach.lint.context import Context
from coach.lint.files import sources_in
from coach.lint.findings import Finding, Report, Severity
from coach.lint.formats import FORMATS
from coach.lint.naming import unexplored
from coach.lint.org import misfits
from coach.lint.run import Inspected, lint
from coach.lint.subject import SourceFile, fields_named

__all__ = [
    "FORMATS",
    "Context",
    "Finding",
    "Inspected",
    "Report",
    "Severity",
    "SourceFile",
    "fields_named",
    "lint",
    "misfits",
    "sources_in",
    "unexplored",
]
