"""What only a browser can show."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page

from localorg.tests.pages.conftest import Visitor
from tests.browser import OpenPage, complaints, listening, overhang

pytestmark = pytest.mark.slow


@pytest.fixture
def url(app: Flask, visitor: Visitor) -> Iterator[str]:
    with listening(app) as address:
        yield f"{address}/lightning/r/Opportunity/{visitor.deal_id}/view"


def test_a_note_appears_by_itself_announced_in_the_list_and_opens_on_a_click(
    visitor: Visitor, url: str, page: Page
) -> None:
    visitor.write_note("Earlier card", "<p>one</p>")
    complained = complaints(page)
    page.goto(url)
    newest = visitor.write_note("Put a number on it", "<p>two</p>")
    page.wait_for_selector(f"#note-{newest}.note_new")
    assert page.inner_text("#notes-news") == "Note: Put a number on it"
    assert page.locator(".note[open]").count() == 0
    listed = page.locator(f"#note-{newest} summary")
    assert listed.locator(".note__title").inner_text() == "Put a number on it"
    assert listed.locator(".note__preview").inner_text() == "two"
    listed.click()
    assert page.locator(f"#note-{newest} .note__body").inner_text() == "two"
    assert listed.locator(".note__preview").is_hidden()
    assert complained == []


def test_without_script_the_page_works_the_same(visitor: Visitor, url: str, open_page: OpenPage) -> None:
    visitor.write_note("A card", "<p>one</p>")
    quiet = open_page(java_script_enabled=False)
    quiet.goto(url)
    quiet.get_by_role("link", name="Negotiation/Review").click()
    quiet.get_by_role("button", name="Mark as Current Stage").click()
    assert visitor.deal()["StageName"] == "Negotiation/Review"
    quiet.locator(".note summary").click()
    assert quiet.locator(".note[open]").count() == 1


def test_nothing_hangs_over_the_edge_of_a_phone(visitor: Visitor, url: str, open_page: OpenPage) -> None:
    visitor.write_note("A card with averyverylongwordthatnobodywouldwrite" * 3, "<p>" + "x" * 300 + "</p>")
    page = open_page(360)
    page.goto(url)
    assert overhang(page) == 0
