"""What every playbook says about itself, and how they stand to each other.

Priorities: from 90 on compliance, always on the record; 74 to 89 money is about to be given away; 60 to 73 the deal is
in danger, or cannot be won without this; 50 to 59 the next thing to do in this stage; below 50 good to know on coming
into a stage.
"""

from collections import Counter
from pathlib import Path

from coach.engine.playbook import Library
from coach.engine.playbook.model import Status
from tests.playbooks.conftest import PLAYBOOKS
from tests.playbooks.deals import FIELDS
from tests.playbooks.examples import EXAMPLES

SKILLS = frozenset(
    {
        "adoption",
        "closing",
        "competition",
        "compliance",
        "deal management",
        "discovery",
        "evaluation",
        "forecasting",
        "hospital buying",
        "market access",
        "negotiation",
        "pricing",
        "qualification",
        "renewal and expansion",
        "stakeholders",
        "value",
    }
)
MONEY_GIVEN_AWAY = frozenset(
    {"discount-needs-a-reason", "quarter-end-without-panic", "trade-do-not-give", "when-procurement-arrives"}
)


def test_the_names_are_those_that_decisions_are_kept_under(library: Library) -> None:
    assert list(library.playbooks) == list(EXAMPLES)


def test_every_playbook_is_live(library: Library) -> None:
    assert {playbook.status for playbook in library.playbooks.values()} == {Status.LIVE}


def test_every_playbook_teaches_one_of_a_small_set_of_skills(library: Library) -> None:
    assert {playbook.skill for playbook in library.playbooks.values()} == SKILLS


def test_somebody_answers_for_every_playbook(library: Library) -> None:
    assert [name for name, playbook in library.playbooks.items() if "@" not in (playbook.owner or "")] == []


def test_reviews_are_spread_over_a_year(library: Library) -> None:
    months = Counter(
        (playbook.review_by.year, playbook.review_by.month)
        for playbook in library.playbooks.values()
        if playbook.review_by
    )

    assert months.total() == len(library.playbooks)
    assert {year for year, _ in months} == {2027}
    assert max(months.values()) <= 6


def test_for_every_playbook_it_can_be_seen_whether_it_was_followed(library: Library) -> None:
    assert [name for name, playbook in library.playbooks.items() if playbook.adherence is None] == []


def test_no_two_playbooks_have_the_same_priority(library: Library) -> None:
    assert max(Counter(playbook.priority for playbook in library.playbooks.values()).values()) == 1


def test_compliance_is_always_on_the_record_and_comes_first(library: Library) -> None:
    compliance = {name for name, playbook in library.playbooks.items() if playbook.skill == "compliance"}

    assert compliance == {name for name, playbook in library.playbooks.items() if playbook.always}
    assert compliance == {name for name, playbook in library.playbooks.items() if playbook.priority >= 90}


def test_money_about_to_be_given_away_comes_before_everything_but_compliance(library: Library) -> None:
    assert {name for name, book in library.playbooks.items() if 74 <= book.priority < 90} == MONEY_GIVEN_AWAY


def test_the_examples_know_every_field_that_the_library_asks_for(library: Library) -> None:
    assert library.custom_fields == FIELDS.keys()


def test_every_file_tells_editors_where_the_schema_is() -> None:
    modeline = "# yaml-language-server: $schema=./playbook.schema.json\n"
    files: list[Path] = sorted(PLAYBOOKS.glob("*.yaml"))

    assert [file.name for file in files if not file.read_text(encoding="utf-8").startswith(modeline)] == []
