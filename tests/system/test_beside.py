"""What changes beside a deal reaches its card within a reconcile pass, although the opportunity's own stamp stays."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from coach.app import App, build
from coach.app.migrate import migrate
from coach.config.settings import load_settings
from coach.engine.model import Event, EventKind, Received, Source
from coach.errors import Undeliverable
from coach.pipeline import org_status, reconciling
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.machine import PATIENCE
from tests.salesforce.served import Served, serve

PLAYBOOK = """
title: Beside
status: live
when:
{when}
cards:
  - name: one
    title: Something is beside it
    tip: Look.
"""
STAGE = "Proposal/Price Quote"


@pytest.fixture(scope="module")
def org(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


@dataclass
class Beside:
    """A service over an org, with one playbook, and one deal that it speaks about."""

    app: App
    org: Served
    deal: str
    ids: dict[str, str]

    def look(self) -> None:
        """One reconcile pass, and what comes of it."""
        with suppress(Undeliverable):
            self.app.pipeline().reconcile()
        self.sweep()

    def sweep(self) -> None:
        """What is due, done."""
        line = self.app.pipeline()
        line.sweep()
        while line.coach() or line.write():
            pass

    def stands(self) -> bool:
        """Whether the card is on the record as one that applies."""
        notes = self.org.query(
            "SELECT ContentDocument.Title FROM ContentDocumentLink "
            f"WHERE LinkedEntityId = '{self.deal}' AND ContentDocument.FileType = 'SNOTE'"
        )
        return [note["ContentDocument"]["Title"].startswith("Coach: 1 for") for note in notes] == [True]

    def stamp(self) -> str:
        return str(self.org.query(f"SELECT SystemModstamp FROM Opportunity WHERE Id = '{self.deal}'")[0])

    def hide(self, rights: dict[str, dict[str, str]]) -> None:
        """From the integration user, by the switches of the look-alike."""
        requests.patch(f"{self.org.url}/localorg/setup", json=rights, timeout=PATIENCE).raise_for_status()

    def show_everything(self) -> None:
        requests.delete(f"{self.org.url}/localorg/setup", timeout=PATIENCE).raise_for_status()

    def change(self, name: str, **values: Any) -> None:
        self.org.change(name, self.ids[name], values)


Open = Callable[..., Beside]


@pytest.fixture
def open_deal(org: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a deal on which the playbook with these conditions speaks."""
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 0)

    def opened(
        when: str,
        hide: dict[str, Any] | None = None,
        where: Served = org,
        prepare: Callable[[Served, dict[str, str]], object] = lambda _org, _ids: None,
        **settings: Any,
    ) -> Beside:
        ids = _stage_set(where)
        prepare(where, ids)
        (tmp_path / "playbooks").mkdir()
        (tmp_path / "playbooks" / "beside.yaml").write_text(PLAYBOOK.format(when=when))
        app = _app(where, tmp_path, **settings)
        beside = Beside(app, where, ids["Opportunity"], ids)
        beside.hide(hide or {})
        beside.look()
        event = Event(where.org_id, Source.JSON, ids["Opportunity"], EventKind.CHANGED, ids["Opportunity"])
        app.store.accept(Received((event,)))
        beside.look()
        beside.look()
        assert beside.stands() is not bool(hide)
        return beside

    return opened


def _app(org: Served, folder: Path, **settings: Any) -> App:
    known = load_settings(
        salesforce_url=org.url,
        salesforce_org_id=org.org_id,
        salesforce_consumer_key=INTEGRATION_KEY,
        salesforce_consumer_secret=INTEGRATION_SECRET,
        database_url=f"sqlite:///{folder / 'coach.db'}",
        data_dir=folder,
        playbooks_dir=folder / "playbooks",
        log_level="error",
    )
    migrate(known.database)
    return build(known, **settings)


def _stage_set(org: Served) -> dict[str, str]:
    """A deal of its own with an account, an owner with manager and role, and a product: ids by object."""
    manager = org.query("SELECT Id, ProfileId, UserRoleId FROM User WHERE UserRoleId != null LIMIT 1")[0]
    role = org.create("UserRole", {"Name": f"Region {datetime.now(UTC).timestamp()}"})
    unique = str(datetime.now(UTC).timestamp()).replace(".", "")
    person = {
        "LastName": "Ruiz",
        "Alias": "ruiz",
        "Email": "ruiz@example.com",
        "EmailEncodingKey": "UTF-8",
        "LanguageLocaleKey": "en_US",
        "LocaleSidKey": "en_US",
        "TimeZoneSidKey": "Europe/Madrid",
        "ProfileId": manager["ProfileId"],
    }
    boss = org.create("User", {**person, "Username": f"boss{unique}@example.com", "LastName": "Boss"})
    owner = org.create(
        "User",
        {
            **person,
            "Username": f"rep{unique}@example.com",
            "UserRoleId": role,
            "ManagerId": boss,
            "Department": "Field",
        },
    )
    account = org.create("Account", {"Name": "Acme", "Industry": "Energy", "OwnerId": owner})
    product = org.create("Product2", {"Name": "Pump", "Family": "Services", "IsActive": True})
    book = org.query("SELECT Id FROM Pricebook2 WHERE IsStandard = true")[0]["Id"]
    entry = {"Pricebook2Id": book, "Product2Id": product, "UnitPrice": 100, "IsActive": True, "CurrencyIsoCode": "EUR"}
    price = org.create("PricebookEntry", entry)
    values = {"AccountId": account, "OwnerId": owner, "CloseDate": "2027-01-01", "CurrencyIsoCode": "EUR"}
    deal = org.create("Opportunity", {"Name": "Beside", "StageName": STAGE, "Pricebook2Id": book, **values})
    line = {"OpportunityId": deal, "PricebookEntryId": price, "Quantity": 10, "UnitPrice": 100}
    contact = org.create("Contact", {"LastName": "Buyer", "AccountId": account})
    return {
        "Opportunity": deal,
        "Account": account,
        "User": owner,
        "Manager": boss,
        "UserRole": role,
        "Product2": product,
        "OpportunityLineItem": org.create("OpportunityLineItem", line),
        "Contact": contact,
        "CurrencyType": org.query("SELECT Id FROM CurrencyType WHERE IsoCode = 'EUR'")[0]["Id"],
    }


CHANGES: list[tuple[str, str, dict[str, Any]]] = [
    ("  account_industry: {is: Energy}", "Account", {"Industry": "Retail"}),
    ("  account_name: {is: Acme}", "Account", {"Name": "Acme Ltd"}),
    ("  owner_department: {is: Field}", "User", {"Department": "Inside"}),
    ("  owner_title: {empty: true}", "User", {"Title": "Account Executive"}),
    ("  owner_role: {starts_with: Region}", "UserRole", {"Name": "Nowhere"}),
    ("  manager_name: {contains: Boss}", "Manager", {"LastName": "Chief"}),
    ("  product: {family: {is: Services}}", "Product2", {"Family": "Software"}),
]


@pytest.mark.parametrize(("when", "name", "values"), CHANGES)
def test_a_change_of_a_record_beside_the_deal_retires_its_card(
    open_deal: Open, when: str, name: str, values: dict[str, Any]
) -> None:
    beside = open_deal(when)
    before = beside.stamp()

    beside.org.change("User" if name == "Manager" else name, beside.ids[name], values)
    beside.look()

    assert not beside.stands()
    assert beside.stamp() == before


def make_field(org: Served, where: str, name: str, kind: str = "string", **more: Any) -> None:
    """Have an administrator make a field that our user may read."""
    field = {"object": where, "name": name, "type": kind, "readable": True, **more}
    requests.post(f"{org.url}/localorg/fields", json=field, timeout=PATIENCE).raise_for_status()


@pytest.fixture(scope="module")
def further(org: Served) -> None:
    """Fields of other records, formulas over them, and a lookup of its own."""
    make_field(org, "Account", "Segment__c")
    make_field(org, "Opportunity", "Segment_Shown__c", formula="Account.Segment__c")
    make_field(org, "User", "Boss_Title__c", formula="Manager.Title")
    make_field(org, "Opportunity", "Boss_Title__c", formula="Owner.Boss_Title__c")
    make_field(org, "Opportunity", "Partner__c", "reference", reference_to="Account")
    make_field(org, "Product2", "Class__c")


FURTHER: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("Account.Segment__c: {is: Gold}", "Account", {"Segment__c": "Gold"}, {"Segment__c": "Lead"}),
    ("Account.Owner.Title: {is: Rep}", "User", {"Title": "Rep"}, {"Title": "Lead"}),
    ("Partner__r.Industry: {is: Energy}", "Account", {}, {"Industry": "Retail"}),
    ("Segment_Shown__c: {is: Gold}", "Account", {"Segment__c": "Gold"}, {"Segment__c": "Lead"}),
    ("Boss_Title__c: {is: Chief}", "Manager", {"Title": "Chief"}, {"Title": "Head"}),
]


@pytest.mark.usefixtures("further")
@pytest.mark.parametrize(("field", "name", "before", "after"), FURTHER)
def test_a_change_of_a_further_field_beside_the_deal_or_beneath_a_formula_retires_its_card(
    open_deal: Open, field: str, name: str, before: dict[str, Any], after: dict[str, Any]
) -> None:
    sobject = "User" if name == "Manager" else name

    def prepare(org: Served, ids: dict[str, str]) -> None:
        org.change("Opportunity", ids["Opportunity"], {"Partner__c": ids["Account"]})
        org.change(sobject, ids[name], before)

    beside = open_deal(f"  fields: {{{field}}}", prepare=prepare)
    stamp = beside.stamp()

    beside.org.change(sobject, beside.ids[name], after)
    beside.look()

    assert not beside.stands()
    assert beside.stamp() == stamp


def test_a_contact_role_that_comes_is_noticed(open_deal: Open) -> None:
    beside = open_deal("  contact_roles: {below: 1}")
    before = beside.stamp()

    beside.org.create("OpportunityContactRole", {"OpportunityId": beside.deal, "ContactId": beside.ids["Contact"]})
    beside.look()

    assert not beside.stands()
    assert beside.stamp() == before


def test_a_contact_role_that_goes_is_noticed_although_it_leaves_no_trace(
    open_deal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 600)
    beside = open_deal("  contact_roles: {below: 1}")
    role = {"OpportunityId": beside.deal, "ContactId": beside.ids["Contact"]}
    created = beside.org.create("OpportunityContactRole", role)
    beside.look()
    assert not beside.stands()

    beside.org.remove("OpportunityContactRole", created)
    beside.look()

    assert beside.stands()


def test_a_line_item_that_goes_is_noticed(open_deal: Open) -> None:
    beside = open_deal("  product: {name: {is: Pump}}")

    beside.org.remove("OpportunityLineItem", beside.ids["OpportunityLineItem"])
    beside.look()

    assert not beside.stands()


def test_another_exchange_rate_is_noticed(open_deal: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 600)
    beside = open_deal("  amount: {between: [1, 100000], currency: USD}")

    beside.change("CurrencyType", ConversionRate=0.0001)
    beside.look()
    beside.change("CurrencyType", ConversionRate=0.92)

    assert not beside.stands()


def dated_rate(org: Served, start: str, rate: float) -> str:
    """An administrator's dated rate of the euro."""
    return org.create("DatedConversionRate", {"IsoCode": "EUR", "StartDate": start, "ConversionRate": rate})


@pytest.mark.usefixtures("shown")
def test_amounts_convert_at_the_dated_rate_of_the_close_date_and_another_one_is_noticed(
    open_deal: Open, org: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 600)
    requests.patch(f"{org.url}/localorg/setup", json={"dated_rates": True}, timeout=PATIENCE).raise_for_status()
    dated_rate(org, "2026-01-01", 0.5)
    beside = open_deal("  amount: {between: [1999, 2001], currency: USD}")

    added = dated_rate(org, "2026-12-15", 5)
    beside.look()
    assert not beside.stands()

    org.remove("DatedConversionRate", added)
    beside.look()
    assert beside.stands()


def test_what_no_playbook_depends_on_wakes_nobody(open_deal: Open) -> None:
    beside = open_deal("  account_industry: {is: Energy}")
    beside.change("Product2", Family="Software")

    assert beside.app.pipeline().reconcile().new == 0


@pytest.mark.parametrize("off", [timedelta(hours=-1), timedelta(hours=1)])
def test_a_worker_whose_clock_is_an_hour_off_skips_nothing(open_deal: Open, off: timedelta) -> None:
    beside = open_deal("  account_industry: {is: Energy}", clock=lambda: datetime.now(UTC) + off)

    watermark = org_status(beside.app.store).reconciled_at
    assert watermark is not None
    assert abs(watermark - datetime.now(UTC)) < timedelta(minutes=1)
    beside.change("Account", Industry="Retail")
    beside.look()

    assert not beside.stands()
    assert org_status(beside.app.store).skew == pytest.approx(-off, abs=timedelta(seconds=5))


@pytest.fixture
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """An org whose own clock is an hour behind everybody else's, as far as anybody can tell."""
    yield from serve(tmp_path_factory.mktemp("behind"), rewind=timedelta(hours=1))


def test_an_org_whose_clock_is_an_hour_behind_is_skipped_nothing_of(behind: Served, open_deal: Open) -> None:
    beside = open_deal("  account_industry: {is: Energy}", where=behind)
    later = datetime.now(UTC) - timedelta(minutes=59)
    requests.patch(f"{behind.url}/localorg/clock", json={"now": later.isoformat()}, timeout=PATIENCE).raise_for_status()

    beside.change("Account", Industry="Retail")
    beside.look()

    assert not beside.stands()
    watermark = org_status(beside.app.store).reconciled_at
    assert watermark is not None
    assert watermark < datetime.now(UTC) - timedelta(minutes=50)


@pytest.mark.usefixtures("shown")
def test_a_deal_that_is_shared_with_us_again_has_its_card_again(
    open_deal: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 600)
    beside = open_deal("  account_industry: {is: Energy}")

    hidden = {"record_visibility": [beside.deal]}
    requests.patch(f"{beside.org.url}/localorg/setup", json=hidden, timeout=PATIENCE).raise_for_status()
    beside.look()
    assert beside.app.store.figures().decisions["retire", "deal_gone"] == 1

    beside.show_everything()
    beside.look()

    assert beside.stands()


class Moving:
    """A clock that is moved along."""

    def __init__(self) -> None:
        self.ahead = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@pytest.fixture
def shown(org: Served) -> Iterator[None]:
    """Everything can be seen again afterwards."""
    yield
    requests.delete(f"{org.url}/localorg/setup", timeout=PATIENCE).raise_for_status()


@pytest.mark.usefixtures("shown")
@pytest.mark.parametrize(
    ("when", "hidden"),
    [
        ("  account_industry: {is: Energy}", {"field_rights": {"Account.Industry": "hidden"}}),
        ("  account_industry: {is: Energy}", {"object_rights": {"Account": "none"}}),
        ("  stage: {is: Proposal/Price Quote}", {"object_rights": {"Opportunity": "none"}}),
        ("  contact_roles: {below: 1}", {"object_rights": {"Opportunity": "none"}}),
    ],
)
def test_what_becomes_visible_is_noticed_within_five_minutes_and_its_deals_are_decided_on_again(
    open_deal: Open, when: str, hidden: dict[str, Any]
) -> None:
    clock = Moving()
    beside = open_deal(when, hide=hidden, clock=clock)
    clock.ahead = timedelta(minutes=4, seconds=50)
    beside.show_everything()
    clock.ahead = timedelta(minutes=10)
    beside.sweep()
    clock.ahead += timedelta(seconds=5)
    beside.sweep()

    assert beside.stands()


@pytest.mark.usefixtures("shown")
def test_a_card_whose_field_is_hidden_stays(open_deal: Open) -> None:
    clock = Moving()
    beside = open_deal("  account_industry: {is: Energy}", clock=clock)
    beside.hide({"field_rights": {"Account.Industry": "hidden"}})
    for _ in range(3):
        clock.ahead += timedelta(minutes=6)
        beside.look()

    assert beside.stands()


def test_an_idle_pass_costs_few_calls(open_deal: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 600)
    everything = "\n".join(
        (
            "  account_industry: {is: Energy}",
            "  owner_department: {is: Field}",
            "  manager_name: {contains: Boss}",
            "  contact_roles: {below: 1}",
            "  product: {family: {is: Services}}",
            "  amount: {above: 1, currency: USD}",
        )
    )
    beside = open_deal(everything)
    beside.org.forget_calls()

    beside.look()

    assert beside.org.calls() <= 3
