"""A real browser: one Chromium for the whole run, and a profile of its own for every page."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import make_server

from tests.machine import PATIENCE

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
SETTING = "COACH_TEST_CHROMIUM"
WIDE, PHONE = 1440, 390
STEPS = 250
"""How often Tab is pressed before a page counts as one that the keyboard does not lead through."""

OpenPage = Callable[..., Page]


def chromium() -> str | None:
    """The program: what the setting names, or the first of the usual names that is there."""
    named = (os.environ.get(SETTING), *NAMES)
    return next((found for name in named if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; a visible skip where there is none, a failure where CI=true."""
    program = chromium()
    if program is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(f"no browser: install Chromium, or name one in {SETTING}")
    with sync_playwright() as playwright:
        # Quiet: by itself it would call its maker, and be refused by a machine without a way out.
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        started = playwright.chromium.launch(executable_path=program, args=quiet, timeout=PATIENCE * 1000)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """A new page in a new profile, where nothing moves; takes what Playwright's ``new_context`` takes."""
    contexts = []

    def new_page(width: int = WIDE, **options: Any) -> Page:
        window: Any = {"width": width, "height": 900}
        context = browser.new_context(viewport=window, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        return context.new_page()

    yield new_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page as wide as a desk's screen."""
    return open_page()


@contextmanager
def listening(app: Flask, port: int = 0) -> Iterator[str]:
    """The address at which a browser finds ``app``, over a real socket."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def complaints(page: Page) -> list[str]:
    """What the browser has to complain of from here on: errors, refusals of the pages' policy, files that are missing.

    That a page itself answers with an error is no complaint: it is what some are for.
    """
    found = list[str]()

    def said(message: ConsoleMessage) -> None:
        if message.location.get("url") != page.url or "Failed to load resource" not in message.text:
            found.append(f"{page.url}: {message.text} ({message.location.get('url')})")

    page.on("console", said)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    return found


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe finds that keeps somebody from using the page: the rule, and the first place."""
    violations = Axe().run(page).response["violations"]
    return [(each["id"], each["nodes"][0]["html"]) for each in violations]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def press_until(page: Page, condition: str, key: str = "Tab") -> None:
    """Press a key until this JavaScript holds of ``at``, the element that has the focus."""
    holds = f"(at => Boolean({condition}))(document.activeElement)"
    for _ in range(STEPS):
        if page.evaluate(holds):
            return
        page.keyboard.press(key)
    pytest.fail(f"the keyboard does not lead to where {condition}, on {page.url}")
