"""SOQL: quoting, the address of a query, and all the pages of its answer."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote_plus

from simple_salesforce.format import quote_soql_value

from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import WIDE_PARTS, PartAnswer, RequestPart, answers, request
from coach.salesforce.faults import Fault, error

LONGEST = 14_000
"""Characters of one query's address. The platform takes 16,384 bytes with all headers."""

_PLAIN = "(),'"
_NEXT_PAGE = re.compile(r"/services/data/v\d+\.\d+/(query(?:All)?/[A-Za-z0-9_-]+)\Z")


def quoted(value: str) -> str:
    """``'a'``, with any character escaped that could end the string."""
    return str(quote_soql_value(value))


def among(values: Iterable[str]) -> str:
    """``('a','b')``, with each value quoted."""
    return str(quote_soql_value(list(values)))


def path(soql: str, deleted_too: bool = False) -> str:
    """The query's address, relative to the version."""
    resource = "queryAll" if deleted_too else "query"
    return f"{resource}?q={quote_plus(soql, safe=_PLAIN)}"


def portions(values: Sequence[str], empty: int, most: int) -> Iterator[Sequence[str]]:
    """``values`` in portions of at most ``most`` whose queries stay short; ``empty`` is the length of one without."""
    portion: list[str] = []
    length = empty
    for value in values:
        cost = len(quote_plus(value)) + len("'',")
        if portion and (len(portion) == most or length + cost > LONGEST):
            yield portion
            portion, length = [], empty
        portion.append(value)
        length += cost
    if portion:
        yield portion


def all_rows(client: Client, first: Any) -> list[Mapping[str, Any]]:
    """The rows of an answer, including all further pages. Raises Refused if a page is refused."""
    return list(each_row(client, first))


def each_row(client: Client, first: Any) -> Iterator[Mapping[str, Any]]:
    """Like :func:`all_rows`, with one page at a time in memory."""
    page = first
    while True:
        if not isinstance(page, Mapping) or not isinstance(page.get("records"), list):
            raise error(Fault("NOT_JSON"))
        yield from page["records"]
        if page.get("done", True):
            return
        following = _NEXT_PAGE.match(str(page.get("nextRecordsUrl")))
        if not following:
            raise error(Fault("NOT_JSON"))
        page = client.get(following[1])


def ask(client: Client, queries: Mapping[str, str]) -> dict[str, PartAnswer]:
    """At most five queries by name, in one call; each of them gets an answer. Bodies hold the first page."""
    parts = [RequestPart(name, "GET", address) for name, address in queries.items()]
    answered = answers(client.post_reading("composite", request(client, parts)))
    if answered.keys() < queries.keys():
        raise error(Fault("NOT_JSON"))
    return answered


def rows_of(client: Client, addresses: Sequence[str]) -> list[Mapping[str, Any]]:
    """The rows of any number of queries, five per call. Raises Refused if one of them is refused."""
    rows: list[Mapping[str, Any]] = []
    for start in range(0, len(addresses), WIDE_PARTS):
        some = {f"q{number}": address for number, address in enumerate(addresses[start : start + WIDE_PARTS])}
        for answer in ask(client, some).values():
            rows += rows_in(client, answer)
    return rows


def rows_in(client: Client, answer: PartAnswer) -> list[Mapping[str, Any]]:
    """The rows of one answered query, including all further pages. Raises Refused if it, or a page, is refused."""
    if answer.fault:
        raise Refused(answer.fault)
    return all_rows(client, answer.body)
