"""Charts are drawn under the pages' policy, with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser import OpenPage, complaints, listening
from tests.web.teams.conftest import ADMIN, REPS, Team

pytestmark = pytest.mark.slow


@pytest.fixture
def address(busy: Team) -> Iterator[str]:
    busy.gate.viewer = ADMIN
    with listening(busy.http.application) as address:
        yield address


@pytest.mark.parametrize("path", ["/team", "/team/playbooks", f"/reps/{REPS[0]}"])
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
    page.get_by_text("The same as a table").first.click()

    assert page.get_by_role("cell", name="Ana").or_(page.get_by_role("rowheader", name="Ana")).first.is_visible()


def test_the_keyboard_opens_the_table_beside_a_chart(address: str, page: Page) -> None:
    page.goto(f"{address}/team")
    table = page.get_by_role("table", name="Minutes of coaching by week")
    assert not table.is_visible()

    page.get_by_text("The same as a table").first.focus()
    page.keyboard.press("Enter")

    assert table.is_visible()


def test_a_one_to_one_prints_on_one_page(address: str, page: Page) -> None:
    page.goto(f"{address}/reps/{REPS[0]}/one-to-one")

    printed = page.pdf(prefer_css_page_size=True)

    assert printed.count(b"/Type /Page\n") == 1
