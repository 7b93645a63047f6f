"""The log in a real browser: for everybody, and with the keyboard alone."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Reason, User
from tests.browser import PHONE, WIDE, OpenPage, barriers, complaints, listening, overhang, press_until
from tests.fixtures.logbook_rows import said
from tests.fixtures.make import ALICE, BOB, deal, delivered, evaluated, hold_back, opportunity
from tests.log.pages.conftest import ALICES_MANAGER, Around
from tests.machine import PATIENCE
from tests.queue.test_evaluation import save

pytestmark = pytest.mark.slow

HOSTILE = "\u202e<script>document.title = 'gone'</script>" + "W" * 10_000


@pytest.fixture
def served(web: Flask) -> Iterator[str]:
    """The pages' address."""
    with listening(web) as address:
        yield address


@pytest.fixture
def filled(store: SqlStore, engine: Engine, context: Around) -> None:
    """A delivery, a card held back, and rows with what no browser should run or be stretched by."""
    save(store, delivered(), "1")
    save(store, evaluated(deal(2), [hold_back(Reason.WEEKLY_MINUTES, detail="24 of 24 minutes used.")]), "2")
    said(engine, dict.fromkeys(("deal_name", "owner_name", "stage", "stage_before", "currency", "detail"), HOSTILE))
    said(engine, *({"deal_name": f"Row {number}"} for number in range(60)))
    context.deals[opportunity(2)] = deal(2)


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
    press_until(page, "at.matches('tbody summary') && at.innerText.includes('Deal 2')")
    page.keyboard.press("Enter")
    press_until(page, "at.className === 'all' && at.innerText.includes('Deal 2')")
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


# ---------------------------------------------------------------- acting at once


@pytest.fixture
def many(store: SqlStore, engine: Engine) -> None:
    """A card that waits for Alice's answer, one that does not, and others in another stage."""
    store.identity.keep_users([User(BOB.id, "Bøb", "bob@example.com", manager_id=ALICES_MANAGER.user_id)])
    save(store, delivered(), "1")
    said(engine, *({"stage": "Prospecting", "account_name": f"Ærø {number}"} for number in range(3)))
    said(engine, *({"deal_name": f"Deal {number}", "owner_id": ALICE.id} for number in range(60)))


def shows(page: Page, count: str) -> None:
    """So many rows are counted, and a screen reader is told so."""
    expect(page.locator("body > [role=status]")).to_have_text(count, timeout=PATIENCE * 1000)
    expect(page.locator("#count")).to_have_text(count, timeout=PATIENCE * 1000)


@pytest.mark.usefixtures("many")
def test_a_filter_acts_at_once_keeps_the_focus_says_the_count_and_leads_back(served: str, page: Page) -> None:
    complained = complaints(page)
    page.goto(f"{served}/log")
    assert page.get_by_role("button", name="Show").count() == 0

    page.get_by_text("Stage", exact=True).first.click()
    page.get_by_role("combobox", name="Stage").press_sequentially("pros")
    page.keyboard.press("Enter")
    page.wait_for_url("**/log?stage=Prospecting")

    shows(page, "3 decisions")
    assert page.evaluate("document.activeElement.id") == "open-stage"
    assert page.get_by_role("link", name="Remove the filter Stage Prospecting").is_visible()

    page.go_back()
    page.wait_for_url("**/log")
    shows(page, "64 decisions")
    page.go_forward()
    page.wait_for_url("**/log?stage=Prospecting")
    shows(page, "3 decisions")

    page.get_by_role("link", name="Remove the filter Stage Prospecting").click()
    page.wait_for_url("**/log")
    shows(page, "64 decisions")
    assert complained == []


@pytest.mark.usefixtures("many")
def test_whatever_a_filter_offers_is_found_by_typing_in_one_place(served: str, page: Page) -> None:
    page.goto(f"{served}/log")
    for typed, words, address in (
        ("negot", "Stage Negotiation", "**/log?stage=Negotiation"),
        ("100k", "Amount from 100k", "**/log?stage=Negotiation&min=100000"),
        ("no answer", "Answer Open, with no answer yet", "**/log?stage=Negotiation&min=100000&outcome=unanswered"),
    ):
        page.get_by_role("searchbox", name="Deal").or_(page.get_by_role("combobox", name="Deal")).fill(typed)
        page.get_by_role("option", name=words).click()
        page.wait_for_url(address)
        assert page.evaluate("document.activeElement.id") == "deal"

    shows(page, "1 decision")


@pytest.mark.usefixtures("many")
def test_accounts_are_suggested_whatever_their_letters(served: str, page: Page) -> None:
    page.goto(f"{served}/log")
    page.locator("#open-account").click()
    page.get_by_role("combobox", name="Account").press_sequentially("aero")
    page.get_by_role("option", name="Ærø 2").click()

    page.wait_for_url("**/log?account=*2")
    shows(page, "1 decision")


@pytest.mark.usefixtures("many")
def test_without_a_script_the_same_is_a_form(served: str, open_page: OpenPage) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{served}/log")
    page.locator("#open-stage").click()
    page.locator("#stage").select_option("Prospecting")
    page.get_by_role("button", name="Show").click()

    page.wait_for_url("**/log?stage=Prospecting")
    assert page.inner_text("#count") == "3 decisions"
    page.get_by_role("link", name="Clear all").click()
    page.wait_for_url("**/log")


# ---------------------------------------------------------------- how large it is

HEIGHTS = "found => found.filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().height)"


@pytest.mark.usefixtures("filled")
def test_a_row_is_one_line_at_a_desk_and_the_count_stays_in_sight(served: str, page: Page) -> None:
    page.goto(f"{served}/log")

    heights = page.locator("table.log tbody tr").evaluate_all(HEIGHTS)
    assert (len(heights), min(heights), max(heights)) == (50, pytest.approx(40, abs=2), pytest.approx(40, abs=2))
    page.mouse.wheel(0, 1_200)
    page.locator("table.log tbody tr").last.scroll_into_view_if_needed()
    assert page.locator("#count").evaluate("each => each.getBoundingClientRect().top") >= 0


@pytest.mark.usefixtures("filled")
def test_on_a_phone_whatever_is_tapped_is_44_pixels_high(served: str, open_page: OpenPage) -> None:
    page = open_page(PHONE)
    page.goto(f"{served}/log?stage=Negotiation&decision=hold_back")
    page.get_by_text("Filters", exact=True).click()
    for row in page.locator("table.log tbody summary").all()[:3]:
        row.click()

    tapped = page.locator(
        "main :is(a, button, summary, label.all-filters, input:not(.slds-assistive-text, [type=hidden]))"
    )
    assert min(tapped.evaluate_all(HEIGHTS)) >= 44
    assert overhang(page) == 0
    assert max(page.locator("table.log tbody tr:not(:has([open]))").evaluate_all(HEIGHTS)) < 140
