"""The local org, as simple-salesforce sees it: unmodified, over https."""

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceResourceNotFound,
)

from localorg.tests.clients.conftest import RunningOrg
from tests.machine import PATIENCE

DEAL = {"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2027-03-31"}
DOMAIN = "look-alike.my"


@pytest.fixture(scope="module")
def trusted(running_org: RunningOrg, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with the org's certificate."""
    path = tmp_path_factory.mktemp("tls") / "org.pem"
    path.write_bytes(requests.get(f"{running_org.url}/localorg/certificate", timeout=PATIENCE).content)
    return str(path)


@pytest.fixture
def session(trusted: str) -> Iterator[requests.Session]:
    """An HTTP session that trusts the org, and no proxy or bundle that this machine may be set up with."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = trusted
        yield session


@pytest.fixture
def salesforce(running_org: RunningOrg, session: requests.Session) -> Any:
    """Signed in with a session id. Its attributes are made up as they are asked for, which no type can say."""
    url = running_org.url.replace("http:", "https:")
    return Salesforce(instance_url=url, session_id=running_org.token(), version="67.0", session=session)


@pytest.fixture
def tunnelled(running_org: RunningOrg, session: requests.Session) -> requests.Session:
    """The same session, with the org as its proxy: My Domain addresses lead to it."""
    session.proxies = {"https": running_org.url}
    return session


def test_a_session_id_is_enough(salesforce: Any) -> None:
    assert salesforce.query("SELECT COUNT() FROM Opportunity")["totalSize"] >= 40


def test_client_credentials_sign_in_at_my_domain(tunnelled: requests.Session, integration: tuple[str, str]) -> None:
    key, secret = integration
    salesforce = Salesforce(consumer_key=key, consumer_secret=secret, domain=DOMAIN, version="67.0", session=tunnelled)
    assert salesforce.sf_instance == f"{DOMAIN}.salesforce.com"
    assert salesforce.query("SELECT Id FROM Organization")["totalSize"] == 1


def test_a_wrong_secret_is_refused(tunnelled: requests.Session, integration: tuple[str, str]) -> None:
    with pytest.raises(SalesforceAuthenticationFailed, match="invalid client credentials"):
        Salesforce(consumer_key=integration[0], consumer_secret="wrong", domain=DOMAIN, session=tunnelled)


def test_the_soap_login_is_refused_in_words(tunnelled: requests.Session) -> None:
    with pytest.raises(SalesforceAuthenticationFailed, match="isn't available in API version 65.0"):
        Salesforce(username="a@b.c", password="p", security_token="t", domain=DOMAIN, session=tunnelled)


def test_records_are_created_changed_read_and_deleted(salesforce: Any) -> None:
    made = salesforce.Opportunity.create(DEAL)
    record_id = made["id"]
    assert made == {"id": record_id, "success": True, "errors": []}
    assert salesforce.Opportunity.update(record_id, {"NextStep": "Call"}) == 204
    assert salesforce.Opportunity.get(record_id)["NextStep"] == "Call"
    assert salesforce.Opportunity.delete(record_id) == 204
    with pytest.raises(SalesforceResourceNotFound):
        salesforce.Opportunity.get(record_id)


def test_describe_and_limits(salesforce: Any) -> None:
    assert {one["name"] for one in salesforce.describe()["sobjects"]} >= {"Opportunity", "ContentNote"}
    assert salesforce.Opportunity.describe()["keyPrefix"] == "006"
    assert salesforce.limits()["DailyApiRequests"]["Max"] == 100_000
    assert salesforce.Opportunity.metadata()["objectDescribe"]["name"] == "Opportunity"


def test_usage_is_told_with_every_query(salesforce: Any) -> None:
    salesforce.query("SELECT Id FROM Organization")
    used, total = salesforce.api_usage["api-usage"]
    assert 0 < used < total == 100_000


def test_long_answers_are_read_to_the_end(salesforce: Any) -> None:
    rows = salesforce.query_all("SELECT Id FROM OpportunityHistory", headers={"Sforce-Query-Options": "batchSize=200"})
    assert len({row["Id"] for row in rows["records"]}) == rows["totalSize"] > 0


def test_two_hundred_notes_and_their_links_take_one_call(salesforce: Any, running_org: RunningOrg) -> None:
    deal = salesforce.query("SELECT Id FROM Opportunity LIMIT 1")["records"][0]["Id"]
    content = base64.b64encode(b"<p>Ask why now</p>").decode()
    notes = [{"attributes": {"type": "ContentNote"}, "Title": f"n{i}", "Content": content} for i in range(200)]
    links = [
        {
            "attributes": {"type": "ContentDocumentLink"},
            "ContentDocumentId": f"@{{notes[{i}].id}}",
            "LinkedEntityId": deal,
            "ShareType": "I",
            "Visibility": "AllUsers",
        }
        for i in range(200)
    ]
    data = "/services/data/v67.0/composite/sobjects"
    parts = [
        {"method": "POST", "url": data, "referenceId": "notes", "body": {"allOrNone": True, "records": notes}},
        {"method": "POST", "url": data, "referenceId": "links", "body": {"allOrNone": True, "records": links}},
    ]
    requests.delete(f"{running_org.url}/localorg/calls", timeout=PATIENCE)
    answer = salesforce.restful("composite", method="POST", json={"allOrNone": True, "compositeRequest": parts})
    results = [result["success"] for part in answer["compositeResponse"] for result in part["body"]]
    assert results == [True] * 400
    assert requests.get(f"{running_org.url}/localorg/calls", timeout=PATIENCE).json()["total"] == 1


def test_refusals_carry_code_and_fields(salesforce: Any) -> None:
    with pytest.raises(SalesforceMalformedRequest) as caught:
        salesforce.Opportunity.create({"Name": "no stage"})
    content: Any = caught.value.content
    refusal = content[0]
    assert refusal["errorCode"] == "REQUIRED_FIELD_MISSING"
    assert set(refusal["fields"]) == {"CloseDate", "StageName"}


def test_an_expired_session_is_told_apart(running_org: RunningOrg, salesforce: Any) -> None:
    requests.delete(f"{running_org.url}/localorg/sessions", timeout=PATIENCE)
    with pytest.raises(SalesforceExpiredSession):
        salesforce.query("SELECT Id FROM Organization")
