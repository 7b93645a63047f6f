from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from localorg.records import Records
from localorg.seed import Story, seed

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
EIGHT_WEEKS_AGO = NOW - timedelta(weeks=8)
DEALS = "SELECT Name, StageName, Amount, CloseDate, NextStep, PushCount, Probability FROM Opportunity ORDER BY Name"


def tell(told: list[int], hour: int) -> str:
    told.append(hour)
    return f"deal {hour}"


def rows(records: Records, soql: str) -> list[dict[str, Any]]:
    found = records.query(soql, user_id=records.admin_id)
    return [{name: value for name, value in row.items() if name != "attributes"} for row in found]


def test_what_happened_is_told_once_and_in_order() -> None:
    story, told = Story(), list[int]()
    for hour in (3, 1, 2):
        story.add(NOW + timedelta(hours=hour), partial(tell, told, hour))

    assert story.next_at == NOW + timedelta(hours=1)
    assert story.tell_until(NOW + timedelta(hours=2)) == ["deal 1", "deal 2"]
    assert story.tell_until(NOW + timedelta(hours=2)) == []
    assert story.tell_until(NOW + timedelta(hours=9)) == ["deal 3"]
    assert told == [1, 2, 3]
    assert story.next_at is None


def test_an_org_that_begins_in_the_past_does_not_know_what_is_to_come(tmp_path: Path) -> None:
    records = Records(tmp_path / "org.db", clock=lambda: EIGHT_WEEKS_AGO)
    story = seed(records, deals=73, now=NOW, begins=EIGHT_WEEKS_AGO)

    latest = rows(records, "SELECT CreatedDate FROM OpportunityHistory ORDER BY CreatedDate DESC LIMIT 1")
    assert datetime.fromisoformat(latest[0]["CreatedDate"]) <= EIGHT_WEEKS_AGO
    assert story.next_at
    assert story.next_at > EIGHT_WEEKS_AGO
    assert rows(records, "SELECT Name FROM User WHERE IsActive = false") == []


def test_a_story_told_to_its_end_leads_where_telling_it_at_once_does(tmp_path: Path) -> None:
    slowly, at_once = Records(tmp_path / "slowly.db"), Records(tmp_path / "at_once.db")
    story = seed(slowly, deals=73, now=NOW, begins=EIGHT_WEEKS_AGO)
    seed(at_once, deals=73, now=NOW)
    while story.next_at:
        story.tell_until(story.next_at)

    assert rows(slowly, DEALS) == rows(at_once, DEALS)
    inactive = "SELECT Name FROM User WHERE IsActive = false"
    assert rows(slowly, inactive) == rows(at_once, inactive) == [{"Name": "Kim Sørensen"}]
