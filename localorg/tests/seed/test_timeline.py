from datetime import UTC, datetime
from random import Random

from localorg.seed.content import DealPlan, load
from localorg.seed.timeline import Met, Offered, Step, timeline

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
PLAN = DealPlan(
    name="A deal",
    account="a",
    owner="o",
    path=(("Prospecting", 90), ("Qualification", 60), ("Proposal/Price Quote", 30), ("Closed Won", 5)),
    close=-5,
    pushes=2,
    next="Call",
    fields={"VAC_Date__c": 7, "Competitor__c": "Kestrel"},
)


def test_a_deal_begins_at_its_first_stage_with_its_first_close_date() -> None:
    first, _ = timeline(PLAN, NOW, Random(1))
    assert first.values == {"StageName": "Prospecting", "CloseDate": "2026-09-18"}


def test_the_close_date_moves_to_a_later_month_each_time() -> None:
    _, later = timeline(PLAN, NOW, Random(1))
    dates = [event.values["CloseDate"] for event in later if isinstance(event, Step) and "CloseDate" in event.values]
    assert dates == ["2026-10-18", "2026-11-18"]


def test_people_come_in_at_the_second_stage_and_discounts_at_the_last_open_one() -> None:
    _, later = timeline(PLAN, NOW, Random(1))
    entered = {
        event.values["StageName"]: event.at
        for event in later
        if isinstance(event, Step) and "StageName" in event.values
    }
    (met,) = [event.at for event in later if isinstance(event, Met)]
    (offered,) = [event.at for event in later if isinstance(event, Offered)]
    assert (met, offered) == (entered["Qualification"], entered["Proposal/Price Quote"])


def test_dates_in_fields_are_told_from_today() -> None:
    _, later = timeline(PLAN, NOW, Random(1))
    (known,) = [event.values for event in later if isinstance(event, Step) and "NextStep" in event.values]
    assert known == {
        "StageName": "Closed Won",
        "NextStep": "Call",
        "VAC_Date__c": "2026-11-30",
        "Competitor__c": "Kestrel",
    }


def test_every_deal_of_ours_unfolds_in_order_and_ends_before_now() -> None:
    for plan in load().deals:
        first, later = timeline(plan, NOW, Random(1))
        moments = [first.at, *(event.at for event in later)]
        assert moments == sorted(moments), plan.name
        assert moments[-1] <= NOW
        stages = [
            event.values["StageName"] for event in later if isinstance(event, Step) and "StageName" in event.values
        ]
        assert stages == [stage for stage, _ in plan.path[1:]], plan.name
