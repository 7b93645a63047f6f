"""Paging through what a query found."""

import pytest

from localorg.errors import ApiError
from localorg.rest.cursors import OPEN_CURSORS, Cursors

ROWS = [{"Id": str(number)} for number in range(450)]


def test_few_rows_come_in_one_page() -> None:
    assert Cursors().open(ROWS, 2_000) == (ROWS, None)


def test_many_rows_come_page_by_page_and_none_twice() -> None:
    cursors = Cursors()
    found, locator = cursors.open(ROWS, 200)
    while locator:
        page, total, locator = cursors.page(locator)
        found = found + page
    assert found == ROWS
    assert total == 450


def test_a_page_may_be_read_again() -> None:
    cursors = Cursors()
    _, locator = cursors.open(ROWS, 200)
    assert locator
    assert cursors.page(locator) == cursors.page(locator)


@pytest.mark.parametrize("locator", ["01gxxxxxxxxxxxxAAA-200", "nonsense", ""])
def test_an_unknown_locator_is_refused(locator: str) -> None:
    with pytest.raises(ApiError, match="invalid query locator"):
        Cursors().page(locator)


def test_the_cursors_unread_for_longest_are_closed() -> None:
    cursors = Cursors()
    _, first = cursors.open(ROWS, 200)
    for _ in range(OPEN_CURSORS):
        cursors.open(ROWS, 200)
    assert first
    with pytest.raises(ApiError):
        cursors.page(first)
