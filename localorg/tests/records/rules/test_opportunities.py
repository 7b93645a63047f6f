"""What follows from a deal's stage, dates and products."""

from typing import Any

import pytest

from localorg.schema.stages import DEFAULT_STAGES, Stage
from localorg.setup import Switches
from localorg.tests.records.conftest import Org


@pytest.mark.parametrize("stage", DEFAULT_STAGES, ids=lambda stage: stage.name)
def test_the_stage_drives_probability_forecast_and_outcome(org: Org, stage: Stage) -> None:
    deal = org.get("Opportunity", org.deal(StageName=stage.name, Amount=200))
    assert (deal["Probability"], deal["ExpectedRevenue"]) == (stage.probability, 2 * stage.probability)
    assert (deal["ForecastCategory"], deal["IsClosed"], deal["IsWon"]) == (stage.forecast, stage.closed, stage.won)


def test_a_probability_that_is_given_stands(org: Org) -> None:
    deal = org.deal(Probability=35)
    assert org.get("Opportunity", deal)["Probability"] == 35
    org.update("Opportunity", deal, StageName="Qualification")
    assert org.get("Opportunity", deal)["Probability"] == 10


def test_the_forecast_category_called_commit_is_stored_as_forecast(org: Org) -> None:
    deal = org.get("Opportunity", org.deal(ForecastCategoryName="Commit"))
    assert (deal["ForecastCategoryName"], deal["ForecastCategory"]) == ("Commit", "Forecast")


def test_an_unknown_stage_is_taken_as_an_open_deal(org: Org) -> None:
    deal = org.get("Opportunity", org.deal(StageName="Dreaming"))
    assert (deal["IsClosed"], deal["Probability"], deal["ForecastCategory"]) == (False, 0, "Pipeline")


def test_the_last_stage_change_is_null_until_there_is_one(org: Org) -> None:
    deal = org.deal()
    assert org.get("Opportunity", deal)["LastStageChangeDate"] is None
    org.clock.forward(days=1)
    org.update("Opportunity", deal, StageName="Qualification")
    assert org.get("Opportunity", deal)["LastStageChangeDate"] == "2026-05-02T07:25:37.000+0000"


@pytest.mark.parametrize(("to", "pushes"), [("2026-07-01", 1), ("2026-06-01", 0), ("2026-05-31", 0), ("2027-01-01", 1)])
def test_a_close_date_in_a_later_month_is_a_push(org: Org, to: str, pushes: int) -> None:
    deal = org.deal(CloseDate="2026-06-30")
    org.update("Opportunity", deal, CloseDate=to)
    assert org.get("Opportunity", deal)["PushCount"] == pushes


def test_the_fiscal_period_follows_from_the_close_date(org: Org) -> None:
    deal = org.get("Opportunity", org.deal(CloseDate="2026-11-02"))
    assert (deal["FiscalYear"], deal["FiscalQuarter"], deal["Fiscal"]) == (2026, 4, "2026 4")


def test_with_products_the_amount_is_their_sum_and_updates_are_ignored(org: Org) -> None:
    deal, price = org.deal(Amount=1), org.price()
    org.line(deal, price, Quantity=2, UnitPrice=400)
    org.line(deal, price, Quantity=1, UnitPrice=250.5)
    org.update("Opportunity", deal, Amount=7)
    row = org.get("Opportunity", deal)
    assert (row["Amount"], row["TotalOpportunityQuantity"], row["HasOpportunityLineItem"]) == (1050.5, 3, True)


@pytest.mark.parametrize("change", ["insert", "update", "delete"])
def test_a_change_of_products_touches_the_deal(org: Org, change: str) -> None:
    deal, price = org.deal(), org.price()
    line = org.line(deal, price)
    org.clock.forward(minutes=1)
    if change == "insert":
        org.line(deal, price)
    elif change == "update":
        org.update("OpportunityLineItem", line, Quantity=5)
    else:
        org.delete("OpportunityLineItem", line)
    assert org.get("Opportunity", deal)["SystemModstamp"] == "2026-05-01T07:26:37.000+0000"


def test_when_the_last_product_goes_the_amount_stays(org: Org) -> None:
    deal = org.deal()
    org.delete("OpportunityLineItem", org.line(deal, org.price(), Quantity=2, UnitPrice=400))
    row = org.get("Opportunity", deal)
    assert (row["Amount"], row["HasOpportunityLineItem"]) == (800, False)


def _histories(org: Org, fields: str) -> list[tuple[Any, ...]]:
    names = fields.split(", ")
    return [tuple(row[name] for name in names) for row in org.query(f"SELECT {fields} FROM OpportunityHistory")]


def test_every_change_of_the_figures_leaves_a_row(org: Org) -> None:
    deal = org.deal(Amount=100)
    org.update("Opportunity", deal, StageName="Qualification")
    org.update("Opportunity", deal, NextStep="Call the buyer")
    org.update("Opportunity", deal, Amount=150, CloseDate="2026-07-01")
    assert _histories(org, "StageName, Amount, PrevAmount, CloseDate, PrevCloseDate") == [
        ("Prospecting", 100, None, "2026-06-30", None),
        ("Qualification", 100, 100, "2026-06-30", "2026-06-30"),
        ("Qualification", 150, 100, "2026-07-01", "2026-06-30"),
    ]


def test_a_deal_points_at_its_last_changes(org: Org) -> None:
    deal = org.deal(Amount=100)
    org.update("Opportunity", deal, Amount=150)
    row = org.query("SELECT LastAmountChangedHistory.Amount, LastCloseDateChangedHistoryId FROM Opportunity")[0]
    assert row["LastAmountChangedHistory"]["Amount"] == 150
    assert row["LastCloseDateChangedHistoryId"] is None


def test_tracked_fields_keep_old_and_new_values(org: Org) -> None:
    deal = org.deal()
    org.update("Opportunity", deal, NextStep="Call", Economic_Buyer_Identified__c=True, Description="not tracked")
    rows = org.query("SELECT Field, OldValue, NewValue FROM OpportunityFieldHistory")
    assert [(row["Field"], row["OldValue"], row["NewValue"]) for row in rows] == [
        ("created", None, None),
        ("NextStep", None, "Call"),
        ("Economic_Buyer_Identified__c", "false", "true"),
    ]


def test_a_lookup_is_kept_by_name_and_by_id_and_long_text_without_values(org: Org) -> None:
    deal = org.deal()
    org.records.switches = lambda: Switches(field_history=("OwnerId", "Description"))
    ann = org.colleague("ann")
    org.update("Opportunity", deal, OwnerId=ann, Description="long")
    rows = org.query("SELECT Field, DataType, NewValue FROM OpportunityFieldHistory WHERE Field != 'created'")
    assert [(row["Field"], row["DataType"], row["NewValue"]) for row in rows] == [
        ("Owner", "Text", "ann"),
        ("Owner", "EntityId", ann),
        ("Description", "Textarea", None),
    ]


def test_every_row_of_a_history_says_who_it_was(org: Org) -> None:
    deal, ann = org.deal(), org.colleague("ann")
    org.records.update("Opportunity", deal, {"NextStep": "Call", "StageName": "Qualification"}, user_id=ann)
    for history in ("OpportunityFieldHistory", "OpportunityHistory"):
        authors = [
            row["CreatedById"] for row in org.query(f"SELECT CreatedById FROM {history} ORDER BY CreatedDate, Id")
        ]
        assert (authors[0], authors[-1]) == (org.records.admin_id, ann)
