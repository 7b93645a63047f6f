"""Every address of the whole service, for everybody: what docs/admin.md says is what happens."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from coach.app import App, build
from coach.app.factory import create_web
from coach.app.migrate import migrate
from coach.config.settings import load_settings
from coach.engine.model import User
from coach.people.pages.gate import hashed
from coach.people.sessions import Session
from coach.web.viewer import Role, TokenScope
from tests.fixtures.fakes import FakeCoach
from tests.fixtures.make import ORG

ADMIN_PAGE = Path(__file__).parents[3] / "docs" / "admin.md"
REACHED = "the view was reached"

OPERATOR = "operator"
"""Whoever keeps Coach running, whatever else they are, in the words of the page."""
USERS = {name: f"00500000000000{number}AAA" for number, name in enumerate((*Role, OPERATOR), 1)}
TOKENS = {f"token {scope}": scope for scope in TokenScope}
EVERYBODY = ("nobody", *USERS, *TOKENS)


def documented() -> dict[str, frozenset[str]]:
    """Address with its method → who may reach it, from the table in docs/admin.md."""
    table = ADMIN_PAGE.read_text(encoding="utf-8").split("<!-- addresses -->")[1].split("<!-- /addresses -->")[0]
    rows = re.findall(r"^\| `([A-Z]+ /[^`]*)` \| (.+) \|$", table, re.MULTILINE)
    return {address: _who(words) for address, words in rows}


def _who(words: str) -> frozenset[str]:
    if words == "anybody":
        return frozenset(EVERYBODY)
    named = frozenset(words.replace("`", "").split(", "))
    assert named <= set(EVERYBODY), f"docs/admin.md names somebody who is not known: {words}"
    # An operator is a rep, or whatever else they are, too.
    return named | ({"token admin"} if named & set(TOKENS) else set()) | ({"operator"} if "rep" in named else set())


def address(rule: Rule, method: str) -> str:
    """``GET /log/<int(max=9):decision_id>`` as the documentation has it: ``GET /log/DECISION_ID``."""
    return f"{method} " + re.sub(r"<(?:[^<>]*:)?(\w+)>", lambda found: found[1].upper(), rule.rule)


def example(rule: Rule) -> str:
    """An address that the rule takes."""
    return re.sub(r"<([^<>]*)>", lambda found: "1" if found[1].startswith("int") else "x", rule.rule)


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """The service as it runs, with somebody of each role signed in and a token for each scope."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    folder = tmp_path_factory.mktemp("routes")
    settings = load_settings(
        salesforce_url="https://example.my.salesforce.com",
        salesforce_org_id=ORG,
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        database_url=f"sqlite:///{folder / 'coach.db'}",
        data_dir=folder,
        secret_key="k" * 32,
        public_url="http://localhost",
        admins=USERS["admin"],
        enablement=USERS["enablement"],
        operators=USERS["operator"],
    )
    migrate(settings.database)
    app = build(settings)
    _let_everybody_in(app)
    yield app
    root.handlers = handlers
    root.setLevel(level)


def _let_everybody_in(app: App) -> None:
    identity = app.store.identity
    manager = {USERS["rep"]: USERS["manager"]}
    identity.keep_users([User(each, name, name, manager_id=manager.get(each)) for name, each in USERS.items()])
    for name, user_id in USERS.items():
        identity.begin_session(hashed(name), Session(user_id, name, name))
    for name, scope in TOKENS.items():
        identity.create_token(name, hashed(name), name, [scope])


@pytest.fixture(scope="module")
def web(service: App) -> Flask:
    """Its web process, whose views are not run unless asked to: what counts is whether they would be."""
    web = service.web()
    web.before_request(lambda: None if "X-Run" in request.headers else REACHED)
    return web


class Caller:
    """Somebody signed in, a token, or nobody."""

    def __init__(self, web: Flask, name: str) -> None:
        self._http: FlaskClient = web.test_client()
        self._headers = {"Authorization": f"Bearer {name}"} if name in TOKENS else {}
        if name in USERS:
            self._http.set_cookie("coach", name)
        page = self._http.get("/me", headers={**self._headers, "X-Run": "yes"}).text
        self._form = {"csrf_token": page.partition('name="csrf_token" value="')[2].partition('"')[0]}

    def ask(self, rule: Rule, method: str) -> TestResponse:
        return self._http.open(
            example(rule), method=method, headers=self._headers, data=self._form if method != "GET" else None
        )

    def ask_without_form(self, rule: Rule, method: str) -> TestResponse:
        return self._http.open(example(rule), method=method, headers=self._headers)


def test_every_address_is_documented_and_no_other(web: Flask) -> None:
    there = {address(rule, method) for rule in web.url_map.iter_rules() for method in methods(rule)}

    assert there == set(documented()), "the table between the marks in docs/admin.md says who may reach what"


@pytest.mark.parametrize("name", EVERYBODY)
def test_exactly_those_documented_reach_a_view(web: Flask, name: str) -> None:
    caller, may = Caller(web, name), documented()

    for rule in web.url_map.iter_rules():
        for method in methods(rule):
            answer = caller.ask(rule, method)
            reached = answer.text == REACHED
            assert reached == (name in may.get(address(rule, method), ())), address(rule, method)
            assert reached or answer.status_code in ({302, 401} if name == "nobody" else {403})


@pytest.mark.parametrize("name", USERS)
def test_whoever_is_signed_in_changes_nothing_without_the_form_s_token(web: Flask, name: str) -> None:
    caller, may = Caller(web, name), documented()

    for rule in web.url_map.iter_rules():
        for method in methods(rule) - {"GET"}:
            if may[address(rule, method)] != frozenset(EVERYBODY):
                assert caller.ask_without_form(rule, method).status_code == 403, address(rule, method)


@pytest.mark.parametrize("name", EVERYBODY)
def test_a_view_that_says_nothing_about_who_may_reach_it_is_for_nobody(service: App, name: str) -> None:
    web = service.web()
    web.add_url_rule("/forgotten", "forgotten", lambda: REACHED)
    forgotten = next(rule for rule in web.url_map.iter_rules() if rule.endpoint == "forgotten")

    assert Caller(web, name).ask(forgotten, "GET").status_code == (302 if name == "nobody" else 403)


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/healthz", 200), ("/log", 404), ("/me", 404), ("/sign-in", 404)]
)
def test_without_a_gate_there_are_no_pages(path: str, status: int) -> None:
    web = create_web(replace(FakeCoach().deps(), gate=None))

    assert web.test_client().get(path).status_code == status
