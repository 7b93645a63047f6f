"""Signing in and out in a real browser, with the keyboard alone; skipped, visibly, where there is no browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.web.identity.conftest import Browser

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"no browser at {CHROMIUM}"),
]


@pytest.fixture
def page() -> Iterator[Page]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser.new_page()
        browser.close()


def press_until_focused(page: Page, words: str) -> None:
    """Tab on until what has the focus reads so."""
    for _ in range(30):
        if page.evaluate("document.activeElement.innerText || ''").strip() == words:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard does not lead to {words}")


def test_a_manager_signs_in_and_out_with_the_keyboard(visitor: Browser, page: Page) -> None:
    complaints = list[str]()
    page.on("console", lambda message: complaints.append(f"{message.location['url']} {message.text}"))

    page.goto(f"{visitor.address}/me")
    page.keyboard.press("Tab")
    page.keyboard.type("Jonas")
    press_until_focused(page, "Allow")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.address}/me")
    assert "Below you: 3." in page.inner_text("main")

    press_until_focused(page, "Sign out")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.address}/signed-out")
    assert page.get_by_role("link", name="Sign in").is_visible()
    assert page.context.cookies(visitor.address) == []
    assert [each for each in complaints if each.startswith(visitor.address)] == []


def test_signing_out_everywhere_is_one_button(visitor: Browser, page: Page) -> None:
    visitor.sign_in("jonas@aldermere.example")
    page.goto(f"{visitor.address}/me")
    page.get_by_label("Sign in as").select_option(label="Jonas Müller (jonas@aldermere.example), Sales Manager")
    page.get_by_role("button", name="Allow").click()

    page.get_by_role("button", name="Sign out everywhere").click()

    page.wait_for_url(f"{visitor.address}/signed-out")
    assert visitor.get("/me").url.startswith(visitor.org.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_hangs_over_the_edge(visitor: Browser, page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal that mypy cannot see through
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{visitor.address}/sign-in?next=/me")
    page.get_by_role("button", name="Allow").click()

    page.wait_for_url(f"{visitor.address}/me")
    assert page.evaluate("document.documentElement.scrollWidth") == width
