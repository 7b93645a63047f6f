"""Generate the findings' part of docs/admin.md from their declarations, so that the page cannot say anything else.

``make generated`` writes it between the marks ``<!-- findings -->`` and ``<!-- /findings -->``.
"""

import re
from collections.abc import Iterable

from coach.doctor.finding import Check

_MARKED = re.compile(r"(<!-- findings -->\n).*(<!-- /findings -->)", re.DOTALL)


def with_findings(page: str, checks: Iterable[Check]) -> str:
    """The page with every finding on it."""
    return _MARKED.sub(lambda marked: f"{marked[1]}{_table(checks)}{marked[2]}", page)


def _table(checks: Iterable[Check]) -> str:
    rows = ["| finding | | what it says | asked of the org or the service |", "|---|---|---|---|"]
    for check in checks:
        one = check.finding
        rows.append(f"| [`{one.id}`](#{one.see}) | {one.severity} | {one.sentence()} | {one.asks} |")
    return "\n".join(rows) + "\n"
