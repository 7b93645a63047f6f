"""query and queryAll, with paging."""

import re
from typing import Any

from localorg.errors import ApiError, malformed_query
from localorg.rest.columns import column_metadata
from localorg.rest.cursors import PAGE_SIZE, SMALLEST_PAGE
from localorg.rest.derived import answer
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.router import Route

_BATCH_SIZE = re.compile(r"batchSize\s*=\s*(\d+)", re.IGNORECASE)
LONGEST_QUERY = 100_000
"""In characters: https://help.salesforce.com/s/articleView?id=000386264"""


def query(org: Org, request: RestRequest) -> RestResponse:
    """The first page of a query's result."""
    return _query(org, request, all_rows=False)


def query_all(org: Org, request: RestRequest) -> RestResponse:
    """Like :func:`query`, with deleted records."""
    return _query(org, request, all_rows=True)


def further_page(org: Org, request: RestRequest, locator: str) -> RestResponse:
    """A later page of a query."""
    rows, total, following = org.cursors.page(locator)
    return RestResponse(body=_page(request, rows, total, following))


def _query(org: Org, request: RestRequest, all_rows: bool) -> RestResponse:
    soql = request.arguments.get("q")
    if not soql:
        raise malformed_query("SOQL statement is empty; the q parameter is required")
    if len(soql) > LONGEST_QUERY:
        raise ApiError(400, "QUERY_TOO_COMPLICATED", f"Query is longer than {LONGEST_QUERY} characters")
    if request.arguments.get("columns") == "true":
        return RestResponse(body=column_metadata(org.schema(request), soql))
    found = answer(org, request, soql, all_rows)
    first, following = org.cursors.open(found.records, _page_size(request))
    return RestResponse(body=_page(request, first, found.total, following))


def _page_size(request: RestRequest) -> int:
    """The page size that the caller requests in Sforce-Query-Options, within the platform's bounds."""
    asked = _BATCH_SIZE.search(request.headers.get("sforce-query-options", ""))
    return min(max(int(asked[1]), SMALLEST_PAGE), PAGE_SIZE) if asked else PAGE_SIZE


def _page(request: RestRequest, rows: list[dict[str, Any]], total: int, following: str | None) -> dict[str, Any]:
    page: dict[str, Any] = {"totalSize": total, "done": following is None}
    if following:
        page["nextRecordsUrl"] = request.url(f"/query/{following}")
    return {**page, "records": rows}


ROUTES = (
    Route("GET", "/query", query),
    Route("GET", "/queryAll", query_all),
    Route("GET", "/query/<locator>", further_page),
    Route("GET", "/queryAll/<locator>", further_page),
    Route("GET", "/tooling/query", query),
)
