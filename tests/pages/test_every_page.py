"""Every page, for everybody who may see it, in a real browser: without barriers, overhang or complaint.

The pages are those of the service's own table of addresses: one that is new is looked at, or fails here.
"""

import re
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from playwright.sync_api import Page
from werkzeug.routing import Rule

from coach.app.factory import create_web
from coach.web.guard import access_to
from coach.web.viewer import Role
from tests.browser import PHONE, WIDE, OpenPage, barriers, complaints, overhang
from tests.fixtures.fakes import FakeCoach
from tests.pages.house import NOBODY, House, cookie_of

pytestmark = pytest.mark.slow

NOT_PAGES = frozenset(
    {
        "static",
        "pages.static",
        "pages.favicon",
        "openapi.openapi",
        "health.alive",
        "health.ready",
        "metrics.metrics",
        "pages.accounts",
        "teams.team_charts",
        "teams.side_by_side_charts",
        "teams.playbooks_charts",
        "teams.rep_charts",
        "export.csv",
        "export.jsonl",
        "api.decisions",
        "api.decision",
        "api.feed",
        "api.aggregates",
        "api.openapi",
    }
)
"""What answers with files, or with data for programs."""

MORE: Mapping[str, Callable[[House], list[str]]] = {
    "pages.log": lambda house: [
        "/log?decision=hold_back&sort=amount",
        "/log?stage=nowhere",
        "/log?min=x&from=never",
        f"/log?deal={house.a_card().opportunity_id}",
    ],
    "pages.story": lambda house: [f"/log/{each}" for each in house.decisions],
    "cards.own": lambda house: [f"/cards/{house.a_card().key}"],
    "cards.linked": lambda house: [house.linked()],
    "teams.team": lambda _: ["/team?weeks=4"],
    "teams.side_by_side": lambda _: ["/team/side-by-side?weeks=4&sort=-cards"],
    "teams.rep": lambda house: [f"/reps/{house.ids['rep']}"],
    "teams.one_to_one": lambda house: [f"/reps/{house.ids['rep']}/one-to-one"],
    "inbox.of_playbook": lambda _: ["/inbox/discount-needs-a-reason"],
    "library.library": lambda _: ["/library?q=nothing+that+is+there", "/library?order=delivered"],
    "library.playbook": lambda _: ["/library/playbooks/discount-needs-a-reason"],
    "library.deal": lambda house: [
        f"/library/deal?id={house.a_card().opportunity_id}",
        "/library/deal?sample=stalled",
        "/library/deal?id=frame",
        "/library/deal?id=nothing+that+is+there",
        "/library/deal?id=001000000000001AAA",
    ],
}
"""Addresses to look at, beside the plain one where the rule has no arguments."""

REFUSED = {
    "/log?min=x&from=never": 400,
    "/library/deal?id=001000000000001AAA": 400,
    "identity.callback": 400,
    "enablement cards.own": 403,
    "enablement cards.linked": 403,
    "rep inbox.inbox": 403,
    "rep inbox.of_playbook": 403,
}
"""The status of what is a mistake, or not for this role; of all else it is 200."""

FILES = {
    "api.aggregates": "/api/v1/aggregates?by=stage",
    "static": "/static/base.css",
    "pages.static": "/pages/icon.svg",
}


def pages_of(web: Flask) -> list[tuple[str, str]]:
    """(who, endpoint) for each page and each role that it is open to; for those open to anybody, not signed in too."""
    found = []
    for rule in web.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES:
            access = access_to(web, rule.endpoint)
            who = [NOBODY, *Role] if access.anybody else sorted(access.roles)
            found += [(str(each), rule.endpoint) for each in who]
    return sorted(found)


PLACES = re.compile(r"<(?:[^<>]*:)?(\w+)>")
WEB = create_web(FakeCoach().deps())


def rule_of(endpoint: str) -> Rule:
    return next(rule for rule in WEB.url_map.iter_rules(endpoint) if "GET" in (rule.methods or ()))


def addresses(house: House, endpoint: str) -> list[str]:
    rule = rule_of(endpoint)
    plain = [rule.rule] if not rule.arguments else []
    found = plain + (MORE[endpoint](house) if endpoint in MORE else [])
    assert found, f"say in MORE which addresses of {rule.rule} are to be looked at"
    return found


def examined(page: Page, address: str, status: int = 200) -> list[str]:
    """What keeps people from using the page at this address, light and dark, on a phone and at a desk."""
    answer = page.goto(address)
    assert answer is not None
    page.wait_for_load_state("networkidle")
    found = [] if answer.status == status else [f"{address}: the status is {answer.status}"]
    for width in (WIDE, PHONE):
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found += [f"{address}, {width} wide, {scheme}: {each}" for each in barriers(page)]
        if overhang(page):
            found.append(f"{address}, {width} wide: {overhang(page)} pixels too wide")
    return found


@pytest.mark.parametrize(("who", "endpoint"), pages_of(WEB))
def test_everybody_can_use_the_page(house: House, open_page: OpenPage, who: str, endpoint: str) -> None:
    page = open_page()
    house.sign_in(page, who)
    complained = complaints(page)

    found = []
    for path in addresses(house, endpoint):
        own = f"{who} {endpoint}" if "sample" not in path else ""
        status = next((REFUSED[each] for each in (path, endpoint, own) if each in REFUSED), 200)
        found += examined(page, house.address + path, status)

    assert found == []
    assert complained == []
    assert page.url.startswith(house.org.url if endpoint == "identity.sign_in" else house.address)


@pytest.mark.parametrize("endpoint", sorted(NOT_PAGES & {rule.endpoint for rule in WEB.url_map.iter_rules()}))
def test_what_is_no_page_is_not_shown_as_one(house: House, endpoint: str) -> None:
    client = house.web.test_client()
    client.set_cookie("coach", cookie_of("admin"))
    path = FILES.get(endpoint) or PLACES.sub(lambda place: house.example(place[1]), rule_of(endpoint).rule)
    with client.get(path, follow_redirects=True) as answer:
        assert answer.status_code == 200
        assert answer.mimetype != "text/html"


WRONG = {
    "a page that is not there": ("/nowhere", 404),
    "a page for others": ("/operate", 403),
    "a person nobody knows": ("/reps/005000000000000AAA", 403),
    "a sample that is none": ("/library/deal?sample=stalle", 400),
    "a card's link that was changed": ("/cards/there-is-none/nor-this", 404),
    "a form's address": ("/sign-out", 405),
    "a mistake of ours": ("/broken", 500),
}


@pytest.mark.parametrize(("path", "status"), WRONG.values(), ids=WRONG)
def test_an_error_is_a_page_that_everybody_can_use(house: House, open_page: OpenPage, path: str, status: int) -> None:
    page = open_page()
    house.sign_in(page, "manager")
    complained = complaints(page)

    assert examined(page, house.address + path, status) == []
    assert page.get_by_role("heading", name="That did not work").is_visible()
    assert page.inner_text("main p").endswith(".")
    assert complained == []


LIGHTNING = ("/lightning/page/home", "/lightning/o/Opportunity/list", "/lightning/o/Opportunity/list?q=nothing")


def test_everybody_can_use_the_org_s_pages(house: House, open_page: OpenPage) -> None:
    page = open_page()
    complained = complaints(page)
    record = f"/lightning/r/Opportunity/{house.a_card().opportunity_id}/view"

    found = [each for path in (*LIGHTNING, record) for each in examined(page, house.org.url + path)]

    assert found == []
    assert complained == []


def test_everybody_can_use_the_page_that_asks_who_signs_in(house: House, open_page: OpenPage) -> None:
    page = open_page()
    complained = complaints(page)

    assert examined(page, f"{house.address}/sign-in?next=/log") == []
    assert page.get_by_role("heading", name="Who do you want to be?").is_visible()
    assert complained == []
