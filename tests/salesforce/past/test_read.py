"""Many deals, and deals as they stood, from the look-alike org over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import responses

from coach.app.org import SalesforceOrg
from coach.errors import TryAgain, Undeliverable
from tests.salesforce.fakes import answer, build_org, replies, signs_in
from tests.salesforce.paper import PaperOrg
from tests.salesforce.past.facts import LOST
from tests.salesforce.served import Served, serve

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
FIELDS = frozenset({"Competitor__c", "Metrics__c"})


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


@pytest.fixture
def org(served: Served) -> SalesforceOrg:
    return served.adapter()


def test_open_deals_are_all_that_are_not_closed_in_the_order_of_their_ids(served: Served, org: SalesforceOrg) -> None:
    wanted = served.query("SELECT Id FROM Opportunity WHERE IsClosed = false")

    assert list(org.open_deals()) == sorted(row["Id"] for row in wanted)


def test_deals_since_a_moment_are_the_open_ones_and_what_changed_since(org: SalesforceOrg) -> None:
    everything = {event.opportunity_id for event in org.changed_since(LONG_AGO).events}

    assert set(org.deals_since(LONG_AGO)) == everything
    assert set(org.deals_since(datetime.now(UTC) + timedelta(days=1))) == set(org.open_deals())


def test_the_last_of_a_deals_pasts_is_the_deal_as_far_as_it_is_known(org: SalesforceOrg) -> None:
    ids = org.deals_since(LONG_AGO)
    today, past = org.read_deals(ids, FIELDS).deals, org.past_deals(ids, FIELDS)

    assert past.keys() == today.keys()
    for opportunity_id, deals in past.items():
        last, now = deals[-1], today[opportunity_id]
        assert [deal.read_at for deal in deals] == sorted(deal.read_at for deal in deals)
        known = replace(last, read_at=now.read_at, modified_at=now.modified_at, unreadable=now.unreadable)
        lost: dict[str, Any] = {place: getattr(now, place) for place in ("products", *LOST)}
        assert replace(known, **lost) == now


def test_untracked_fields_are_not_known_of_the_past(org: SalesforceOrg) -> None:
    ids = org.open_deals()

    past = org.past_deals(ids[:3], FIELDS)

    assert past[ids[0]][0].unreadable == {"product", "Metrics__c"} | {*LOST.values()}


def test_the_past_of_two_hundred_deals_costs_a_handful_of_calls(served: Served, org: SalesforceOrg) -> None:
    org.past_deals(org.open_deals()[:1], FIELDS)
    served.forget_calls()

    org.past_deals(org.open_deals(), FIELDS)

    assert served.calls() <= 5


def test_an_org_that_hides_its_stage_history_is_an_admins_matter(
    served: Served, org: SalesforceOrg, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coach.salesforce.schema.Schema.reads", lambda *_: False)

    with pytest.raises(Undeliverable, match="may not read opportunity histories"):
        org.past_deals(org.open_deals()[:1], FIELDS)


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    paper.rows = {"Opportunity": [answer("opportunity")], "OpportunityHistory": answer("history")}
    signs_in(mocked)
    replies(mocked, paper)
    return paper


BESIDE = ["OpportunityStage", "OpportunityFieldHistory"]
DEAL = "006xx0000000001AAA"


@pytest.mark.parametrize("failed", BESIDE)
def test_what_a_past_can_do_without_is_asked_for_again_where_the_org_only_failed(paper: PaperOrg, failed: str) -> None:
    paper.refusals[failed] = [{"errorCode": "QUERY_TIMEOUT", "message": "Your query request was running for too long."}]

    with pytest.raises(TryAgain, match="too long"):
        build_org().past_deals([DEAL], frozenset())


@pytest.mark.parametrize("hidden", BESIDE)
def test_what_a_past_can_do_without_may_be_hidden(paper: PaperOrg, hidden: str) -> None:
    paper.refusals[hidden] = [{"errorCode": "INVALID_TYPE", "message": f"sObject type '{hidden}' is not supported."}]

    pasts = build_org().past_deals([DEAL], frozenset())[DEAL]

    assert [past.stage for past in pasts] == [row["StageName"] for row in answer("history")]
