"""Signing in and out in a real browser, with the keyboard alone."""

import pytest
from playwright.sync_api import Page

from tests.browser import complaints, overhang, press_until
from tests.people.pages.conftest import Browser

pytestmark = pytest.mark.slow


def test_a_manager_signs_in_and_out_with_the_keyboard(visitor: Browser, page: Page) -> None:
    complained = complaints(page)

    page.goto(f"{visitor.address}/me")
    press_until(page, "at.innerText.startsWith('Jonas Müller')")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.address}/me")
    assert "Below you: 5." in page.inner_text("main")

    press_until(page, "at.innerText === 'Sign out'")
    page.keyboard.press("Enter")
    page.wait_for_url(f"{visitor.address}/signed-out")
    assert page.get_by_role("link", name="Sign in").is_visible()
    assert page.context.cookies(visitor.address) == []
    assert complained == []


def test_signing_out_everywhere_is_one_button(visitor: Browser, page: Page) -> None:
    visitor.sign_in("jonas@aldermere.example")
    page.goto(f"{visitor.address}/me")
    page.get_by_role("button", name="Jonas Müller").click()

    page.get_by_role("button", name="Sign out everywhere").click()

    page.wait_for_url(f"{visitor.address}/signed-out")
    assert visitor.get("/me").url.startswith(visitor.org.url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_hangs_over_the_edge(visitor: Browser, page: Page, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a literal that mypy cannot see through
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{visitor.address}/sign-in?next=/me")
    page.get_by_role("button", name="Robin Ashdown").click()

    page.wait_for_url(f"{visitor.address}/me")
    assert overhang(page) == 0
