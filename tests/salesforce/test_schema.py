from datetime import timedelta

import pytest
import responses

from coach.engine.inventory import Way
from coach.errors import TryAgain
from coach.salesforce.describer import Describer
from coach.salesforce.schema import OBJECTS
from tests.salesforce.fakes import Parts, answer, replies, signs_in
from tests.salesforce.paper import FIELDS, PaperOrg, schema_of, without

HOUR = timedelta(hours=1)


def describer(parts: Parts) -> Describer:
    return Describer(parts.client, parts.memory, parts.hands, HOUR)


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def test_one_call_describes_everything(paper: PaperOrg, parts: Parts) -> None:
    schema = describer(parts).schema()
    assert len(paper.calls) == 1
    assert len(paper.calls[0]) == len(OBJECTS) + 1
    assert schema.fields("Opportunity")["Amount"].type == "currency"


def test_an_object_that_is_switched_off_is_simply_not_there(paper: PaperOrg, parts: Parts) -> None:
    paper.objects = without(FIELDS, "OpportunityLineItem")
    schema = describer(parts).schema()
    assert not schema.has("OpportunityLineItem")
    assert not schema.has("CurrencyType")


def test_the_description_serves_other_processes_and_the_next_start(paper: PaperOrg, parts: Parts) -> None:
    first = describer(parts).schema()
    assert describer(parts).schema() == first
    assert len(paper.calls) == 1


def test_the_description_ages(paper: PaperOrg, parts: Parts) -> None:
    describer(parts).schema()
    parts.hands.pass_by(HOUR)
    describer(parts).schema()
    assert len(paper.calls) == 2


def test_it_is_renewed_once_for_all_who_found_it_wrong(paper: PaperOrg, parts: Parts) -> None:
    one = describer(parts)
    stale = one.schema()
    paper.objects = without(FIELDS, "Opportunity.Competitor__c")
    assert not one.renew(stale).reads("Opportunity", "Competitor__c")
    assert not one.renew(stale).reads("Opportunity", "Competitor__c")
    assert len(paper.calls) == 2


def test_an_org_that_is_busy_is_not_taken_for_an_empty_one(mocked: responses.RequestsMock, parts: Parts) -> None:
    signs_in(mocked)
    busy = {"httpStatusCode": 503, "body": answer("unavailable"), "httpHeaders": {}}
    replies(mocked, lambda _: (200, {"compositeResponse": [{**busy, "referenceId": name} for name in OBJECTS]}))
    with pytest.raises(TryAgain):
        describer(parts).schema()


def test_a_part_that_is_missing_is_not_taken_for_a_missing_object(mocked: responses.RequestsMock, parts: Parts) -> None:
    signs_in(mocked)
    replies(mocked, lambda _: (200, {"compositeResponse": []}))
    with pytest.raises(TryAgain):
        describer(parts).schema()


@pytest.mark.parametrize(
    ("hidden", "path", "readable"),
    [
        ("Account.Type", "Owner.Manager.Name", True),
        ("User.ManagerId", "Owner.Manager.Name", False),
        ("Opportunity.OwnerId", "Owner.Manager.Name", False),
        ("UserRole", "Owner.UserRole.Name", False),
        ("Opportunity.AccountId", "Account.Name", False),
    ],
)
def test_a_path_is_readable_only_along_its_whole_way(hidden: str, path: str, readable: bool) -> None:
    assert schema_of(without(FIELDS, hidden)).reads("Opportunity", path) is readable


def test_names_are_found_in_any_case() -> None:
    schema = schema_of(FIELDS)
    place = schema.place("Opportunity", "account.INDUSTRY")
    assert place
    assert place.path == "Account.Industry"
    assert place.ways == (Way("AccountId", "Account"),)
    assert schema.place("Opportunity", "Nope__c") is None
