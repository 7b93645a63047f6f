"""A real browser: one Chromium for the whole run, and a separate profile for every page."""

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

from tests.machine import PATIENCE, lacking

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
SETTING = "COACH_TEST_CHROMIUM"
WIDE, PHONE = 1440, 390
STEPS = 250
"""Maximum number of Tab presses; a page that needs more counts as not usable by keyboard."""

OpenPage = Callable[..., Page]


def chromium() -> str | None:
    """The path of Chromium: the one in the setting, or the first of the usual names that exists."""
    named = (os.environ.get(SETTING), *NAMES)
    return next((found for name in named if name and (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium. Without it, the test is skipped visibly, or fails if CI=true."""
    program = chromium()
    if program is None:
        lacking(f"no browser: install Chromium, or name one in {SETTING}")
    with sync_playwright() as playwright:
        # Keep Chromium from calling its maker, which fails on a machine without internet access.
        quiet = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        started = playwright.chromium.launch(executable_path=program, args=quiet, timeout=PATIENCE * 1000)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """Opens a new page in a new profile, without animations; takes the arguments of Playwright's ``new_context``."""
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
    """A page as wide as a desktop screen."""
    return open_page()


@contextmanager
def listening(app: Flask, port: int = 0) -> Iterator[str]:
    """Serve ``app`` over a real socket; yields the address for a browser."""
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
    """Collects the browser's complaints from now on: errors, violations of the content policy, missing files.

    An error status of the page itself is not a complaint, because some pages are meant to have one.
    """
    found = list[str]()

    def said(message: ConsoleMessage) -> None:
        if message.location.get("url") != page.url or "Failed to load resource" not in message.text:
            found.append(f"{page.url}: {message.text} ({message.location.get('url')})")

    page.on("console", said)
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    return found


def barriers(page: Page) -> list[tuple[str, str]]:
    """The accessibility problems that axe finds on the page: the rule, and the first place.

    Contrast takes four fifths of axe's time, and depends only on the styles of a text and its ancestors. So each such
    combination is checked once per test run, not for each row of each table.
    """
    page.evaluate(_AXE.axe_script)
    found = page.evaluate(_ALL_BUT_CONTRAST)
    unjudged = page.evaluate_handle(_STYLED, sorted(_judged))
    contrast = page.evaluate(_CONTRAST, unjudged)
    _judged.update(contrast["passed"])
    return [(each["rule"], each["html"]) for each in [*found, *contrast["violations"]]]


_AXE = Axe()
_judged: set[str] = set()
"""The combinations of styles for which axe found the contrast sufficient."""
_ALL_BUT_CONTRAST = """() => axe.run({resultTypes: ["violations"], rules: {"color-contrast": {enabled: false}}})
    .then(({violations}) => violations.map(({id, nodes}) => ({rule: id, html: nodes[0].html})))"""
_STYLED = """judged => {
    const known = new Set(judged), found = new Map(), behind = new Map();
    const ground = at => {
        if (!at) return "";
        if (!behind.has(at)) {
            const {backgroundColor, backgroundImage, opacity, filter, mixBlendMode} = getComputedStyle(at);
            const own = [backgroundColor, backgroundImage, opacity, filter, mixBlendMode].join();
            const plain = own === "rgba(0, 0, 0, 0),none,1,none,normal";
            behind.set(at, ground(at.parentElement) + (plain ? "" : ` ${own}`));
        }
        return behind.get(at);
    };
    for (const at of document.querySelectorAll("body, body *")) {
        const says = [...at.childNodes].some(each => each.nodeType === Node.TEXT_NODE && each.data.trim());
        if (!says && !at.matches("input, select, textarea")) continue;
        const {color, fontSize, fontWeight, textShadow, position} = getComputedStyle(at);
        const off = Boolean(at.closest(":disabled, [aria-disabled=true], label:has(:disabled)"));
        const styles = [color, fontSize, fontWeight, textShadow, position, off, ground(at)].join(";");
        if (!known.has(styles)) found.set(at, styles);
    }
    return found;
}"""
_CONTRAST = """async styled => {
    if (!styled.size) return {passed: [], violations: []};
    const kinds = new Map([...styled].reverse().map(([at, styles]) => [styles, at]));
    const options = {resultTypes: ["violations", "passes"], runOnly: ["color-contrast"], elementRef: true};
    const judge = async elements => {
        const {violations, passes} = await axe.run({include: elements}, options);
        const nodes = results => results.flatMap(({nodes}) => nodes).filter(({element}) => styled.has(element));
        return {
            passed: nodes(passes).map(({element}) => styled.get(element)),
            violations: nodes(violations).map(({html}) => ({rule: "color-contrast", html})).slice(0, 1),
        };
    };
    const one = await judge([...kinds.values()]);
    const passed = new Set(one.passed);
    const rest = [...styled].filter(([, styles]) => !passed.has(styles)).map(([at]) => at);
    if (one.violations.length || !rest.length) return one;
    const others = await judge(rest);
    return {passed: [...one.passed, ...others.passed], violations: others.violations};
}"""


def overhang(page: Page) -> int:
    """The number of pixels by which the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def press_until(page: Page, condition: str, key: str = "Tab") -> None:
    """Press a key until this JavaScript is true for ``at``, the element that has the focus."""
    holds = f"(at => Boolean({condition}))(document.activeElement)"
    for _ in range(STEPS):
        if page.evaluate(holds):
            return
        page.keyboard.press(key)
    pytest.fail(f"the keyboard does not lead to where {condition}, on {page.url}")
