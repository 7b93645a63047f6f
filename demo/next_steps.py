"""Suggestions for visitors: what to click next, and as whom to sign in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from demo.api import ServiceOverHttp
from demo.org import OrgOverHttp
from demo.service import ENABLEMENT, Demo

HEADLINE = "discount-needs-a-reason"
"""A playbook whose card a visitor can do at once on the record: set the deal desk's approval or remove the discount."""
WORTH_FINDING = ("weekly_minutes", "mastered", "cooldown", "outranked", "snoozed")
"""Reasons for holding back a card that a manager would not guess, the most interesting first."""


@dataclass(frozen=True, slots=True)
class Step:
    """A suggestion: what to do, as whom, and at which address."""

    what: str
    who: str
    address: str


def next_steps(demo: Demo, org: OrgOverHttp, service: ServiceOverHttp) -> Iterator[Step]:
    """The suggestions, in order."""
    people = _People(org)
    if headline := next(iter(service.decisions(playbook=HEADLINE, decision="deliver")), None):
        yield Step(
            f"{headline['rep']} gave a discount, and the card on the record says what to do about it. Do it: Edit, set"
            " “Deal Desk Approval” to Approved, Save. Or follow the link in the note and say something",
            "",
            demo.record(str(headline["opportunity_id"])),
        )
    held_back = [row for reason in WORTH_FINDING for row in service.decisions(decision="hold_back", reason=reason)]
    puzzle = find_puzzle(held_back, people.managers)
    manager = str(puzzle["manager_id"]) if puzzle else next(iter(people.managers), None)
    if puzzle and manager:
        question = f"Why did {puzzle['rep']} get no card of {puzzle['playbook']} on {puzzle['deal']}?"
        yield Step(question, people.of(manager), f"{demo.service}/log?{_rows(puzzle)}")
    if manager:
        yield Step("How is the team doing, and what to say in the next one-to-one?", people.of(manager), demo.team)
    for what, who, address in (
        ("Are the three teams alike?", "imani@aldermere.example", demo.team),
        ("What has a rep been given who is new in the job?", "yuki@aldermere.example", demo.log),
        ("Which playbooks work? In figures, without names", ENABLEMENT, f"{demo.team}/playbooks"),
        ("Do events arrive, are notes stuck, what does it cost?", "admin@coach.local", f"{demo.service}/operate"),
    ):
        yield Step(what, people.named(who), address)


def find_puzzle(held_back: Sequence[Mapping[str, Any]], managers: Sequence[str]) -> Mapping[str, Any] | None:
    """The decision that would puzzle a manager most; of equal ones the first, which is the newest."""
    theirs = [row for row in held_back if row["reason"] in WORTH_FINDING and row["manager_id"] in managers]
    return min(theirs, key=lambda row: WORTH_FINDING.index(row["reason"]), default=None)


class _People:
    """Names, titles and managers of the people in the org, by id and by user name."""

    def __init__(self, org: OrgOverHttp) -> None:
        rows = org.query("SELECT Id, Username, Name, Title, Manager.Title FROM User WHERE IsActive = true")
        self._by_id = {str(row["Id"]): row for row in rows}
        self._by_username = {str(row["Username"]): row for row in rows}
        self.managers = tuple(key for key, row in self._by_id.items() if row["Title"] == "Sales Manager")

    def of(self, user_id: str) -> str:
        return _told(self._by_id[user_id])

    def named(self, username: str) -> str:
        return _told(self._by_username[username])


def _told(row: dict[str, object]) -> str:
    return f"{row['Name']}, {row['Title']}"


def _rows(puzzle: Mapping[str, Any]) -> str:
    """The log's query for cards held back on this deal for this reason, so that visitors need not search."""
    asked = {"deal": puzzle["opportunity_id"], "decision": "hold_back", "reason": puzzle["reason"]}
    return urlencode(asked)
