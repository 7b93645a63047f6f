"""What only a browser can show; skipped, visibly, where there is none."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.localorg.pages.conftest import Visitor

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}")


@pytest.fixture
def url(app: Flask, visitor: Visitor) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/lightning/r/Opportunity/{visitor.deal_id}/view"
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def test_a_note_appears_by_itself_opened_and_announced(visitor: Visitor, url: str, browser: Browser) -> None:
    visitor.write_note("Earlier card", "<p>one</p>")
    page, complaints = browser.new_page(), list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(url)
    newest = visitor.write_note("Put a number on it", "<p>two</p>")
    page.wait_for_selector(f"#note-{newest}[open]")
    assert page.inner_text("#notes-news") == "New note: Put a number on it"
    assert page.locator(".note[open]").count() == 1
    assert complaints == []


def test_without_script_the_page_works_the_same(visitor: Visitor, url: str, browser: Browser) -> None:
    visitor.write_note("A card", "<p>one</p>")
    quiet = browser.new_context(java_script_enabled=False).new_page()
    quiet.goto(url)
    quiet.get_by_role("link", name="Negotiation/Review").click()
    quiet.get_by_role("button", name="Mark as Current Stage").click()
    assert visitor.deal()["StageName"] == "Negotiation/Review"
    assert quiet.locator(".note[open]").count() == 1


def test_nothing_hangs_over_the_edge_of_a_phone(visitor: Visitor, url: str, browser: Browser) -> None:
    visitor.write_note("A card with averyverylongwordthatnobodywouldwrite" * 3, "<p>" + "x" * 300 + "</p>")
    page = browser.new_page(viewport={"width": 360, "height": 740})
    page.goto(url)
    assert page.evaluate("document.documentElement.scrollWidth") == 360
