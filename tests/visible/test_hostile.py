"""What a CRM, a rep or a manager may have written is shown inert on every page, and in every title and file name."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.visible import organisation as made
from tests.visible.addresses import SHOW_PEOPLE
from tests.visible.organisation import ADMIN, ENABLEMENT, Filled, Organisation, user_id

Answer = tuple[str, TestResponse]
People = Callable[[Organisation], tuple[Filled, Callable[[str], FlaskClient]]]
ORGANISATION = Organisation({user_id(0): user_id(1), user_id(1): ADMIN, ENABLEMENT: None, ADMIN: None}, frozenset(), ())
HOSTILE = (
    '"><script src=//evil.example></script><img src=x onerror=alert(1)>',
    '=HYPERLINK("https://evil.example","x")</title></textarea><svg onload=alert(1)>',
    "\u202egnp.exe\u2066 {{ 7*7 }} {% raw %} javascript:alert(1) mailto:x@evil.example",
    "\0\r\nSet-Cookie: a=b\r\n\r\n" + "x" * 10_000,
)
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\0]")
_KNOWN_SCRIPT = re.compile(r"^/(?:static|pages)/[\w./-]+\.js$")


class Page(HTMLParser):
    """Every element of a page, with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))


@pytest.fixture(params=HOSTILE, ids=["markup", "formula", "direction", "header"])
def asked(request: pytest.FixtureRequest, people: People, monkeypatch: pytest.MonkeyPatch) -> list[Answer]:
    """Everything that an admin and a manager can open, where everybody is called something hostile."""
    monkeypatch.setattr(made, "mark", lambda *_: request.param)
    filled, browse = people(ORGANISATION)
    paths = {path for each in SHOW_PEOPLE.values() for path in each(filled)}
    return [(path, browse(user).get(path)) for user in (ADMIN, user_id(1), user_id(0)) for path in sorted(paths)]


def test_no_page_holds_an_element_of_theirs(asked: list[Answer]) -> None:
    for path, answer in asked:
        assert answer.status_code < 500, path
        if answer.mimetype == "text/html":
            for tag, attributes in Page(answer.text).elements:
                _is_ours(path, tag, attributes)
            assert not _TURNS.search(answer.text), path


def _is_ours(path: str, tag: str, attributes: dict[str, str]) -> None:
    assert tag not in {"iframe", "object", "base"}, path
    assert tag != "svg" or attributes.get("class", "").startswith("step step_"), path
    assert not [name for name in attributes if name.startswith("on")], path
    if tag == "script":
        assert _KNOWN_SCRIPT.match(attributes["src"]), path
    for name in ("href", "src", "action"):
        assert attributes.get(name, "/").startswith(("/", "?", "#", "http://127.0.0.1:9/")), (path, attributes)


def test_every_answer_keeps_browsers_careful(asked: list[Answer]) -> None:
    for path, answer in asked:
        headers = answer.headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert "unsafe-inline" not in headers["Content-Security-Policy"], path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["Cache-Control"] == "no-store", path
        assert not headers.getlist("Set-Cookie"), path
        if path.startswith("/log/export") and answer.status_code == 200:
            assert re.fullmatch(
                r'attachment; filename="coach-log-\d{4}-\d\d-\d\d\.(csv|jsonl)"', headers["Content-Disposition"]
            )
