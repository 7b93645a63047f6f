"""What changes beside an opportunity is found by the stamps of what the playbooks depend on."""

from datetime import UTC, datetime
from typing import Any

import pytest
import responses

from coach.engine.model import Event, FieldSelection, Source
from coach.errors import Undeliverable
from coach.ids import to18
from coach.ports import Changes
from coach.salesforce.beside import events, last_deleted
from tests.salesforce.fakes import answer, build_org, replies, signs_in
from tests.salesforce.paper import FIELDS, PaperOrg

DEAL = "006xx0000000001AAA"
LINE, ROLE = to18("00kxx0000000001"), to18("00Kxx0000000001")
SINCE = datetime(2026, 11, 23, 11, 45, tzinfo=UTC)
BEFORE, AFTER, LATER = (f"2026-11-23T{time}.000+0000" for time in ("09:00:00", "11:50:01", "11:52:00"))
STAMPED = {name: {**fields, "SystemModstamp": "datetime"} for name, fields in FIELDS.items()}
STAMPED["PricebookEntry"] = {"SystemModstamp": "datetime"}
STAMPED["OpportunityLineItem"]["PricebookEntryId"] = "reference"
FROM_THEN = "SystemModstamp >= 2026-11-23T11:45:00Z"


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    signs_in(mocked)
    org = PaperOrg(STAMPED)
    replies(mocked, org)
    return org


def changes(*facts: str, converts: bool = False) -> Changes:
    return build_org().changed_since(SINCE, FieldSelection(frozenset(facts), frozenset(), converts))


def ids(row: dict[str, Any]) -> list[str]:
    found: list[Event] = sorted(events("00D", [row], SINCE), key=lambda event: event.source_event_id)
    assert {event.opportunity_id for event in found} <= {DEAL}
    return [event.source_event_id for event in found]


def test_nothing_is_asked_of_what_no_playbook_names(paper: PaperOrg) -> None:
    changes("stage", "amount")
    assert [query.split(" FROM ")[1].split()[0] for query in paper.queries] == ["Opportunity"]


def test_all_parents_of_open_deals_are_asked_for_in_one_query(paper: PaperOrg) -> None:
    changes("account_industry", "owner_role", "manager_name")
    ways = ("Account", "Owner", "Owner.Manager", "Owner.UserRole")
    columns = ", ".join(f"{way}.SystemModstamp" for way in ways)
    conditions = " OR ".join(f"{way}.{FROM_THEN}" for way in ways)
    assert paper.queries[-1] == f"SELECT Id, {columns} FROM Opportunity WHERE IsClosed = false AND ({conditions})"


FORMULAS = [
    ('IF(Account.Industry = "Owner.Title", 1, 0)', ["Account"]),
    ("TEXT(Owner.Manager.Title) & $User.Title", ["Owner", "Owner.Manager"]),
    ("Amount * 2 /* Account.Name */", []),
    (None, ["Account", "Owner", "Owner.Manager"]),
]


@pytest.mark.parametrize(("formula", "ways"), FORMULAS)
def test_a_formula_is_found_by_the_parents_that_it_takes_its_values_from(
    paper: PaperOrg, formula: str | None, ways: list[str]
) -> None:
    paper.objects["Opportunity"] = {**paper.objects["Opportunity"], "Tier__c": "string"}
    paper.more["Tier__c"] = {"calculated": True, "calculatedFormula": formula}
    build_org().changed_since(SINCE, FieldSelection(fields=frozenset({"tier__c"})))
    wanted = " OR ".join(f"{way}.{FROM_THEN}" for way in ways)
    assert ([paper.queries[-1].partition("IsClosed = false AND ")[2]] == [f"({wanted})"]) is bool(ways)


def test_a_formula_over_a_formula_is_followed(paper: PaperOrg) -> None:
    paper.objects["Opportunity"] = {**paper.objects["Opportunity"], "Tier__c": "string"}
    paper.objects["User"] = {**paper.objects["User"], "Region__c": "string"}
    paper.more["Tier__c"] = {"calculated": True, "calculatedFormula": "Owner.Region__c"}
    paper.more["Region__c"] = {"calculated": True, "calculatedFormula": "Manager.Title"}
    build_org().changed_since(SINCE, FieldSelection(fields=frozenset({"Tier__c"})))
    assert f"(Owner.{FROM_THEN} OR Owner.Manager.{FROM_THEN})" in paper.queries[-1]


def test_fields_of_other_records_are_found_by_the_way_there_spelled_as_the_org_spells_it(paper: PaperOrg) -> None:
    build_org().changed_since(SINCE, FieldSelection(frozenset({"account_name"}), frozenset({"account.industry"})))
    assert (
        f"SELECT Id, Account.SystemModstamp FROM Opportunity WHERE IsClosed = false AND (Account.{FROM_THEN})"
        in (paper.queries[-1])
    )


def test_what_is_hidden_from_us_is_not_asked_for(paper: PaperOrg) -> None:
    del paper.objects["UserRole"]
    changes("owner_role", "owner_title")
    assert "Owner.SystemModstamp" in paper.queries[-1]
    assert "UserRole" not in paper.queries[-1]


def test_line_items_are_asked_for_with_their_products_and_prices(paper: PaperOrg) -> None:
    changes("product.family")
    stamps = ("SystemModstamp", "PricebookEntry.SystemModstamp", "Product2.SystemModstamp")
    wanted = " OR ".join(f"{stamp} >= 2026-11-23T11:45:00Z" for stamp in stamps)
    assert paper.queries[-1] == (
        f"SELECT Id, OpportunityId, {', '.join(stamps)} FROM OpportunityLineItem "
        f"WHERE Opportunity.IsClosed = false AND ({wanted})"
    )


def test_contact_roles_are_asked_for(paper: PaperOrg) -> None:
    changes("contact_roles")
    assert paper.query_of("OpportunityContactRole").endswith(
        f"FROM OpportunityContactRole WHERE Opportunity.IsClosed = false AND {FROM_THEN}"
    )


def test_everything_is_one_call(paper: PaperOrg) -> None:
    paper.objects["CurrencyType"] = {"IsoCode": "picklist", "ConversionRate": "double"}
    changes("account_name", "product.name", "contact_roles", converts=True)
    assert len(paper.calls[-1]) == 6


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ({"Id": DEAL, "Account": {"SystemModstamp": AFTER}, "Owner": None}, [f"{DEAL}/Account@{AFTER}"]),
        ({"Id": DEAL, "Account": None, "Owner": {"SystemModstamp": BEFORE}}, []),
        (
            {"Id": DEAL, "Owner": {"SystemModstamp": AFTER, "Manager": {"SystemModstamp": LATER}}},
            [f"{DEAL}/Owner/Manager@{LATER}", f"{DEAL}/Owner@{AFTER}"],
        ),
        ({"Id": ROLE, "OpportunityId": DEAL, "SystemModstamp": AFTER}, [f"{DEAL}/{ROLE}@{AFTER}"]),
        (
            {"Id": LINE, "OpportunityId": DEAL, "SystemModstamp": BEFORE, "Product2": {"SystemModstamp": AFTER}},
            [f"{DEAL}/{LINE}/Product2@{AFTER}"],
        ),
    ],
)
def test_an_event_is_named_by_what_changed_and_when(row: dict[str, Any], named: list[str]) -> None:
    assert ids(row) == named


def test_what_is_kept_from_us_hides_nothing_else(paper: PaperOrg) -> None:
    paper.refusals["OpportunityContactRole"] = answer("no_such_column")
    assert changes("contact_roles").events == []


def test_opportunities_that_are_kept_from_us_are_told(paper: PaperOrg) -> None:
    paper.refusals["Opportunity"] = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]
    with pytest.raises(Undeliverable):
        changes()


def test_the_mark_of_the_rates_differs_once_a_rate_does(paper: PaperOrg) -> None:
    paper.objects["CurrencyType"] = {"IsoCode": "picklist", "ConversionRate": "double"}
    paper.rows["CurrencyType"] = [{"IsoCode": "EUR", "ConversionRate": 0.9}, {"IsoCode": "USD", "ConversionRate": 1}]
    first = changes(converts=True).rates
    paper.rows["CurrencyType"] = [{"IsoCode": "USD", "ConversionRate": 1}, {"IsoCode": "EUR", "ConversionRate": 0.9}]
    assert changes(converts=True).rates == first
    paper.rows["CurrencyType"] = [{"IsoCode": "USD", "ConversionRate": 1}, {"IsoCode": "EUR", "ConversionRate": 0.95}]
    assert changes(converts=True).rates not in (None, first)


def test_without_amounts_to_convert_nobody_asks_for_rates(paper: PaperOrg) -> None:
    paper.objects["CurrencyType"] = {"IsoCode": "picklist", "ConversionRate": "double"}
    assert changes().rates is None


def test_contact_roles_that_were_deleted_are_asked_for_where_they_matter(paper: PaperOrg) -> None:
    changes("contact_roles")
    (asked,) = [part for part in paper.calls[-1] if "/deleted/" in part]
    assert asked.endswith("OpportunityContactRole/deleted/?start=2026-11-23T11%3A45%3A00Z&end=2026-11-23T12%3A00%3A00Z")


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"deletedRecords": []}, None),
        (
            {"deletedRecords": [{"deletedDate": LATER}, {"deletedDate": AFTER}]},
            datetime(2026, 11, 23, 11, 52, tzinfo=UTC),
        ),
        ([], None),
    ],
)
def test_the_last_deletion_counts(body: object, at: datetime | None) -> None:
    assert last_deleted(body) == at


def test_it_is_told_apart_from_changes_that_somebody_should_have_told_of() -> None:
    row = {"Id": DEAL, "Account": {"SystemModstamp": AFTER}}
    assert [event.source for event in events("00D", [row], SINCE)] == [Source.BESIDE]
    assert not Source.BESIDE.reported
