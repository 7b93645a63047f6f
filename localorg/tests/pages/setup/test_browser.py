"""What only a browser can show of Setup."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from localorg.tests.pages.setup.conftest import Administrator
from tests.browser import OpenPage, barriers, complaints, listening, overhang

pytestmark = pytest.mark.slow


@pytest.fixture
def url(administrator: Administrator) -> Iterator[str]:
    with listening(administrator.app) as address:
        yield f"{address}/setup"


def test_a_page_is_found_and_a_switch_is_set(administrator: Administrator, url: str, page: Page) -> None:
    complained = complaints(page)
    page.goto(url)
    page.get_by_label("Quick Find").fill("chatter")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="Chatter Settings").click()
    page.get_by_label("Enable", exact=True).check()
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/ChatterSettings")
    assert administrator.org.org.setup.now.chatter_enabled is True
    assert page.get_by_label("Enable", exact=True).is_checked()
    assert complained == []


@pytest.mark.parametrize("address", ["", "/Users", "/ExternalClientAppManager/new", "/Theplatformitself"])
def test_a_page_can_be_used_on_a_phone_and_without_seeing_it(url: str, open_page: OpenPage, address: str) -> None:
    page = open_page(360)
    page.goto(f"{url}{address}")
    assert overhang(page) == 0
    assert barriers(page) == []
