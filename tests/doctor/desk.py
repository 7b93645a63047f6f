"""Coach's command line against a look-alike org: what somebody would type, and what it answers."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import requests
import sqlalchemy as sa
from click.testing import CliRunner, Result

from coach.cli import coach
from coach.database.engine import open_engine
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET, INTEGRATION_USERNAME
from tests.machine import PATIENCE
from tests.salesforce.served import Served

_OURS = f"Assignee.Username = '{INTEGRATION_USERNAME}' AND PermissionSet.Name = 'Coach'"
PLAYBOOK = """\
title: Big deals
status: live
when:
  amount: {at_least: 1000}
  closed: false
cards:
  - name: one
    title: Ask for the budget
    tip: Who holds it?
"""


@dataclass(frozen=True)
class Desk:
    """Where somebody sits who sets Coach up: the org, the settings, and the command line."""

    org: Served
    folder: Path

    def set_up(self, **switches: Any) -> None:
        """Somebody changes the org's setup."""
        requests.patch(f"{self.org.url}/localorg/setup", json=switches, timeout=PATIENCE).raise_for_status()

    def run(self, *arguments: str, **settings: str) -> Result:
        """A command with the settings of this service."""
        known = {
            "COACH_SALESFORCE_URL": self.org.url,
            "COACH_SALESFORCE_ORG_ID": self.org.org_id,
            "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
            "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
            "COACH_SALESFORCE_CURRENCY": "USD",
            "COACH_DATA_DIR": str(self.folder / "var"),
            "COACH_PLAYBOOKS_DIR": str(self.folder / "playbooks"),
            "COACH_LOG_LEVEL": "error",
        }
        empty = {name: "" for name in os.environ if name.startswith("COACH_")}
        return CliRunner().invoke(coach, list(arguments), env={**empty, **known, **settings})

    def findings(self, **settings: str) -> dict[str, str]:
        """What the doctor tells: id → sentence."""
        told = self.told(**settings)
        return {one["id"]: one["sentence"] for one in told["findings"]}

    def told(self, **settings: str) -> dict[str, Any]:
        """All that the doctor tells, as programs get it."""
        answer: dict[str, Any] = json.loads(self.run("doctor", "--json", **settings).stdout)
        return answer

    def recalled(self, name: str) -> str:
        """What the store remembers, without the moment at which it was found."""
        engine = open_engine(f"sqlite:///{self.folder / 'var' / 'coach.db'}")
        with engine.connect() as connection:
            value = connection.execute(sa.text("SELECT value FROM memory WHERE name = :name"), {"name": name}).scalar()
        engine.dispose()
        return str(value).partition("@")[2]

    def playbook(self, name: str, text: str) -> None:
        """Somebody writes a playbook."""
        (self.folder / "playbooks" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def app_settings(self, *ticked: str) -> None:
        """An admin saves the settings of the app, with these scopes and flows."""
        boxes = dict.fromkeys(("oauth", *ticked), "on")
        self._save_app(does="settings", name="Coach", redirects="https://coach.acme.com/sign-in/callback", **boxes)

    def app_policies(self, run_as: str = INTEGRATION_USERNAME, *sets: str, permitted: str = "approved") -> None:
        """An admin saves its policies: whom it runs as, and who may use it."""
        boxes = {"client_credentials": "on"} | {f"set.{name}": "on" for name in sets}
        self._save_app(does="policies", permitted=permitted, run_as=run_as, **boxes)

    def _save_app(self, **typed: str) -> None:
        page = f"{self.org.url}/setup/ExternalClientAppManager/{INTEGRATION_KEY}"
        requests.post(page, data=typed, timeout=PATIENCE).raise_for_status()

    def user(self, **values: Any) -> None:
        """An admin changes the integration user."""
        (row,) = self.org.query(f"SELECT Id FROM User WHERE Username = '{INTEGRATION_USERNAME}'")
        self.org.change("User", row["Id"], values)

    def take_rights(self) -> None:
        """An admin takes the permission set away from the integration user."""
        for row in self.org.query(f"SELECT Id FROM PermissionSetAssignment WHERE {_OURS}"):
            self.org.remove("PermissionSetAssignment", row["Id"])

    def give_rights(self) -> None:
        """An admin assigns it."""
        (user,) = self.org.query(f"SELECT Id FROM User WHERE Username = '{INTEGRATION_USERNAME}'")
        (own,) = self.org.query("SELECT Id FROM PermissionSet WHERE Name = 'Coach'")
        self.org.create("PermissionSetAssignment", {"AssigneeId": user["Id"], "PermissionSetId": own["Id"]})

    def message(self, endpoint: str, **more: Any) -> None:
        """An admin makes the outbound message and its flow, or changes where it goes."""
        address = f"{self.org.url}/localorg/outbound/messages/Coach"
        requests.put(address, json={"endpoint": endpoint, **more}, timeout=PATIENCE).raise_for_status()

    def no_message(self) -> None:
        """An admin deletes it."""
        requests.delete(f"{self.org.url}/localorg/outbound/messages/Coach", timeout=PATIENCE)

    def a_deal(self) -> str:
        """An open deal that the playbook is about."""
        soql = "SELECT Id FROM Opportunity WHERE IsClosed = false AND Amount > 1000 LIMIT 1"
        return str(self.org.query(soql)[0]["Id"])

    def write_test(self) -> dict[str, Any]:
        """The operator has notes written for a test."""
        told: dict[str, Any] = json.loads(self.run("doctor", "--json", "--write-test", "--deal", self.a_deal()).stdout)
        return told

    def trigger(self, status: str) -> None:
        """A developer deploys a trigger on links."""
        values = {"Name": "LinkGuard", "TableEnumOrId": "ContentDocumentLink", "Status": status}
        self.org.create("ApexTrigger", values)

    def no_trigger(self) -> None:
        """A developer deletes it."""
        for row in self.org.query("SELECT Id FROM ApexTrigger"):
            self.org.remove("ApexTrigger", row["Id"])

    def forget_database(self) -> None:
        """There is none yet."""
        (self.folder / "var" / "coach.db").unlink()

    def of_another_version(self) -> None:
        """Another version of Coach used the database."""
        engine = open_engine(f"sqlite:///{self.folder / 'var' / 'coach.db'}")
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = '0017'"))
        engine.dispose()

    def migrate(self) -> None:
        """The operator runs the release step."""
        assert self.run("migrate").exit_code == 0
