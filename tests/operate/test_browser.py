"""The operators' page in a real browser, without JavaScript and by keyboard."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import PHONE, OpenPage, listening
from tests.operate.test_pages import House, house

pytestmark = pytest.mark.slow
__all__ = ["house"]


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(PHONE, java_script_enabled=False)


@pytest.fixture
def address(house: House) -> Iterator[str]:
    for number in (1, 2):
        house.park(number)
    with listening(house.client().application) as address:
        yield f"{address}/operate"


def test_a_group_of_notes_is_tried_again_with_the_keyboard(page: Page, address: str, house: House) -> None:
    page.goto(address)
    button = page.get_by_role("button", name="Try these again")
    button.focus()

    page.keyboard.press("Enter")

    assert page.get_by_role("status").inner_text() == "2 notes will be tried again now."
    assert house.parked() == 0
