"""Playbook files → findings for their authors: mistakes and likely mistakes. Decides nothing about deals.

``run``         checks each file by itself, then all files together
``files``       reads playbook files from disk; ``texts``: takes them from a library instead
``subject``     one file as rules see it; ``collection``: all files; ``context``: everything else that rules may use
``rules``       the rules, one per module; a rule's docstring is its documentation page
``silence``     suppression comments, with which an author accepts a finding
``logic``       static reasoning about conditions, without a deal
``org``         checks the playbooks in force against the org as the service last saw it
``coverage``    which playbooks apply wherever another does; ``overlap``: which may apply to the same deal
``plausible``   renders texts on example deals; ``prose``: their Markdown
``naming``      checks names of fields and values against the org
``findings``, ``formats``, ``words``   the findings, and how they read; ``notices``: what they do not cover
``page``        generates the rules' part of docs/lint.md
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
