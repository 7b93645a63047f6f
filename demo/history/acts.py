"""The rep's change of a deal when they do what a card asks for, so that its playbook sees it as done. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from coach.engine.model import Deal
from coach.engine.playbook.conditions import FIELDS, AllOf, Condition, Node, Not, leaves


@dataclass(frozen=True, slots=True)
class Act:
    """Values to set on the deal, and how many contacts to add."""

    values: Mapping[str, object]
    contacts: int = 0


ROLES = ("Economic Buyer", "Technical Buyer", "Business User")

_STEPS: Mapping[str, Sequence[str]] = {
    "pricing": ("Price call on Thursday: value first, one price", "Give-get list agreed before the next call"),
    "negotiation": ("Ask for a two-year term in return", "Trade list ready for Monday"),
    "qualification": ("Budget and owner to be confirmed this week", "Ask who signs above this amount"),
    "discovery": ("Ask what the delay costs each month", "Workshop on causes, two hours"),
    "value": ("Finance checks the savings with us", "Baseline from their own report"),
    "evaluation": ("Validation plan and criteria to be agreed in writing", "Demo of three things, recap the same day"),
    "stakeholders": ("Meet the user group next week", "Lunch with the technical lead"),
    "closing": ("Dates for legal and security with their counsel", "Plan back from go-live"),
    "deal management": ("New reason to talk: the audit in spring", "Ask plainly: status quo or indecision?"),
    "compliance": ("Question passed to Medical Information", "Invitation sent for compliance approval"),
    "renewal and expansion": ("Usage review with the sponsor", "Second site: ask for the numbers of the first"),
    "adoption": ("Super-users named, training dates sent", "Handover call with customer success"),
    "competition": ("Ask what would make them stay as they are", "Trap questions for the next demo"),
}
_ANY_STEP = ("Follow up on Tuesday", "Call with the project lead")
_METRICS = (
    "Turnaround 41 h, target 24 h, owner named",
    "Re-work 6 % today, target 2 % by June",
    "11 days of downtime a year, target 3",
    "Audit preparation 12 person-days a quarter, target 5",
)


def act(asks: AllOf, skill: str, deal: Deal, random: Random) -> Act | None:
    """The easiest change that the playbook would see as done; None if a rep cannot make one by themselves."""
    plain = _not_negated(asks)
    for leaf in plain:
        found = _act(leaf, skill, deal, random)
        if found:
            return found
    return None


def _not_negated(node: Node) -> list[Condition]:
    match node:
        case Not():
            return []
        case Condition():
            return [node]
        case AllOf(parts):
            return [leaf for part in parts for leaf in _not_negated(part)]
        case _:
            return [leaf for leaf in leaves(node) if not leaf.fact.startswith("product")]


def _act(leaf: Condition, skill: str, deal: Deal, random: Random) -> Act | None:
    match leaf.fact:
        case "next_step":
            return Act({"NextStep": _step(leaf, skill, deal, random)})
        case "contact_roles":
            wanted = int(str(leaf.values[0])) if leaf.operator == "at_least" else (deal.contact_roles or 0) + 1
            missing = wanted - (deal.contact_roles or 0)
            return Act({}, missing) if missing > 0 else None
        case "close_date" if deal.close_date:
            return Act({"CloseDate": (deal.close_date + timedelta(days=random.choice((14, 21, 30)))).isoformat()})
        case fact if fact.startswith(FIELDS):
            value = _value(fact.removeprefix(FIELDS), leaf, deal.read_at.date(), random)
            return Act({fact.removeprefix(FIELDS): value}) if value is not None else None
        case _:
            return None


def _step(leaf: Condition, skill: str, deal: Deal, random: Random) -> str:
    steps = [step for step in _STEPS.get(skill, _ANY_STEP) if step != deal.next_step]
    if leaf.operator == "contains":
        words = [str(value).lower() for value in leaf.values]
        steps = [step for step in steps if any(word in step.lower() for word in words)] or [
            f"{str(leaf.values[0]).capitalize()}: to be settled this week"
        ]
    return random.choice(steps)


def _value(field: str, leaf: Condition, today: date, random: Random) -> object:
    match field:
        case "Metrics__c":
            return random.choice(_METRICS)
        case "Economic_Buyer_Identified__c":
            return True
        case "Mutual_Plan_Link__c":
            return f"https://docs.aldermere.example/plans/{random.randrange(1000, 9999)}"
        case "Paper_Process__c" | "Deal_Desk_Approval__c" if leaf.values and leaf.operator == "is":
            return str(leaf.values[0])
        case "Paper_Process__c":
            return "Legal Review"
        case "VAC_Date__c":
            return (today + timedelta(days=random.randrange(20, 45))).isoformat()
        case "Formulary_Status__c":
            return "Under Review"
        case _:
            return None
