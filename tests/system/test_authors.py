"""Who set the next step that a card asks for, from the org's histories to the rep's page. Nothing is faked."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from coach.app import App, build
from coach.app.migrate import migrate
from coach.config.settings import load_settings
from coach.engine.model import Event, EventKind, Nature, Received, Source
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.salesforce.served import Served, serve

CHECKLIST_LINE = "Agree on the mutual close plan with the buyer"
PLAYBOOK = f"""
title: Plan
status: live
when: {{closed: false}}
adherence: {{within_days: 14, seen: {{next_step: {{changed: true}}}}}}
cards:
  - name: one
    title: Agree on a plan
    tip: Do it together.
    checklist: ["{CHECKLIST_LINE}"]
"""


@dataclass
class Clock:
    """The real time, or ahead of it."""

    ahead: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class House:
    """The service in this process, over one deal of a look-alike org."""

    served: Served
    app: App
    clock: "Clock"
    events: int = 0

    def user(self, where: str) -> str:
        return str(self.served.query(f"SELECT Id FROM User WHERE {where}")[0]["Id"])

    def hear(self) -> None:
        """The org tells that the deal changed, and it is decided on."""
        self.events += 1
        event = Event(
            self.served.org_id, Source.JSON, f"e{self.events}", EventKind.CHANGED, self.deal, datetime.now(UTC)
        )
        self.app.store.accept(Received((event,)))
        self.app.pipeline().coach()

    @property
    def deal(self) -> str:
        return str(self.deals[0]["Id"])

    @property
    def owner(self) -> str:
        return str(self.deals[0]["OwnerId"])

    @property
    def deals(self) -> list[dict[str, Any]]:
        return self.served.query(
            "SELECT Id, OwnerId FROM Opportunity WHERE IsClosed = false AND Owner.IsActive = true ORDER BY Id LIMIT 1"
        )

    def came_of_it(self) -> tuple[str | None, str | None]:
        (entry,) = [each for each in self.app.store.log_page(9) if each.verdict == "deliver"]
        kept = self.app.store.answers.find(entry.card_key or "")
        assert kept
        return kept.adherence, kept.seen_by


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    playbooks = tmp_path / "playbooks"
    playbooks.mkdir()
    (playbooks / "plan.yaml").write_text(PLAYBOOK)
    for served in serve(tmp_path, seed=8):
        settings = load_settings(
            salesforce_url=served.url,
            salesforce_org_id=served.org_id,
            salesforce_consumer_key=INTEGRATION_KEY,
            salesforce_consumer_secret=INTEGRATION_SECRET,
            outbound_tokens="t" * 24,
            data_dir=tmp_path,
            database_url="",
            broker_url="",
            playbooks_dir=playbooks,
            log_level="error",
        )
        migrate(settings.database)
        clock = Clock()
        made = House(served, build(settings, clock=clock), clock)
        made.hear()
        assert made.came_of_it() == ("waiting", None)
        yield made


def the_rep(house: House) -> str:
    return house.owner


def a_colleague(house: House) -> str:
    return house.user(f"IsActive = true AND Id != '{house.owner}' AND Profile.Name = 'Standard User'")


def the_integration(house: House) -> str:
    return house.user("Username = 'integration@coach.local'")


def the_agent(house: House) -> str:
    """Pipeline Management acts as a user of its own, who may stand in the team as a sales representative."""
    house.served.set_up(pipeline_agent="auto")
    return house.user("Username = 'pipeline.management@agent.coach.local'")


def a_program_of_the_orgs_own(house: House) -> str:
    program = a_colleague(house)
    grant(house, program, "Quote_To_Cash")
    return program


def grant(house: House, user: str, name: str) -> None:
    known = house.served.query(f"SELECT Id FROM PermissionSet WHERE Name = '{name}'")
    found = known[0]["Id"] if known else house.served.create("PermissionSet", {"Name": name, "Label": name})
    house.served.create("PermissionSetAssignment", {"PermissionSetId": found, "AssigneeId": user})


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        (the_rep, ("seen", "rep")),
        (a_colleague, ("seen", "somebody_else")),
        (the_agent, ("waiting", "automation")),
        (the_integration, ("waiting", "automation")),
    ],
)
def test_it_is_told_who_set_the_next_step_to_the_cards_own_line(
    house: House, who: Callable[[House], str], expected: tuple[str, str]
) -> None:
    house.served.as_user(who(house), "Opportunity", house.deal, NextStep=CHECKLIST_LINE)
    house.hear()

    assert house.came_of_it() == expected


def test_what_the_agent_wrote_is_the_reps_once_they_edit_it(house: House) -> None:
    house.served.as_user(the_agent(house), "Opportunity", house.deal, NextStep=CHECKLIST_LINE)
    house.hear()
    house.served.as_user(house.owner, "Opportunity", house.deal, NextStep=f"{CHECKLIST_LINE} on Monday")
    house.hear()

    assert house.came_of_it() == ("seen", "rep")


def test_what_an_agent_did_stays_the_agents_after_it_was_switched_off(house: House) -> None:
    house.served.as_user(the_agent(house), "Opportunity", house.deal, NextStep=CHECKLIST_LINE)
    house.hear()
    house.served.set_up(pipeline_agent="suggest")
    house.clock.ahead = timedelta(hours=1)
    house.hear()

    assert house.came_of_it() == ("waiting", "automation")


def test_what_no_history_tells_is_not_known_and_at_the_end_not_seen(house: House) -> None:
    house.served.set_up(field_history=["Amount", "StageName"])
    house.served.as_user(house.owner, "Opportunity", house.deal, NextStep=CHECKLIST_LINE)
    house.hear()
    assert house.came_of_it() == ("waiting", "not_known")

    house.clock.ahead = timedelta(days=14, minutes=1)
    house.hear()
    assert house.came_of_it() == ("not_seen", "not_known")


def test_a_program_of_the_orgs_own_is_one_once_it_is_named(house: House) -> None:
    program = a_program_of_the_orgs_own(house)
    house.served.as_user(program, "Opportunity", house.deal, NextStep=CHECKLIST_LINE)
    named = house.served.adapter(automated_users=("quote_to_cash",))

    (by_name,) = {
        edit.by for edit in named.edits([house.deal], frozenset())[house.deal].edits if edit.by.user_id == program
    }
    (unnamed,) = {
        edit.by
        for edit in house.served.adapter().edits([house.deal], frozenset())[house.deal].edits
        if edit.by.user_id == program
    }

    assert (by_name.nature, unnamed.nature) == (Nature.AUTOMATION, Nature.PERSON)


def test_without_view_setup_a_colleague_may_be_an_agent_and_the_rep_is_the_rep(house: House) -> None:
    house.served.set_up(user_rights={"ViewSetup": False})
    house.served.as_user(the_agent(house), "Opportunity", house.deal, NextStep="Something")
    house.hear()
    assert house.came_of_it() == ("waiting", "not_known")

    house.served.as_user(house.owner, "Opportunity", house.deal, NextStep=CHECKLIST_LINE)
    house.hear()
    assert house.came_of_it() == ("seen", "rep")
