"""What the org has for playbooks to name."""

from datetime import UTC, datetime

import pytest
import responses

from coach.engine.inventory import OrgField, Stage
from coach.errors import TryAgain
from coach.salesforce.inventory import take_inventory
from localorg.schema.features import Features
from tests.salesforce.fakes import ORG_ID, Parts, replies, signs_in
from tests.salesforce.paper import FIELDS, PaperOrg, without
from tests.salesforce.served import serve

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def test_the_look_alike_org_tells_everything_in_two_calls(tmp_path_factory: pytest.TempPathFactory) -> None:
    for served in serve(tmp_path_factory.mktemp("org")):
        org = served.adapter()
        served.forget_calls()
        found = org.inventory(NOW)
        calls = served.calls()

    assert calls == 2
    assert found.tracked is not None
    assert "NextStep" in found.tracked
    assert found.stages["Prospecting"] == Stage(closed=False, won=False)
    assert found.stages["Closed Lost"] == Stage(closed=True, won=False)
    assert found.fields["VAC_Date__c"] == OrgField("date")
    assert "Approved" in found.fields["Deal_Desk_Approval__c"].values
    assert "Capital Equipment" in found.values["product.family"]
    assert found.values["product.name"]
    assert found.values["owner_role"]
    assert found.hidden == frozenset()


def test_what_the_org_hides_is_left_out(paper: PaperOrg, parts: Parts) -> None:
    paper.objects = without(FIELDS, "OpportunityLineItem", "UserRole", "Opportunity.PushCount")
    paper.refusals = {"UserRole": [{"errorCode": "INVALID_TYPE", "message": "sObject type is not supported"}]}
    found = take_inventory(parts.client, ORG_ID, NOW)

    assert "owner_role" not in found.values
    assert {"product", "pushes"} <= found.hidden


def test_products_are_read_to_the_last_page(paper: PaperOrg, parts: Parts) -> None:
    paper.rows = {"Product2": [{"Name": "Scanner", "ProductCode": "S1"}, {"Name": "Scanner", "ProductCode": None}]}
    found = take_inventory(parts.client, ORG_ID, NOW)

    assert found.values["product.name"] == ("Scanner",)
    assert found.values["product.code"] == ("S1",)


def test_an_org_that_does_not_answer_leaves_no_half_of_it(paper: PaperOrg, parts: Parts) -> None:
    paper.refusals = {"Product2": [{"errorCode": "SERVER_UNAVAILABLE", "message": "Try later"}]}

    with pytest.raises(TryAgain):
        take_inventory(parts.client, ORG_ID, NOW)


@pytest.mark.parametrize(
    ("rows", "own", "currencies"),
    [
        ([{"IsoCode": "EUR"}, {"IsoCode": "USD"}], None, ("EUR", "USD")),
        ([], "CHF", ("CHF",)),
        ([], None, ()),
    ],
)
def test_currencies_are_the_orgs_or_the_one_that_the_operator_named(
    paper: PaperOrg, parts: Parts, rows: list[dict[str, str]], own: str | None, currencies: tuple[str, ...]
) -> None:
    if rows:
        paper.rows = {"CurrencyType": rows}
    else:
        refusal = {"errorCode": "INVALID_TYPE", "message": "sObject type 'CurrencyType' is not supported."}
        paper.refusals = {"CurrencyType": [refusal]}

    assert take_inventory(parts.client, ORG_ID, NOW, own).currencies == currencies


@pytest.mark.parametrize(("several", "currencies"), [(True, True), (False, False)])
def test_the_look_alike_org_tells_its_currencies_where_it_has_several(
    tmp_path_factory: pytest.TempPathFactory, several: bool, currencies: bool
) -> None:
    for served in serve(tmp_path_factory.mktemp("org"), features=Features(multi_currency=several)):
        found = served.adapter().inventory(NOW).currencies

    assert found is not None
    assert (len(found) > 1) is currencies
