"""The whole way over HTTP: from a page that asks who comes, to Salesforce, and back."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from coach.people.pages.gate import hashed
from coach.people.pages.openid import CANCELLED, NOT_BEGUN_HERE, OTHER_ORG
from tests.machine import PATIENCE
from tests.people.pages.conftest import ADMIN, ENABLEMENT, MANAGER, REP, VP, Browser, ServeWith, browser


def test_who_asks_for_a_page_signs_in_and_comes_to_that_page(visitor: Browser) -> None:
    page = visitor.sign_in(MANAGER, "/me?with=a%26b")

    assert page.status_code == 200
    assert page.url == f"{visitor.address}/me?with=a%26b"
    assert "Jonas Müller" in page.text


@pytest.mark.parametrize(
    ("username", "words"),
    [
        (REP, "You are here as rep."),
        (MANAGER, "Below you: 5."),
        (VP, "Below you: 19."),
        (ENABLEMENT, "You are here as enablement."),
        (ADMIN, "You are here as admin."),
    ],
)
def test_everybody_is_told_what_they_are(visitor: Browser, username: str, words: str) -> None:
    assert words in visitor.sign_in(username).text


def test_salesforce_is_asked_with_pkce_state_and_nonce_and_for_nothing_but_who_it_is(visitor: Browser) -> None:
    away = visitor.get("/sign-in", allow_redirects=False).headers["Location"]

    asked = {name: values[0] for name, values in parse_qs(urlsplit(away).query).items()}
    assert asked.keys() >= {"state", "nonce", "code_challenge"}
    assert (asked["response_type"], asked["code_challenge_method"], asked["scope"]) == ("code", "S256", "openid")
    assert asked["redirect_uri"] == f"{visitor.address}/sign-in/callback"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(visitor: Browser) -> None:
    away = visitor.get("/sign-in")
    user = visitor.org.query(f"SELECT Id FROM User WHERE Username = '{REP}'")[0]
    back = visitor.http.post(away.url, data={"user_id": user["Id"]}, allow_redirects=False, timeout=PATIENCE)

    answer = visitor.http.get(back.headers["Location"], allow_redirects=False, timeout=PATIENCE)

    cookies = answer.raw.headers.getlist("Set-Cookie")
    assert len([each for each in cookies if each.startswith("coach=") and "HttpOnly" in each]) == 1
    assert all("SameSite=Lax" in each and "Path=/" in each and "Domain" not in each for each in cookies)


def test_what_the_cookie_holds_is_not_in_the_database(visitor: Browser, serve_with: ServeWith) -> None:
    visitor.sign_in(REP)
    cookie = visitor.http.cookies["coach"]

    thief = browser(visitor.address, visitor.org)
    thief.http.cookies.set("coach", hashed(cookie))

    assert thief.get("/me").url.startswith(visitor.org.url)


def test_signing_in_makes_a_new_session_and_ends_the_one_before(visitor: Browser) -> None:
    visitor.sign_in(REP)
    before = visitor.http.cookies["coach"]

    visitor.sign_in(REP, "/sign-in?next=/me")

    assert visitor.http.cookies["coach"] != before
    old = browser(visitor.address, visitor.org)
    old.http.cookies.set("coach", before)
    assert old.get("/me").url.startswith(visitor.org.url)


def test_signing_out_ends_the_session(visitor: Browser) -> None:
    visitor.sign_in(REP)
    cookie = visitor.http.cookies["coach"]

    page = visitor.post("/sign-out", {"csrf_token": visitor.form_token()})

    assert "You are signed out" in page.text
    assert "coach" not in visitor.http.cookies
    visitor.http.cookies.set("coach", cookie)
    assert visitor.get("/me").url.startswith(visitor.org.url)


def test_signing_out_everywhere_ends_it_in_every_browser(visitor: Browser) -> None:
    visitor.sign_in(REP)
    phone = browser(visitor.address, visitor.org)
    phone.sign_in(REP)

    phone.post("/sign-out", {"csrf_token": phone.form_token(), "everywhere": "yes"})

    assert visitor.get("/me").url.startswith(visitor.org.url)


@pytest.mark.parametrize("given", ["", "x", "other's"])
def test_a_form_of_another_session_does_nothing(visitor: Browser, given: str) -> None:
    visitor.sign_in(REP)
    other = browser(visitor.address, visitor.org)
    other.sign_in(MANAGER)
    token = other.form_token() if given == "other's" else given

    answer = visitor.post("/sign-out", {"csrf_token": token})

    assert answer.status_code == 403
    assert "nothing was done" in answer.text
    assert visitor.get("/me").url == f"{visitor.address}/me"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_form_from_another_place_does_nothing_even_with_the_right_token(visitor: Browser, origin: str) -> None:
    visitor.sign_in(REP)
    token = visitor.form_token()

    answer = visitor.post("/sign-out", {"csrf_token": token}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert visitor.post("/sign-out", {"csrf_token": token}, headers={"Origin": visitor.address}).status_code == 200


def test_a_form_survives_a_change_of_the_secret_key(serve_with: ServeWith) -> None:
    before = serve_with()
    before.sign_in(REP)
    token, cookie = before.form_token(), before.http.cookies["coach"]

    after = serve_with(secret_keys=("n" * 32, "k" * 32))
    after.http.cookies.set("coach", cookie)

    assert "You are signed out" in after.post("/sign-out", {"csrf_token": token}).text


def test_who_declines_at_salesforce_is_not_signed_in(visitor: Browser) -> None:
    away = visitor.get("/sign-in")

    page = visitor.http.post(away.url, data={"deny": "yes"}, timeout=PATIENCE)

    assert (page.status_code, CANCELLED in page.text) == (403, True)


def test_an_answer_that_this_browser_did_not_ask_for_signs_nobody_in(visitor: Browser) -> None:
    """Otherwise somebody could be signed in as the sender of a link, without noticing."""
    link = _way_back(visitor, MANAGER)

    page = requests.get(link, timeout=PATIENCE)

    assert (page.status_code, NOT_BEGUN_HERE in page.text) == (400, True)


def test_an_answer_counts_once(visitor: Browser) -> None:
    link = _way_back(visitor, MANAGER)
    assert visitor.http.get(link, timeout=PATIENCE, allow_redirects=False).is_redirect

    again = visitor.http.get(link, timeout=PATIENCE)

    assert (again.status_code, NOT_BEGUN_HERE in again.text) == (400, True)


def test_a_code_that_is_none_signs_nobody_in(visitor: Browser) -> None:
    link = _way_back(visitor, MANAGER)
    code = parse_qs(urlsplit(link).query)["code"][0]

    page = visitor.http.get(link.replace(code, "aPrxMadeUp"), timeout=PATIENCE)

    assert page.status_code == 400
    assert "coach" not in visitor.http.cookies


def test_users_of_another_org_are_turned_away(serve_with: ServeWith) -> None:
    page = serve_with(org_id="00D5g00000Lk2QbEAJ").sign_in(REP)

    assert (page.status_code, OTHER_ORG in page.text) == (403, True)


def test_an_app_that_salesforce_does_not_know_is_the_administrator_s_to_mend(serve_with: ServeWith) -> None:
    visitor = serve_with(client_secret="wrong")

    page = visitor.sign_in(REP)

    assert page.status_code == 502
    assert "its administrator checks the external client app" in page.text


def test_an_org_that_is_down_is_said_to_be_down(serve_with: ServeWith) -> None:
    page = serve_with(org_url="http://127.0.0.1:1").get("/sign-in")

    assert page.status_code == 503
    assert "Salesforce could not be reached to sign you in" in page.text


def _way_back(visitor: Browser, username: str) -> str:
    """The address that Salesforce sends the browser to, not yet followed."""
    away = visitor.get("/sign-in")
    user = visitor.org.query(f"SELECT Id FROM User WHERE Username = '{username}'")[0]
    back = visitor.http.post(away.url, data={"user_id": user["Id"]}, allow_redirects=False, timeout=PATIENCE)
    return back.headers["Location"]
