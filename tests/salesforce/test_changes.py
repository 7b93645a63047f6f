from datetime import UTC, datetime

import responses

from coach.engine.model import Event, EventKind, Source
from tests.salesforce.fakes import ORG_ID, build_org, replies, signs_in
from tests.salesforce.paper import PaperOrg

DEAL = "006xx0000000001AAA"
SINCE = datetime(2026, 11, 23, 11, 45, tzinfo=UTC)


def test_a_change_is_an_event_named_by_record_and_moment(mocked: responses.RequestsMock) -> None:
    paper = PaperOrg()
    stamp = "2026-11-23T11:50:01.000+0000"
    paper.rows["Opportunity"] = [{"Id": DEAL, "SystemModstamp": stamp, "IsDeleted": False}]
    signs_in(mocked)
    replies(mocked, paper)
    assert build_org().changed_since(SINCE).events == [
        Event(
            ORG_ID,
            Source.RECONCILE,
            f"{DEAL}@{stamp}",
            EventKind.CHANGED,
            DEAL,
            datetime(2026, 11, 23, 11, 50, 1, tzinfo=UTC),
        )
    ]
    assert "SystemModstamp >= 2026-11-23T11:45:00Z ORDER BY SystemModstamp" in paper.query_of("Opportunity")


def test_deleted_deals_are_told_of_too(mocked: responses.RequestsMock) -> None:
    paper = PaperOrg()
    stamp = "2026-11-23T11:50:01.000+0000"
    paper.rows["Opportunity"] = [{"Id": DEAL, "SystemModstamp": stamp, "IsDeleted": True}]
    signs_in(mocked)
    replies(mocked, paper)
    assert [event.kind for event in build_org().changed_since(SINCE).events] == [EventKind.DELETED]
    assert "/queryAll?q=" in str(mocked.calls[-1].request.body)
