from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from localorg.records import Records
from localorg.schema.features import Features
from localorg.schema.stages import DEFAULT_STAGES
from localorg.seed import seed
from localorg.seed.content import load

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)


def new_org(path: Path, features: Features = Features(), **arguments: Any) -> Records:  # noqa: B008  # immutable
    records = Records(path, features, lambda: NOW)
    seed(records, now=NOW, **arguments)
    return records


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    org = new_org(tmp_path_factory.mktemp("seed") / "org.db")
    yield org
    org.close()


def rows(records: Records, soql: str) -> list[dict[str, Any]]:
    return records.query(soql, user_id=records.admin_id)


def named(records: Records, name: str, fields: str) -> dict[str, Any]:
    (row,) = rows(records, f"SELECT {fields} FROM Opportunity WHERE Name LIKE '{name}%'")
    return row


def test_forty_deals_stand_at_all_ten_stages(records: Records) -> None:
    stages = [row["StageName"] for row in rows(records, "SELECT StageName FROM Opportunity")]
    assert (len(stages), set(stages)) == (40, {stage.name for stage in DEFAULT_STAGES})


def test_amounts_add_up_from_discounted_products(records: Records) -> None:
    deal = named(records, "St. Brigid CT", "Id, Amount")
    lines = rows(records, f"SELECT TotalPrice, Discount FROM OpportunityLineItem WHERE OpportunityId = '{deal['Id']}'")
    assert deal["Amount"] == pytest.approx(sum(line["TotalPrice"] for line in lines))
    assert {line["Discount"] for line in lines} == {18, 22, 30, None}


def test_consumables_are_discounted_in_their_unit_price(records: Records) -> None:
    theirs = "Opportunity.Name LIKE 'Riverside reagent%'"
    soql = f"SELECT UnitPrice, ListPrice, Discount FROM OpportunityLineItem WHERE {theirs}"
    assert [(line["UnitPrice"] < line["ListPrice"], line["Discount"]) for line in rows(records, soql)] == [
        (True, None)
    ] * 2


def test_history_lies_in_the_past_and_ends_at_the_stage_of_today(records: Records) -> None:
    plan = next(plan for plan in load().deals if plan.name.startswith("Riverside molecular"))
    deal = named(records, "Riverside molecular", "Id, LastStageChangeDate, CreatedDate")
    its = f"OpportunityId = '{deal['Id']}' ORDER BY CreatedDate"
    soql = f"SELECT StageName, CreatedDate FROM OpportunityHistory WHERE {its}"
    entered: dict[str, datetime] = {}
    for row in rows(records, soql):
        entered.setdefault(row["StageName"], datetime.fromisoformat(row["CreatedDate"]))
    assert [(stage, (NOW - at).days) for stage, at in entered.items()] == list(plan.path)
    assert datetime.fromisoformat(deal["LastStageChangeDate"]) == list(entered.values())[-1]


def test_pushes_of_the_close_date_are_counted_by_the_org(records: Records) -> None:
    counted = {row["Name"]: row["PushCount"] for row in rows(records, "SELECT Name, PushCount FROM Opportunity")}
    assert counted == {plan.name: plan.pushes for plan in load().deals}


def test_everybody_reports_to_somebody_up_to_the_top(records: Records) -> None:
    people = rows(
        records, "SELECT Name, Manager.Name, UserRole.Name, Profile.Name, IsActive FROM User WHERE UserRoleId != null"
    )
    tops = [person["Name"] for person in people if person["Manager"] is None]
    assert tops == ["Imani Okafor"]
    assert [person["Name"] for person in people if not person["IsActive"]] == ["Kim Sørensen"]


def test_people_have_been_there_for_different_times(records: Records) -> None:
    joined = {row["CreatedDate"][:7] for row in rows(records, "SELECT CreatedDate FROM User WHERE UserRoleId != null")}
    assert {"2026-09", "2022-02"} <= joined


def test_the_integration_user_can_be_signed_in_as(records: Records) -> None:
    (user,) = rows(records, "SELECT IsActive, Profile.Name FROM User WHERE Username = 'integration@coach.local'")
    assert (user["IsActive"], user["Profile"]["Name"]) == (True, "Minimum Access - API Only Integrations")


def test_markup_in_a_name_is_kept_as_it_is(records: Records) -> None:
    assert named(records, "Pinemarsh <b>", "Name")["Name"] == 'Pinemarsh <b>integration</b> & "partner" bundle'


def test_the_same_arguments_lead_to_the_same_records(records: Records, tmp_path: Path) -> None:
    again = new_org(tmp_path / "again.db")
    soql = "SELECT FIELDS(ALL) FROM Opportunity ORDER BY Id LIMIT 200"
    assert rows(again, soql) == rows(records, soql)
    again.close()


def test_an_org_with_one_currency_and_no_products_gets_amounts_all_the_same(tmp_path: Path) -> None:
    org = new_org(tmp_path / "org.db", Features(products=False, multi_currency=False, notes=False))
    amounts = {row["Name"]: row["Amount"] for row in rows(org, "SELECT Name, Amount FROM Opportunity")}
    assert amounts["Tansy biostatistics seats"] == 45 * 980 + 2 * 1900
    assert amounts["Vantrell analytics trial"] is None
    org.close()


def test_deals_in_other_currencies_have_prices_in_them(records: Records) -> None:
    deal = named(records, "Rivières échographes", "Id, CurrencyIsoCode, Amount")
    assert (deal["CurrencyIsoCode"], deal["Amount"]) == (
        "EUR",
        pytest.approx(6 * 84000 * 0.92 * 0.95 + 24 * 310 * 0.92),
    )


def test_more_deals_come_with_more_reps(tmp_path: Path) -> None:
    org = new_org(tmp_path / "org.db", deals=120)
    assert org.count("SELECT COUNT() FROM Opportunity", user_id=org.admin_id) == 120
    owners = rows(org, "SELECT OwnerId, COUNT(Id) deals FROM Opportunity GROUP BY OwnerId")
    assert max(owner["deals"] for owner in owners) == 20
    org.close()
