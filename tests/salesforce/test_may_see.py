"""Opportunities by name, and which of them somebody may see."""

from collections.abc import Iterator

import pytest
import requests
import responses

from coach.app.org import SalesforceOrg
from tests.salesforce.fakes import build_org, numbered_id, replies, signs_in
from tests.salesforce.paper import PaperOrg
from tests.salesforce.served import Served, serve

HANA = "005xx0000000001AAA"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("seen"))


@pytest.fixture
def org(served: Served) -> SalesforceOrg:
    served.reset()
    return served.adapter()


def ids(served: Served, where: str) -> set[str]:
    return {row["Id"] for row in served.query(f"SELECT Id FROM Opportunity WHERE {where}")}


def user(served: Served, name: str) -> str:
    return str(served.query(f"SELECT Id FROM User WHERE Username = '{name}@aldermere.example'")[0]["Id"])


def switch(served: Served, **switches: object) -> None:
    requests.patch(f"{served.url}/localorg/setup", json=switches, timeout=10).raise_for_status()


def test_a_deal_is_found_by_words_of_its_name_or_its_accounts(served: Served, org: SalesforceOrg) -> None:
    found = set(org.deals_named("riverside VELARIN"))

    assert found
    assert found == ids(served, "Name LIKE '%riverside%' AND Name LIKE '%velarin%'")
    (account,) = served.query("SELECT Account.Name FROM Opportunity WHERE Account.Name != null LIMIT 1")
    assert set(org.deals_named(account["Account"]["Name"])) >= ids(
        served, f"Account.Name = '{account['Account']['Name']}'"
    )


@pytest.mark.parametrize("text", ["%", "_", "' OR Name != '", "\\", "no such deal anywhere"])
def test_what_somebody_types_is_text_and_nothing_else(org: SalesforceOrg, text: str) -> None:
    assert list(org.deals_named(text)) == []


@pytest.mark.parametrize("text", ["", "   "])
def test_without_words_the_open_deals_that_changed_last_are_found(
    served: Served, org: SalesforceOrg, text: str
) -> None:
    assert set(org.deals_named(text)) == ids(served, "IsClosed = false")


def test_only_what_somebody_may_read_is_seen_by_them(served: Served, org: SalesforceOrg) -> None:
    alex, hana = user(served, "alex"), user(served, "hana")
    deals = sorted(ids(served, f"OwnerId = '{alex}'"))
    assert org.seen_by(hana, deals) == frozenset(deals)

    switch(served, record_visibility="owned")

    assert org.seen_by(hana, deals) == frozenset()
    assert org.seen_by(alex, deals) == frozenset(deals)


def test_many_are_asked_about_200_at_a_time(mocked: responses.RequestsMock) -> None:
    paper = PaperOrg()
    deals = [numbered_id("006", number) for number in range(401)]
    paper.rows["UserRecordAccess"] = [{"RecordId": deals[0]}]
    signs_in(mocked)
    replies(mocked, paper)

    assert build_org().seen_by(HANA, deals) == {deals[0]}
    assert paper.query_of("UserRecordAccess").count("006") <= 200
