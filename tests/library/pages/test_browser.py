"""The library pages in a real browser, without a script and with it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser import OpenPage, complaints, listening, overhang
from tests.library.pages.conftest import LibraryWorld
from tests.pipeline.world import deal

PATHS = ("/library", "/library/playbooks/discount", "/library/deal?sample=stalled")
pytestmark = pytest.mark.slow


@pytest.fixture
def address(library: LibraryWorld) -> Iterator[str]:
    with listening(library.http.application) as address:
        yield address


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    return open_page(java_script_enabled=False)


def test_a_deal_is_tried_with_the_keyboard_alone(library: LibraryWorld, address: str, page: Page) -> None:
    library.org.put(deal(1))
    page.goto(f"{address}/library")

    page.get_by_role("search", name="A deal to try").get_by_role("searchbox").fill("006000000000001AAA")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/library/deal?id=006000000000001AAA")

    assert page.get_by_role("heading", name="Deal 1").is_visible()
    assert page.get_by_role("heading", name="Ask for something back").is_visible()


def test_the_list_is_narrowed_down_without_a_script(address: str, page: Page) -> None:
    page.goto(f"{address}/library")

    page.get_by_label("State").select_option("draft")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url(f"{address}/library?*status=draft*")

    assert page.get_by_role("link", name="Say nothing yet").is_visible()
    assert page.get_by_text("1 of 2 playbooks").is_visible()


def test_with_a_script_what_is_chosen_acts_at_once_keeps_the_focus_says_the_count_and_leads_back(
    address: str, open_page: OpenPage
) -> None:
    page = open_page()
    complained = complaints(page)
    page.goto(f"{address}/library")
    assert page.get_by_role("button", name="Show", exact=True).count() == 0

    page.get_by_label("State").focus()
    page.get_by_label("State").select_option("draft")
    page.wait_for_url(f"{address}/library?*status=draft*")

    expect(page.locator("body > [role=status]")).to_have_text("1 of 2 playbooks.")
    assert page.get_by_role("link", name="Say nothing yet").is_visible()
    expect(page.get_by_label("State")).to_be_focused()
    page.go_back()
    page.wait_for_url(f"{address}/library")
    expect(page.locator("#count")).to_have_text("2 of 2 playbooks.")
    assert complained == []


def test_with_the_keys_a_list_acts_on_enter_and_not_on_the_way(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{address}/library")

    page.get_by_label("State").focus()
    page.keyboard.press("ArrowDown")
    assert page.url == f"{address}/library"
    assert page.get_by_role("button", name="Show", exact=True).is_visible()

    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/library?status=*")
    expect(page.locator("#status")).to_be_focused()


def test_words_act_on_enter_and_stay_where_they_are_typed(address: str, open_page: OpenPage) -> None:
    page = open_page()
    page.goto(f"{address}/library")
    page.get_by_label("Words").press_sequentially("nothing")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{address}/library?q=nothing*")

    expect(page.locator("#count")).to_have_text("1 of 2 playbooks.")
    expect(page.get_by_label("Words")).to_be_focused()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 1440])
def test_nothing_hangs_over_the_edge(address: str, page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{address}{path}")

    assert overhang(page) == 0
