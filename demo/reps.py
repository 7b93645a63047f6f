"""The reps' moves on an ordinary morning; each changes one deal in the org."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from demo.org import OrgOverHttp

Record = dict[str, Any]
"""A record as the REST API returns it."""

STAGES = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Value Proposition",
    "Id. Decision Makers",
    "Perception Analysis",
    "Proposal/Price Quote",
    "Negotiation/Review",
)
MOVED_ON_FROM = (
    "Prospecting",
    "Qualification",
    "Needs Analysis",
    "Id. Decision Makers",
    "Perception Analysis",
    "Proposal/Price Quote",
)

DISCOUNT = 35
"""In percent: more than any other product of the seeded deals has, so that the card is about this one."""


@dataclass(frozen=True)
class Move:
    """One change of one record, by the deal's owner."""

    opportunity_id: str
    owner_id: str
    sobject: str
    record_id: str
    values: dict[str, object]

    def make(self, org: OrgOverHttp) -> None:
        """Make the change, as the deal's owner."""
        org.acting_as(self.owner_id).update(self.sobject, self.record_id, self.values)


def moves(org: OrgOverHttp) -> Iterator[Move]:
    """The moves, each of another deal: to the next stage, a discount given, a close date pushed, a deal won."""
    deals = org.query(
        "SELECT Id, Name, StageName, CloseDate, PushCount, OwnerId FROM Opportunity "
        "WHERE IsClosed = false AND Owner.IsActive = true ORDER BY Amount DESC NULLS LAST, Id"
    )
    board = _Board(deals)
    for stage in MOVED_ON_FROM:
        if deal := board.take(stage):
            following = STAGES[STAGES.index(stage) + 1]
            yield _on_deal(deal, StageName=following)
    yield from _discount(org, board)
    if deal := board.take_pushed():
        later = (date.fromisoformat(str(deal["CloseDate"])) + timedelta(days=62)).isoformat()
        yield _on_deal(deal, CloseDate=later)
    if deal := board.take("Negotiation/Review"):
        yield _on_deal(deal, StageName="Closed Won")


class _Board:
    """The open deals, each used once. Deals of reps who have had the fewest moves come first."""

    def __init__(self, deals: list[Record]) -> None:
        self._deals = {str(deal["Id"]): deal for deal in deals}
        self._used: Counter[str] = Counter()

    def take(self, stage: str) -> Record | None:
        """A deal in this stage."""
        fitting = [deal for deal in self._deals.values() if deal["StageName"] == stage]
        if not fitting:
            return None
        return self.take_id(str(min(fitting, key=lambda deal: self._used[deal["OwnerId"]])["Id"]))

    def take_pushed(self) -> Record | None:
        """A deal whose close date has moved once, because a card is about the second time."""
        return next((self.take_id(key) for key, deal in self._deals.items() if deal["PushCount"] == 1), None)

    def take_id(self, record_id: str) -> Record | None:
        """This deal, if it is still unused."""
        deal = self._deals.pop(record_id, None)
        if deal:
            self._used[deal["OwnerId"]] += 1
        return deal


def _on_deal(deal: Record, **values: object) -> Move:
    record_id = str(deal["Id"])
    return Move(record_id, str(deal["OwnerId"]), "Opportunity", record_id, values)


def _discount(org: OrgOverHttp, board: _Board) -> Iterator[Move]:
    items = org.query(
        "SELECT Id, OpportunityId FROM OpportunityLineItem "
        "WHERE Opportunity.IsClosed = false AND Opportunity.StageName = 'Proposal/Price Quote' "
        "AND Opportunity.Deal_Desk_Approval__c = null ORDER BY TotalPrice DESC"
    )
    for item in items:
        if deal := board.take_id(str(item["OpportunityId"])):
            values: dict[str, object] = {"Discount": DISCOUNT}
            yield Move(str(deal["Id"]), str(deal["OwnerId"]), "OpportunityLineItem", str(item["Id"]), values)
            return
