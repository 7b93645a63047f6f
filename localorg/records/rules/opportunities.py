"""The deal: values set by its stage, the sum of its products, and its two histories.

Source: Object Reference, Opportunity, OpportunityHistory and OpportunityFieldHistory.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from localorg.records.rules.history import record_changes, record_creation
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row
from localorg.records.values import rounded
from localorg.schema.stages import FORECAST_CATEGORIES
from localorg.schema.types import Value


class OpportunityRules(Rules):
    """The stage sets probability, forecast and outcome; products set the amount; both are recorded as history."""

    def before_insert(self, write: Write) -> None:
        _apply_stage(write.session, write.new, write.given)
        _settle(write.session, write.new)

    def after_insert(self, write: Write) -> None:
        record_creation(write.session, write.new)

    def before_update(self, write: Write) -> None:
        if write.new["StageName"] != write.old["StageName"]:
            _apply_stage(write.session, write.new, write.given)
            write.new["LastStageChangeDate"] = write.session.now
        if _pushed(write.old["CloseDate"], write.new["CloseDate"]):
            write.new["PushCount"] = int(str(write.old["PushCount"] or 0)) + 1
        _settle(write.session, write.new)

    def after_update(self, write: Write) -> None:
        record_changes(write.session, write.old, write.new)


def _apply_stage(session: Session, new: Row, given: frozenset[str]) -> None:
    """Set the values that the stage implies, except those that the caller gave.

    The platform accepts unknown stage names from the API: such a deal is open, in the pipeline, at 0 per cent.
    """
    stages = session.select("OpportunityStage", ApiName=new["StageName"])
    stage: Row = stages[0] if stages else {}
    new["IsClosed"] = bool(stage.get("IsClosed"))
    new["IsWon"] = bool(stage.get("IsWon"))
    if "Probability" not in given or new["Probability"] is None:
        new["Probability"] = stage.get("DefaultProbability", 0.0)
    if "ForecastCategoryName" not in given or new["ForecastCategoryName"] is None:
        new["ForecastCategoryName"] = stage.get("ForecastCategoryName", "Pipeline")


def _settle(session: Session, new: Row) -> None:
    """Compute the fields that follow from other fields."""
    new["ForecastCategory"] = FORECAST_CATEGORIES.get(str(new["ForecastCategoryName"]), "Pipeline")
    _roll_up(session, new)
    new["ExpectedRevenue"] = _expected(new["Amount"], new["Probability"])
    closing = date.fromisoformat(str(new["CloseDate"]))
    quarter = (closing.month + 2) // 3
    new |= {"FiscalYear": closing.year, "FiscalQuarter": quarter, "Fiscal": f"{closing.year} {quarter}"}


def _roll_up(session: Session, new: Row) -> None:
    """With products, the amount is their sum, whatever the caller gave. Removing the last one leaves it unchanged."""
    if "HasOpportunityLineItem" not in new:
        return
    items = session.select("OpportunityLineItem", OpportunityId=new["Id"])
    new["HasOpportunityLineItem"] = bool(items)
    if items:
        new["Amount"] = _sum(item["TotalPrice"] for item in items)
        new["TotalOpportunityQuantity"] = _sum(item["Quantity"] for item in items)


def _sum(numbers: Iterable[Value]) -> float:
    return rounded(sum((Decimal(str(number or 0)) for number in numbers), Decimal(0)), 2)


def _expected(amount: Value, probability: Value) -> float | None:
    if amount is None:
        return None
    return rounded(Decimal(str(amount)) * Decimal(str(probability or 0)) / 100, 2)


def _pushed(before: Value, after: Value) -> bool:
    """Whether the close date moved into a later calendar month."""
    return str(after)[:7] > str(before)[:7]
