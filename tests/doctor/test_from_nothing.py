"""docs/admin.md, followed from nothing: after each part the doctor has nothing more to say about it."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread

import pytest
from werkzeug.serving import make_server

from localorg.app import EXTENSION, create_app
from localorg.schema.features import Features
from localorg.settings import LocalOrgSettings
from localorg.tests.pages.setup.conftest import Administrator
from localorg.tests.pages.setup.test_from_nothing import a_permission_set, a_user, an_app, with_its_licence
from tests.doctor.desk import PLAYBOOK, Desk
from tests.doctor.test_against_localorg import DOOR, HERE, TOKEN
from tests.salesforce.served import Served

ROOT = Path(__file__).parents[2]
USERNAME = "coach@acme.com.integration"


@dataclass(frozen=True)
class Office:
    """An admin at the pages of Setup, and the operator beside them."""

    admin: Administrator
    desk: Desk

    def about(self, *subjects: str, **settings: str) -> set[str]:
        """What the doctor says about these subjects, hints left aside."""
        told = self.desk.told(**DOOR, **settings)["findings"]
        return {one["id"] for one in told if one["about"] in subjects and one["severity"] != "hint"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    features = Features(multi_currency=False)
    app = create_app(LocalOrgSettings(database=tmp_path / "org.db", blank=True, seed=8, features=features))
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    org = app.extensions[EXTENSION].org
    (tmp_path / "playbooks").mkdir()
    desk = Desk(Served(f"http://127.0.0.1:{server.server_port}", org.directory.organization_id, org.records), tmp_path)
    desk.playbook("big-deals", PLAYBOOK)
    desk.migrate()
    yield Office(Administrator(app, app.test_client()), desk)
    server.shutdown()
    thread.join()
    server.server_close()
    app.extensions[EXTENSION].close()
    root.handlers = handlers
    root.setLevel(level)


def events(admin: Administrator) -> None:
    """Part 4: message, flow, and the right to send."""
    endpoint = f"{HERE}/hooks/salesforce/outbound-messages/{TOKEN}"
    messages = admin.find("Outbound Messages")
    admin.fill(admin.linked(admin.open(messages), "New Outbound Message"), "Name=Coach", f"Endpoint URL={endpoint}")
    flows = admin.find("Flows")
    admin.fill(admin.linked(admin.open(flows), "New Flow"), "Action: Outbound Message=Coach")


def listed_fields() -> dict[str, list[str]]:
    """The fields whose boxes part 1 of the page has ticked, by object."""
    page = (ROOT / "docs" / "admin.md").read_text(encoding="utf-8")
    table = page.partition("| object | *Read Access* for |")[2].partition("\n\n")[0]
    rows = [row.strip(" |").split(" | ") for row in table.splitlines() if row.startswith("   | ")]
    return {name: fields.removesuffix(", and your own fields").split(", ") for name, fields in rows}


def tick(admin: Administrator, page: str, fields: list[str], *rights: str) -> None:
    """Read Access for these, and for the org's own fields."""
    labels = re.findall(r">([^<]+ \((\w+)\): Read Access)</label>", admin.open(page))
    known = {label.partition(f" ({name})")[0] for label, name in labels}
    assert set(fields) <= known, f"the page of Setup has no {set(fields) - known}"
    wanted = [label for label, name in labels if label.partition(f" ({name})")[0] in fields or name.endswith("__c")]
    admin.fill(page, *rights, *wanted)


def test_the_fields_that_the_page_lists_are_all_that_the_playbooks_of_this_folder_need(office: Office) -> None:
    admin = office.admin
    with_its_licence(admin, a_user(admin))
    permission_set = a_permission_set(admin)
    objects = admin.linked(admin.open(permission_set), "Object Settings")
    for name, fields in listed_fields().items():
        rights = {"Opportunities": ["Read", "View All Records"], "Opportunity Product": []}.get(name, ["Read"])
        tick(admin, admin.linked(admin.open(objects), name), fields, *rights)
    admin.fill(admin.linked(admin.open(permission_set), "Manage Assignments"), f"Coach ({USERNAME})")
    key, secret = an_app(admin)
    app = {"COACH_SALESFORCE_CONSUMER_KEY": key, "COACH_SALESFORCE_CONSUMER_SECRET": secret}

    assert office.about("Access", "Playbooks", COACH_PLAYBOOKS_DIR=str(ROOT / "playbooks"), **app) == set()


def test_after_each_part_the_doctor_has_nothing_more_to_say_about_it(office: Office) -> None:
    admin = office.admin
    assert office.about("Signing in") == {"app-unknown"}

    user = a_user(admin)
    with_its_licence(admin, user)
    permission_set = a_permission_set(admin)
    admin.fill(admin.linked(admin.open(permission_set), "Manage Assignments"), f"Coach ({USERNAME})")
    key, secret = an_app(admin)
    app = {"COACH_SALESFORCE_CONSUMER_KEY": key, "COACH_SALESFORCE_CONSUMER_SECRET": secret}
    assert office.about("Signing in", "Access", **app) == set()

    assert "chatter-off" in office.about("Notes", **app)
    for page, words in (
        ("Notes Settings", "Enable Notes"),
        ("Chatter Settings", "Enable"),
        ("Salesforce CRM Content", "Enable Salesforce CRM Content"),
    ):
        admin.fill(admin.find(page), words)
    opportunity = admin.linked(admin.open(admin.find("Object Manager")), "Opportunity")
    admin.fill(admin.linked(admin.open(opportunity), "Page Layouts"), "Notes related list=notes")
    assert office.about("Notes", **app) == set()

    assert "no-outbound-message" in office.about("Events", **app)
    events(admin)
    assert office.about("Events", **app) == {"no-event-yet"}

    deal = next(
        row["Id"] for row in admin.org.org.records.select("Opportunity") if row["Amount"] and not row["IsClosed"]
    )
    proved = office.desk.run("doctor", "--write-test", "--canary", "--deal", str(deal), **DOOR, **app)
    assert "Everything that was written for this is removed again." in proved.stdout
    assert proved.exit_code == 0, proved.stdout
