"""A visitor of the pages, and one deal to look at."""

import base64
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from localorg.app import EXTENSION
from localorg.records import Records


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person with a browser on one deal's page."""

    http: FlaskClient
    records: Records
    deal_id: str

    def view(self, **arguments: str) -> str:
        """The deal's page."""
        answer = self.http.get(f"/lightning/r/Opportunity/{self.deal_id}/view", query_string=arguments)
        assert answer.status_code == 200, answer.text
        return answer.text

    def submit(self, change: str, **form: str) -> TestResponse:
        """Send one of the deal's forms."""
        return self.http.post(f"/lightning/r/Opportunity/{self.deal_id}/{change}", data=form)

    def deal(self) -> dict[str, Any]:
        """The record behind the page."""
        found = self.records.get("Opportunity", self.deal_id)
        assert found is not None
        return dict(found)

    def rows(self, soql: str) -> list[dict[str, Any]]:
        """What a query finds; ``{deal}`` stands for the deal's id."""
        return self.records.query(soql.replace("{deal}", self.deal_id), user_id=self.records.admin_id)

    def write_note(self, title: str, html: str) -> str:
        """Put a note on the deal, as an integration would; its id."""
        user_id = self.records.admin_id
        body = base64.b64encode(html.encode()).decode()
        note_id = self.records.insert("ContentNote", {"Title": title, "Content": body}, user_id=user_id)
        link = {
            "ContentDocumentId": note_id,
            "LinkedEntityId": self.deal_id,
            "ShareType": "I",
            "Visibility": "AllUsers",
        }
        self.records.insert("ContentDocumentLink", link, user_id=user_id)
        return note_id


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    app.extensions[EXTENSION].org.setup.change({"chatter_enabled": True})
    records: Records = app.extensions[EXTENSION].org.records
    soql = "SELECT Id FROM Opportunity WHERE Name = 'St. Brigid CT and digital pathology'"
    return Visitor(app.test_client(), records, records.query(soql, user_id=records.admin_id)[0]["Id"])
