"""The query language: text → tree → SQL → records in REST shape."""

from localorg.soql.answer import Answer, run
from localorg.soql.context import Context

__all__ = ["Answer", "Context", "run"]
