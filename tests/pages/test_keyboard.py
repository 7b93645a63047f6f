"""With the keyboard alone: a way past the head of each page, a ring around the focus, no trap, a sensible order."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from coach.web.viewer import Role
from tests.browser import PHONE, OpenPage
from tests.machine import PATIENCE
from tests.pages.house import House
from tests.pages.test_every_page import LIGHTNING, WEB, addresses, pages_of

pytestmark = pytest.mark.slow

MANY = 2_000
HERE = """() => {
    const at = document.activeElement;
    const style = getComputedStyle(at);
    const box = at.getBoundingClientRect();
    return {
        place: at === document.body ? -1 : [...document.querySelectorAll("*")].indexOf(at),
        what: at.outerHTML.slice(0, 120),
        ring: (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none",
        seen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    };
}"""
OPEN_TO_ADMINS = sorted(
    endpoint for who, endpoint in pages_of(WEB) if who == Role.ADMIN and endpoint != "identity.sign_in"
)


def stops(page: Page) -> list[dict[str, Any]]:
    """What has the focus after each Tab, until it leaves the page, or begins anew."""
    found: list[dict[str, Any]] = []
    for _ in range(MANY):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here["place"] == -1 or (found and here["place"] == found[0]["place"]):
            return found
        found.append(here)
    pytest.fail(f"the keyboard does not get out of {page.url}: {found[-3:]}")


def check(page: Page, address: str) -> None:
    page.goto(address)
    found = stops(page)
    places = [each["place"] for each in found]

    assert "Skip to the page" in found[0]["what"], address
    assert places == sorted(places), f"{address}: the order jumps"
    assert [each["what"] for each in found if not each["ring"]] == [], f"{address}: no ring"
    assert [each["what"] for each in found if not each["seen"]] == [], f"{address}: out of sight"


@pytest.mark.parametrize("endpoint", OPEN_TO_ADMINS)
def test_tab_leads_through_the_page_and_out_of_it(house: House, open_page: OpenPage, endpoint: str) -> None:
    page = open_page()
    house.sign_in(page, "admin")

    for path in addresses(house, endpoint):
        check(page, house.address + path)


def test_tab_leads_through_the_org_s_pages(house: House, open_page: OpenPage) -> None:
    page = open_page()

    for path in (*LIGHTNING, f"/lightning/r/Opportunity/{house.a_card().opportunity_id}/view"):
        check(page, house.org.url + path)


def test_the_skip_link_leads_past_the_head(house: House, page: Page) -> None:
    house.sign_in(page, "manager")
    page.goto(f"{house.address}/log")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("path", "name"), [("/log", "Amount"), ("/log", "Rep"), ("/library", "Cards"), ("/library", "Review by")]
)
def test_a_column_is_sorted_from_its_heading_and_says_so(house: House, page: Page, path: str, name: str) -> None:
    house.sign_in(page, "manager")
    page.goto(house.address + path)
    heading = page.get_by_role("columnheader", name=name, exact=True)
    assert heading.get_attribute("aria-sort") is None

    heading.get_by_role("link").focus()
    page.keyboard.press("Enter")

    sorted_now = page.get_by_role("columnheader", name=name, exact=True)
    expect(sorted_now).to_have_attribute("aria-sort", re.compile("(a|de)scending"), timeout=PATIENCE * 1000)
    assert page.locator("[aria-sort]").count() == 1


@pytest.mark.parametrize("path", ["/team/playbooks", "/library", "/log", "/me/viewed"])
def test_a_table_on_a_phone_scrolls_within_itself(house: House, open_page: OpenPage, path: str) -> None:
    page = open_page(PHONE)
    house.sign_in(page, "manager")
    page.goto(house.address + path)

    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
    for region in page.locator("[role=region]").all():
        assert region.get_attribute("tabindex") == "0"
        assert region.get_attribute("aria-label")


@pytest.mark.parametrize("path", ["/log", "/library", "/team/side-by-side", "/team/playbooks"])
def test_a_heading_that_a_phone_does_not_show_is_seen_while_it_has_the_focus(
    house: House, open_page: OpenPage, path: str
) -> None:
    page = open_page(PHONE)
    house.sign_in(page, "admin")
    page.goto(house.address + path)
    for link in page.locator("thead a").all():
        link.focus()
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert page.evaluate(HERE)["seen"]
        assert link.evaluate("""each => {
            const box = each.getBoundingClientRect();
            return each.contains(document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2));
        }"""), link.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE
