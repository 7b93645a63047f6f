"""The org's histories of one opportunity → the deal as it stood after each change."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from coach.engine.model import Deal, LineItem, StageChange
from coach.salesforce.past.rebuild import FieldHistory, Stages, rebuild
from tests.engine.matching.examples import DEAL
from tests.salesforce.past.facts import LOST

STAGES = Stages(frozenset({"Closed Won", "Closed Lost"}), frozenset({"Closed Won"}))
TODAY = replace(
    DEAL,
    stage="Closed Won",
    closed=True,
    won=True,
    next_step="signed",
    products=(LineItem("Item", None, None, None, None, None, None, None),),
    fields={"Score__c": Decimal(9), "Flag__c": True},
)
TRACKED = frozenset({"NextStep", "Score__c", "Flag__c"})
TYPES = {"NextStep": "string", "Score__c": "double", "Flag__c": "boolean", "Due__c": "date"}


def row(day: int, stage: str, closes: str = "2026-12-20", **more: Any) -> dict[str, Any]:
    """A row of OpportunityHistory."""
    figures = {"StageName": stage, "Amount": Decimal(day * 1000), "CloseDate": closes, "Probability": 50}
    return {"CreatedDate": f"2026-06-{day:02}T09:00:00.000+0000", "ForecastCategory": "BestCase", **figures, **more}


def change(day: int, field: str, old: object) -> dict[str, Any]:
    """A row of OpportunityFieldHistory."""
    return {"CreatedDate": f"2026-06-{day:02}T10:00:00.000+0000", "Field": field, "OldValue": old}


def rebuilt(*figures: dict[str, Any], changes: tuple[dict[str, Any], ...] = (), **kept: Any) -> list[Deal]:
    return rebuild(TODAY, FieldHistory(figures, changes, kept.pop("tracked", TRACKED), TYPES, **kept), STAGES)


def test_each_row_gives_the_deal_as_it_stood_from_then_on() -> None:
    first, second = rebuilt(row(1, "Prospecting"), row(9, "Closed Won"))

    assert (first.stage, first.closed, first.won, first.amount) == ("Prospecting", False, False, Decimal(1000))
    assert (second.stage, second.closed, second.won, second.amount) == ("Closed Won", True, True, Decimal(9000))
    assert first.read_at == first.modified_at == datetime(2026, 6, 1, 9, tzinfo=UTC)
    assert first.forecast_category == "Best Case"


def test_the_stage_history_reaches_up_to_that_moment() -> None:
    *_, last = rebuilt(row(1, "Prospecting"), row(3, "Prospecting"), row(9, "Proposal"))

    assert last.history == (
        StageChange("Prospecting", datetime(2026, 6, 1, 9, tzinfo=UTC)),
        StageChange("Proposal", datetime(2026, 6, 9, 9, tzinfo=UTC)),
    )


def test_pushes_are_moves_of_the_close_date_into_a_later_month() -> None:
    closes = ("2026-07-01", "2026-07-31", "2026-09-01", "2026-08-01", "2027-01-01")

    pushes = [deal.pushes for deal in rebuilt(*(row(day, "Proposal", close) for day, close in enumerate(closes, 1)))]

    assert pushes == [0, 0, 1, 1, 2]


def test_a_tracked_field_had_what_the_next_change_found_there() -> None:
    figures = (row(1, "Prospecting"), row(9, "Proposal"))
    changes = (change(5, "NextStep", "call"), change(7, "NextStep", "send"))

    by_day = {deal.read_at.day: deal.next_step for deal in rebuilt(*figures, changes=changes)}

    assert by_day == {1: "call", 5: "send", 7: "signed", 9: "signed"}


@pytest.mark.parametrize(
    ("field", "old", "value"),
    [
        ("Score__c", "2.5", Decimal("2.5")),
        ("Score__c", Decimal("2.5"), Decimal("2.5")),
        ("Score__c", "broken", None),
        ("Flag__c", "false", False),
        ("Flag__c", False, False),
        ("Score__c", None, None),
        ("Score__c", "", None),
    ],
)
def test_old_values_are_read_as_json_or_as_text(field: str, old: object, value: object) -> None:
    first, _ = rebuilt(row(1, "Prospecting"), changes=(change(5, field, old),))

    assert first.fields[field] == value


def test_a_date_is_read_as_one() -> None:
    today = replace(TODAY, fields={"Due__c": date(2026, 9, 1)})
    kept = FieldHistory((row(1, "Proposal"),), (change(5, "Due__c", "2026-08-01"),), frozenset({"Due__c"}), TYPES)

    assert [deal.fields["Due__c"] for deal in rebuild(today, kept, STAGES)] == [date(2026, 8, 1), date(2026, 9, 1)]


def test_what_no_history_holds_is_unreadable() -> None:
    (deal,) = rebuilt(row(1, "Prospecting"), tracked=frozenset({"Score__c"}))

    assert deal.unreadable == {"product", "next_step", "Flag__c"} | {*LOST.values()}
    assert "contact_roles" in LOST
    assert (deal.products, {getattr(deal, place) for place in LOST}) == ((), {None})


def test_or_it_is_taken_as_it_is_today_where_that_is_asked_for() -> None:
    (deal,) = rebuilt(row(1, "Prospecting"), tracked=frozenset(), as_today=True)

    assert deal.unreadable == frozenset()
    assert (deal.products, deal.contact_roles) == (TODAY.products, TODAY.contact_roles)


def test_nothing_is_known_before_the_first_row() -> None:
    assert rebuilt() == []
    assert [deal.read_at.day for deal in rebuilt(row(5, "Proposal"), changes=(change(2, "NextStep", "x"),))] == [5]


def test_a_currency_is_that_of_the_row_where_the_org_has_several() -> None:
    (deal,) = rebuilt(row(1, "Proposal", CurrencyIsoCode="EUR"))

    assert deal.currency == "EUR"


def test_a_stage_that_the_org_no_longer_has_counts_as_open_unless_the_deal_is_in_it() -> None:
    today = replace(TODAY, stage="Old Win")
    past = rebuild(today, FieldHistory((row(1, "Old Stage"), row(2, "Old Win"))), Stages())

    assert [(deal.closed, deal.won) for deal in past] == [(False, False), (True, True)]


def test_long_text_is_unreadable_although_it_is_tracked_for_its_history_has_no_values() -> None:
    today = replace(TODAY, fields={"Metrics__c": "12 days"})
    kept = FieldHistory((row(1, "Prospecting"),), (change(2, "Metrics__c", None),), frozenset({"Metrics__c"}))

    (past,) = rebuild(today, replace(kept, types={"Metrics__c": "textarea"}), STAGES)[:1]

    assert "Metrics__c" in past.unreadable
