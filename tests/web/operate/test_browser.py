"""The operators' page in a real browser, without JavaScript and by keyboard; skipped, visibly, where there is none."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from tests.web.operate.test_pages import House, house

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]
__all__ = ["house"]


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
        browser.close()


@pytest.fixture
def address(house: House) -> Iterator[str]:
    for number in (1, 2):
        house.park(number)
    server = make_server("127.0.0.1", 0, house.client().application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/operate"
    server.shutdown()
    thread.join()


def test_a_group_of_notes_is_tried_again_with_the_keyboard(page: Page, address: str, house: House) -> None:
    page.goto(address)
    button = page.get_by_role("button", name="Try these again")
    button.focus()

    page.keyboard.press("Enter")

    assert page.get_by_role("status").inner_text() == "2 notes will be tried again now."
    assert house.parked() == 0
