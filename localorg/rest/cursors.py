"""Answers of queries that are read page by page."""

import secrets
from collections import OrderedDict
from threading import Lock
from typing import Any

from localorg.rest.failures import invalid_locator

PAGE_SIZE = 2_000
SMALLEST_PAGE = 200
OPEN_CURSORS = 50
"""Maximum number of open cursors. A further query closes the least recently read one."""


class Cursors:
    """Rows that were found but not returned yet; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._rows: OrderedDict[str, tuple[list[dict[str, Any]], int]] = OrderedDict()

    def open(self, rows: list[dict[str, Any]], page_size: int) -> tuple[list[dict[str, Any]], str | None]:
        """The first page, and the locator of the next; None if there is none."""
        if len(rows) <= page_size:
            return rows, None
        cursor = f"01g{secrets.token_hex(6)}AAA"
        with self._lock:
            self._rows[cursor] = (rows, page_size)
            while len(self._rows) > OPEN_CURSORS:
                self._rows.popitem(last=False)
        return rows[:page_size], f"{cursor}-{page_size}"

    def page(self, locator: str) -> tuple[list[dict[str, Any]], int, str | None]:
        """The page of a locator, the count of all rows, and the next locator.

        Raises ApiError if the locator is unknown.
        """
        cursor, _, offset = locator.partition("-")
        with self._lock:
            entry = self._rows.get(cursor)
            if entry is None or not offset.isdecimal():
                raise invalid_locator()
            self._rows.move_to_end(cursor)
        rows, page_size = entry
        start = int(offset)
        end = start + page_size
        return rows[start:end], len(rows), f"{cursor}-{end}" if end < len(rows) else None
