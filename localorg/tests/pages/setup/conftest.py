"""An administrator at the pages of Setup, in an org in which nothing has been set up for Coach."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from localorg.app import EXTENSION, LocalOrg, create_app
from localorg.settings import LocalOrgSettings

_FORM = re.compile(r'<form method="post".*?</form>', re.S)
_FIELD = re.compile(r'<(?:input|select|textarea)[^>]*id="([^"]+)"[^>]*name="([^"]+)"[^>]*>')


@dataclass(frozen=True, slots=True)
class Administrator:
    """Somebody who reads the words on the pages, and nothing else."""

    app: Flask
    http: FlaskClient

    @property
    def org(self) -> LocalOrg:
        found: LocalOrg = self.app.extensions[EXTENSION]
        return found

    def open(self, address: str) -> str:
        """The text of a page."""
        answer = self.http.get(address)
        assert answer.status_code == 200, address
        return unescape(answer.text)

    def find(self, name: str) -> str:
        """Where Quick Find leads for a name."""
        page = self.open(f"/setup?q={name}")
        return self.linked(page, name)

    @staticmethod
    def linked(page: str, words: str) -> str:
        """The address behind words on a page."""
        content = page[page.index("<main") :]
        found = re.search(rf'<a[^>]*href="([^"]+)"[^>]*>{re.escape(words)}</a>', content)
        assert found, f"no link says {words}"
        return found[1]

    def fill(self, address: str, *fields: str) -> str:
        """Fill in the form that has fields with these labels: ``Label=words``, or a label alone to tick it.

        The address that the answer leads to.
        """
        answer = self._send(address, fields)
        assert answer.status_code == 303, _problem(answer.text)
        return str(answer.location)

    def refused(self, address: str, *fields: str) -> str:
        """What the page says where it does not do what was asked."""
        answer = self._send(address, fields)
        assert answer.status_code == 422, answer.status_code
        return _problem(answer.text)

    def _send(self, address: str, fields: tuple[str, ...]) -> TestResponse:
        wanted = {label: words or "on" for label, _, words in (pair.partition("=") for pair in fields)}
        forms = _FORM.findall(self.open(address))
        form = next(one for one in forms if all(f">{label}</label>" in one for label in wanted))
        return self.http.post(address, data=_typed(form, wanted))


def _typed(form: str, wanted: dict[str, str]) -> dict[str, str]:
    """What a browser would send: fields as they stand, with those that are named changed."""
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    for id_, name in _FIELD.findall(form):
        tag = re.search(rf'<[^>]*id="{re.escape(id_)}"[^>]*>', form)
        label = re.search(rf'<label[^>]*for="{re.escape(id_)}">([^<]*)</label>', form)
        assert tag, id_
        assert label, f"{id_} has no label"
        if label[1] in wanted:
            sent[name] = _value(form, id_, wanted[label[1]])
        elif 'type="checkbox"' in tag[0]:
            if " checked" in tag[0]:
                sent[name] = "on"
        else:
            sent[name] = _standing(form, id_, tag[0])
    return sent


def _value(form: str, id_: str, words: str) -> str:
    """A select takes the words of a choice and sends its value."""
    choices = re.search(rf'<select[^>]*id="{re.escape(id_)}".*?</select>', form, re.S)
    if not choices:
        return words
    found = re.search(rf'<option value="([^"]*)"[^>]*>{re.escape(words)}</option>', choices[0])
    assert found, f"{words} is not offered"
    return found[1]


def _standing(form: str, id_: str, tag: str) -> str:
    if tag.startswith("<select"):
        choices = re.search(rf'<select[^>]*id="{re.escape(id_)}".*?</select>', form, re.S)
        found = re.findall(r'<option value="([^"]*)"( selected)?', choices[0] if choices else "")
        return next((value for value, chosen in found if chosen), found[0][0] if found else "")
    if tag.startswith("<textarea"):
        found_text = re.search(rf'<textarea[^>]*id="{re.escape(id_)}"[^>]*>([^<]*)</textarea>', form)
        return found_text[1] if found_text else ""
    value = re.search(r'value="([^"]*)"', tag)
    return value[1] if value else ""


def _problem(page: str) -> str:
    found = re.search(r'role="alert".*?<h2[^>]*>(.*?)</h2>', page, re.S)
    return unescape(found[1]) if found else page


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database in which nothing has been set up for Coach."""
    path = tmp_path_factory.mktemp("blank") / "org.db"
    app = create_app(LocalOrgSettings(database=path, blank=True, seed=8))
    app.extensions[EXTENSION].close()
    return path


@pytest.fixture
def administrator(blank_database: Path, tmp_path: Path) -> Iterator[Administrator]:
    database = tmp_path / "org.db"
    database.write_bytes(blank_database.read_bytes())
    app = create_app(LocalOrgSettings(database=database, blank=True, seed=8))
    app.testing = True
    yield Administrator(app, app.test_client())
    app.extensions[EXTENSION].close()
