"""The log in a real browser: for everybody, and with the keyboard alone; skipped, visibly, where there is none."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, sync_playwright
from sqlalchemy.engine import Engine
from werkzeug.serving import make_server

from coach.model import Reason
from coach.store import SqlStore
from tests.store.logbook_rows import said
from tests.store.make import deal, delivered, evaluated, hold_back, opportunity
from tests.store.queue.test_evaluation import save
from tests.web.log.conftest import Around

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]

WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
HOSTILE = "\u202e<script>document.title = 'gone'</script>" + "W" * 10_000


@pytest.fixture
def served(web: Flask) -> Iterator[str]:
    """The pages' address."""
    server = make_server("127.0.0.1", 0, web, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest) -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(color_scheme=request.param)
        browser.close()


@pytest.fixture
def filled(store: SqlStore, engine: Engine, around: Around) -> None:
    """A delivery, a card held back, and rows with what no browser should run or be stretched by."""
    save(store, delivered(), "1")
    save(store, evaluated(deal(2), [hold_back(Reason.WEEKLY_MINUTES, detail="24 of 24 minutes used.")]), "2")
    said(engine, dict.fromkeys(("deal_name", "owner_name", "stage", "stage_before", "currency", "detail"), HOSTILE))
    said(engine, *({"deal_name": f"Row {number}"} for number in range(60)))
    around.deals[opportunity(2)] = deal(2)


ADDRESSES = ("/log", f"/log?deal={opportunity(2)}", "/log/1", "/log/3", "/log?min=x&from=never", "/log?stage=nowhere")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("window", [WIDE, PHONE], ids=["wide", "phone"])
def test_everybody_can_use_the_pages(served: str, page: Page, window: Any) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    page.set_viewport_size(window)
    for address in ADDRESSES:
        page.goto(served + address)
        found = axe.run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= window["width"], address
        assert page.title() != "gone"


def press_until(page: Page, condition: str) -> None:
    """Tab on until this holds of what has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(f"(at => {condition})(document.activeElement)"):
            return
    pytest.fail(f"the keyboard does not lead to where {condition}")


@pytest.mark.usefixtures("filled")
def test_why_a_deal_got_no_card_is_found_with_the_keyboard_alone(served: str, page: Page) -> None:
    complaints = list[str]()
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{served}/log")

    press_until(page, "at.id === 'deal'")
    page.keyboard.type("Deal 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log?deal=Deal+2")
    press_until(page, "at.className === 'all' && at.innerText.includes('Deal 2 got')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log?deal=006*")
    assert "weekly minutes" in page.inner_text("table")
    assert "stage Prospecting, found Negotiation" in page.inner_text("#why >> xpath=..")

    press_until(page, "at.pathname?.startsWith('/log/') && at.closest('tbody')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/2")
    press_until(page, "at.id === 'text'")
    page.keyboard.type("Let us look at this together.")
    press_until(page, "at.innerText === 'Leave the comment'")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log/2#comments")
    assert "Let us look at this together." in page.inner_text("main")
    assert complaints == []
