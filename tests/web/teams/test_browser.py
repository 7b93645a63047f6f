"""Charts are drawn under the pages' policy, with the keyboard alone; skipped, visibly, where there is no browser."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from tests.web.teams.conftest import ADMIN, REPS, Team

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]


@pytest.fixture
def address(busy: Team) -> Iterator[str]:
    busy.gate.viewer = ADMIN
    server = make_server("127.0.0.1", 0, busy.http.application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("path", ["/team", "/team/playbooks", f"/reps/{REPS[0]}"])
def test_every_chart_is_drawn_and_the_browser_has_nothing_to_complain_of(address: str, page: Page, path: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    page.goto(address + path)
    page.wait_for_load_state("networkidle")

    charts = page.locator("[data-chart]")
    assert charts.count() > 0
    assert page.locator(".chart_drawn svg").count() == charts.count()
    assert complaints == []


def test_without_javascript_the_figures_are_there(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_context(java_script_enabled=False).new_page()
        page.goto(f"{address}/team")
        page.get_by_text("The same as a table").first.click()

        assert page.get_by_role("cell", name="Ana").or_(page.get_by_role("rowheader", name="Ana")).first.is_visible()
        browser.close()


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
