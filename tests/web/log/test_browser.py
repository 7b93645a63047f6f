"""The log in a real browser: for everybody, and with the keyboard alone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlalchemy.engine import Engine

from coach.model import Reason
from coach.store import SqlStore
from tests.browser import PHONE, WIDE, OpenPage, barriers, complaints, listening, overhang, press_until
from tests.store.logbook_rows import said
from tests.store.make import deal, delivered, evaluated, hold_back, opportunity
from tests.store.queue.test_evaluation import save
from tests.web.log.conftest import Around

pytestmark = pytest.mark.slow

HOSTILE = "\u202e<script>document.title = 'gone'</script>" + "W" * 10_000


@pytest.fixture
def served(web: Flask) -> Iterator[str]:
    """The pages' address."""
    with listening(web) as address:
        yield address


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
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_hostile_values_stretch_and_run_nothing(served: str, open_page: OpenPage, scheme: str, width: int) -> None:
    page = open_page(width, color_scheme=scheme)
    for address in ADDRESSES:
        page.goto(served + address)
        assert barriers(page) == [], address
        assert overhang(page) == 0, address
        assert page.title() != "gone"


@pytest.mark.usefixtures("filled")
def test_why_a_deal_got_no_card_is_found_with_the_keyboard_alone(served: str, page: Page) -> None:
    complained = complaints(page)
    page.goto(f"{served}/log")

    press_until(page, "at.id === 'deal'")
    page.keyboard.type("Deal 2")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log?deal=Deal+2")
    press_until(page, "at.className === 'all' && at.innerText.includes('Deal 2 got')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log?deal=006*")
    assert "minutes are used up" in page.inner_text("table")
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
    assert complained == []
