"""The log as a file: the same filters and the same rows as the page, without a limit on their number.

The response is streamed: it begins at once, takes the same small amount of memory at any length, and stops if the
reader disconnects. If the database fails on the way, the connection is cut, so that nobody mistakes a part for the
whole.
"""

from collections.abc import Iterator

from flask import Blueprint, Response, request

from coach.export.batches import RowBatch
from coach.export.pages.deps import ApiContext, filters_of
from coach.export.pages.lines import csv_lines, json_lines
from coach.privacy.audit import AccessKind
from coach.web.guard import PageViews
from coach.web.viewer import Role, TokenScope, allow, current_viewer

PEOPLE = (Role.REP, Role.MANAGER, Role.ADMIN)


def blueprint(api: ApiContext | None) -> Blueprint:
    """``/log/export.csv`` and ``/log/export.jsonl``."""
    pages, views = Blueprint("export", __name__), _Views(api)
    pages.add_url_rule("/log/export.csv", "csv", views.csv)
    pages.add_url_rule("/log/export.jsonl", "jsonl", views.jsonl)
    return pages


class _Views(PageViews[ApiContext]):
    @allow(*PEOPLE, scope=TokenScope.READ_LOG)
    def csv(self) -> Response:
        """The rows as CSV; ``bom=1`` for spreadsheets that need a byte order mark."""
        lines = csv_lines(self._batches(), bom=request.args.get("bom") == "1")
        return self._file(lines, "text/csv; charset=utf-8; header=present", "csv")

    @allow(*PEOPLE, scope=TokenScope.READ_LOG)
    def jsonl(self) -> Response:
        """The rows as JSON, one per line."""
        return self._file(json_lines(self._batches()), "application/jsonl; charset=utf-8", "jsonl")

    def _batches(self) -> Iterator[RowBatch]:
        """Reads everything about the request: once the first line is sent, it is too late to refuse."""
        api, viewer = self._deps, current_viewer()
        asked = api.ask(viewer, request.args)
        api.record_all(viewer, AccessKind.EXPORT, asked, filters_of(asked))
        return api.batches(viewer, api.asking(viewer, asked))

    def _file(self, lines: Iterator[bytes], kind: str, ending: str) -> Response:
        response = Response(lines, content_type=kind)
        day = self._deps.services.clock().astimezone(self._deps.services.zone).date()
        response.headers["Content-Disposition"] = f'attachment; filename="coach-log-{day}.{ending}"'
        # A proxy that buffers the whole response would undo the streaming.
        response.headers["X-Accel-Buffering"] = "no"
        return response
