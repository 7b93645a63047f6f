"""Where a sign-in leads to, and how its cookies look on a public address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from html import unescape
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from coach.app.factory import create_web
from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.errors import TryAgain
from coach.people.pages.gate import SessionGate, hashed
from coach.people.pages.hierarchy import HierarchyPosition
from coach.people.pages.roles import UNKNOWN
from coach.people.pages.views import SignInDeps, own_page
from coach.people.sessions import Session, SessionLimits
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FakeCoach, FakeGate, Serve
from tests.fixtures.make import FakeClock
from tests.people.pages.conftest import sign_in_settings
from tests.salesforce.served import Served

BASE = "https://coach.example"
USER = "005000000000001AAA"
STANDING = HierarchyPosition(frozenset(), manages=False, fresh=True)


@given(st.text() | st.text(alphabet="/\\:.@?#%ex \t\n").map(lambda rest: f"/{rest}"))
def test_nobody_is_sent_elsewhere_after_signing_in(address: str) -> None:
    assert urlsplit(urljoin(BASE, own_page(address))).netloc == "coach.example"


@pytest.mark.parametrize("address", ["/", "/log", "/log?stage=Proposal%2FPrice+Quote&rep=x", "/log/42#card"])
def test_a_page_of_ours_is_returned_to(address: str) -> None:
    assert own_page(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "",
        "log",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/\n",
        "/" + "x" * 2_000,
    ],
)
def test_anything_else_leads_to_the_start_page(address: str) -> None:
    assert own_page(address) == "/"


@pytest.fixture
def public_site(store: SqlStore, org: Served) -> Iterator[FlaskClient]:
    """The pages at an https address, and a session in the browser."""
    settings = sign_in_settings(org, BASE)
    gate = SessionGate(store.identity, lambda _: STANDING, settings)
    sign_in = SignInDeps(store.identity, settings)
    store.identity.begin_session(hashed("cookie"), Session(USER, "Anna", "anna@example.com"))
    with create_web(replace(FakeCoach().deps(), gate=gate, sign_in=sign_in)).test_client() as client:
        yield client


def test_on_a_public_address_cookies_are_bound_to_the_host_and_to_https(public_site: FlaskClient) -> None:
    cookie = public_site.get("/sign-in", base_url=BASE).headers["Set-Cookie"]

    assert cookie.startswith("__Host-coach-sign-in=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie


def test_a_public_address_is_https_for_good(public_site: FlaskClient) -> None:
    assert public_site.get("/").headers["Strict-Transport-Security"] == "max-age=31536000"


def test_only_the_right_cookie_signs_in(public_site: FlaskClient) -> None:
    public_site.set_cookie("coach", "cookie", domain="coach.example")
    assert public_site.get("/me", base_url=BASE).status_code == 302

    public_site.set_cookie("__Host-coach", "cookie", domain="coach.example")

    assert public_site.get("/me", base_url=BASE).status_code == 200


def test_somebody_who_left_the_org_is_signed_out(store: SqlStore, org: Served) -> None:
    settings = sign_in_settings(org, "http://localhost")
    gate = SessionGate(store.identity, lambda _: replace(STANDING, left=True), settings)
    store.identity.begin_session(hashed("cookie"), Session(USER, "Anna", "anna@example.com"))
    client = create_web(replace(FakeCoach().deps(), gate=gate)).test_client()
    client.set_cookie("coach", "cookie")

    assert client.get("/me").status_code == 302
    assert store.identity.find_session(hashed("cookie"), settings.limits) is None


def test_a_session_is_refused_once_salesforce_has_vouched_for_nobody_in_an_hour(tmp_path: Path, org: Served) -> None:
    url, clock, day = f"sqlite:///{tmp_path / 'quiet.db'}", FakeClock(), timedelta(days=1)
    migrate(url)
    engine = open_engine(url)
    identity = SqlStore(engine, org.org_id, worker="web", timezone=UTC, clock=clock).identity
    settings = replace(sign_in_settings(org, "http://localhost"), limits=SessionLimits(day, day))
    quiet = replace(STANDING, fresh=False, age=None)
    gate = SessionGate(identity, lambda _: quiet, settings)
    identity.begin_session(hashed("cookie"), Session(USER, "Anna", "anna@example.com"))
    client = create_web(replace(FakeCoach().deps(), gate=gate)).test_client()
    client.set_cookie("coach", "cookie")

    answers = [client.get("/me").status_code]
    clock.advance(minutes=60)
    answers.append(client.get("/me").status_code)
    engine.dispose()

    assert answers == [200, 302]


def test_who_is_not_signed_in_is_asked_to_and_comes_back(serve: Serve) -> None:
    answer = serve(gate=FakeGate(None)).get("/log?stage=Won%26Lost&rep=%C3%A4")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/log%3Fstage%3DWon%2526Lost%26rep%3D%25C3%25A4"


def test_a_form_that_is_sent_after_the_session_ended_says_so(store: SqlStore, org: Served) -> None:
    sign_in = SignInDeps(store.identity, sign_in_settings(org, BASE))
    client = create_web(replace(FakeCoach().deps(), gate=FakeGate(None), sign_in=sign_in)).test_client()

    answer = client.post("/sign-out")

    assert answer.status_code == 401
    assert "Sign in, and try once more: nothing was done." in answer.text


def test_a_notice_is_on_every_page(serve: Serve) -> None:
    viewer = Viewer(USER, "Anna", Role.MANAGER, notice=UNKNOWN)

    assert UNKNOWN.replace("'", "&#39;") in serve(gate=FakeGate(viewer)).get("/me").text


@pytest.mark.parametrize("page", ["admin", "privacy"])
def test_an_administrator_is_told_what_the_documentation_says(serve: Serve, page: str) -> None:
    sees = "everything but others' answers"
    documented = (Path(__file__).parents[3] / "docs" / f"{page}.md").read_text(encoding="utf-8")

    shown = unescape(serve(gate=FakeGate(Viewer(USER, "Anna", Role.ADMIN))).get("/me").text)

    assert sees in documented
    assert f"You are here as admin. You see {sees}, and keep Coach running." in shown


def test_names_are_text_and_never_markup(serve: Serve) -> None:
    page = serve(gate=FakeGate(Viewer(USER, "<b>Anna</b>", Role.REP))).get("/me").text

    assert "&lt;b&gt;Anna&lt;/b&gt;" in page
    assert "<b>" not in page


class _BrokenGate(FakeGate):
    def identify(self) -> Viewer | None:
        raise TryAgain("The database could not be used.")


def test_the_start_page_says_what_this_is(serve: Serve) -> None:
    page = serve(gate=FakeGate()).get("/").text

    assert "The right two minutes of coaching, on the record" in page
    assert 'href="/readyz"' in page


def test_the_start_page_needs_no_database_to_be_shown(serve: Serve) -> None:
    client = serve(gate=_BrokenGate())

    assert client.get("/").status_code == 200
    assert client.get("/log").status_code == 503


@pytest.mark.parametrize(("role", "shown"), [(Role.MANAGER, True), (Role.ENABLEMENT, False), (None, False)])
def test_a_page_that_somebody_may_not_open_is_not_linked(serve: Serve, role: Role | None, shown: bool) -> None:
    viewer = Viewer(USER, "Anna", role) if role else None

    page = serve(gate=FakeGate(viewer)).get("/signed-out").text

    assert ("Coaching log" in page) is shown
