"""The query language: text → tree → SQL → records in REST shape."""

from coach.localorg.soql.answer import Answer, run
from coach.localorg.soql.context import Context

__all__ = ["Answer", "Context", "run"]
