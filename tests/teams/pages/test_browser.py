"""Charts are drawn under the pages' policy, with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import PHONE, OpenPage, complaints, listening, press_until
from tests.teams.pages.conftest import ADMIN, MAX, REPS, Team, report_to

pytestmark = pytest.mark.slow

MINUTES = '[data-chart="minutes"] summary'
SIDEWAYS = """() => [document.documentElement, ...document.querySelectorAll("main, .scroll, .chart__drawing")]
    .filter((each) => each.scrollWidth > each.clientWidth + 1).map((each) => each.outerHTML.slice(0, 120))"""
SMALL = """() => [...document.querySelectorAll("main a, main button, main select, main summary")]
    .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
    .map((each) => each.outerHTML.slice(0, 120))"""
"""Lower than 44 pixels."""


@pytest.fixture
def address(busy: Team) -> Iterator[str]:
    busy.gate.viewer = ADMIN
    report_to(busy, MAX, *REPS[:3])
    with listening(busy.http.application) as address:
        yield address


@pytest.mark.parametrize("path", ["/team", "/team/side-by-side", "/team/playbooks", f"/reps/{REPS[0]}"])
def test_every_chart_is_drawn_and_the_browser_has_nothing_to_complain_of(address: str, page: Page, path: str) -> None:
    complained = complaints(page)

    page.goto(address + path)
    page.wait_for_load_state("networkidle")

    charts = page.locator("[data-chart]")
    assert charts.count() > 0
    assert page.locator(".chart_drawn svg").count() == charts.count()
    assert complained == []


def test_without_javascript_the_figures_are_there(address: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{address}/team")
    page.locator(MINUTES).click()

    assert page.get_by_role("cell", name="Ana").or_(page.get_by_role("rowheader", name="Ana")).first.is_visible()


def test_the_keyboard_opens_the_table_beside_a_chart(address: str, page: Page) -> None:
    page.goto(f"{address}/team")
    table = page.get_by_role("table", name="Minutes of coaching by week")
    assert not table.is_visible()

    page.locator(MINUTES).focus()
    page.keyboard.press("Enter")

    assert table.is_visible()


def test_the_keyboard_goes_from_mark_to_mark_of_a_chart_and_to_the_rows_behind_one(address: str, page: Page) -> None:
    page.goto(f"{address}/team")
    marks = page.locator('[data-chart="trend"] [role="link"]')
    marks.first.wait_for()
    label = "Week from 23 Nov: 6 of 6 cards opened"
    assert [mark.get_attribute("tabindex") for mark in marks.all()].count("0") == 1, "one stop for Tab"
    assert label in [mark.get_attribute("aria-label") for mark in marks.all()]

    marks.first.focus()
    press_until(page, f"at.getAttribute('aria-label') === {label!r}", "ArrowRight")
    page.keyboard.press("Enter")

    page.wait_for_url("**/log?*outcome=opened*")


def test_the_mouse_goes_to_the_rows_behind_a_mark(address: str, page: Page) -> None:
    page.goto(f"{address}/team")

    page.locator('[data-chart="held-back"] [role="link"]').first.click()

    page.wait_for_url("**/log?*reason=cooldown*")


@pytest.mark.parametrize("path", ["/team", "/team/side-by-side", "/team/playbooks", f"/reps/{REPS[0]}"])
def test_on_a_phone_nothing_scrolls_sideways_and_a_finger_finds_every_link(
    address: str, open_page: OpenPage, path: str
) -> None:
    page = open_page(PHONE)
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    for summary in page.locator("main summary").all():
        summary.click()

    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(SMALL) == []


def test_a_one_to_one_prints_on_one_page(address: str, page: Page) -> None:
    page.goto(f"{address}/reps/{REPS[0]}/one-to-one")

    printed = page.pdf(prefer_css_page_size=True)

    assert printed.count(b"/Type /Page\n") == 1
