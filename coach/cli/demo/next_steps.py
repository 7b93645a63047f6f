"""What to click next, and who is worth signing in as."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from coach.cli.demo.org import OrgOverHttp
from coach.cli.demo.service import ENABLEMENT, Demo
from coach.model import Reason, Verdict
from coach.store import SqlStore
from coach.store.log.entries import LogEntry

WORTH_FINDING = (Reason.WEEKLY_MINUTES, Reason.MASTERED, Reason.COOLDOWN, Reason.OUTRANKED, Reason.SNOOZED)
"""Reasons for which a rep did not get a card that a manager would not have guessed, the best first."""
_LOOKED_THROUGH = 3_000


@dataclass(frozen=True, slots=True)
class Step:
    """Something to do: what, who to be, and where."""

    what: str
    who: str
    address: str


def next_steps(demo: Demo, org: OrgOverHttp, store: SqlStore, deal_id: str) -> Iterator[Step]:
    """Where to go from here; ``deal_id`` is a deal with fresh notes."""
    people = _People(org)
    yield Step("Open a note, follow its link, say something; then move the stage", "", _record(demo, deal_id))
    puzzle = find_puzzle(store.log_page(_LOOKED_THROUGH), people.managers)
    manager = puzzle.manager_id if puzzle else next(iter(people.managers), None)
    if puzzle and manager:
        question = f"Why did {puzzle.owner_name} get no card of {puzzle.playbook} on {puzzle.deal_name}?"
        yield Step(question, people.of(manager), f"{demo.service}/log?deal={puzzle.opportunity_id}")
    if manager:
        yield Step("How is the team doing, and what to say in the next one-to-one?", people.of(manager), demo.team)
    for what, who, address in (
        ("Are the three teams alike?", "imani@aldermere.example", demo.team),
        ("What has a rep been given who is new in the job?", "yuki@aldermere.example", demo.log),
        ("Which playbooks work? In figures, without names", ENABLEMENT, f"{demo.team}/playbooks"),
        ("Do events arrive, are notes stuck, what does it cost?", "admin@coach.local", f"{demo.service}/operate"),
    ):
        yield Step(what, people.named(who), address)


def find_puzzle(latest: Sequence[LogEntry], managers: Sequence[str]) -> LogEntry | None:
    """The decision, of the latest ones, that a manager would wonder about most; of those about equal, the newest."""
    held_back = [
        entry
        for entry in latest
        if entry.verdict == Verdict.HOLD_BACK and entry.reason in WORTH_FINDING and entry.manager_id in managers
    ]
    return min(held_back, key=lambda entry: WORTH_FINDING.index(Reason(entry.reason)), default=None)


def _record(demo: Demo, deal_id: str) -> str:
    return f"{demo.org}/lightning/r/Opportunity/{deal_id}/view"


class _People:
    """Names and titles, and whom reps report to: by id and by user name."""

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
