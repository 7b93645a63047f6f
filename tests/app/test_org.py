import responses

from coach.channels.notes.nouns import NotePlace
from coach.ports import ApiUsage, Identity, Org
from tests.salesforce.fakes import DATA, ORG_ID, URL, USER_ID, build_org, signs_in


def test_it_is_the_org_port() -> None:
    port: Org = build_org()
    assert port.usage() is None


def test_identity_signs_in_where_needed(mocked: responses.RequestsMock) -> None:
    signs_in(mocked)
    assert build_org().identity() == Identity(ORG_ID, USER_ID, URL)


def test_usage_is_what_the_org_last_told(mocked: responses.RequestsMock) -> None:
    signs_in(mocked)
    nothing = {"httpStatusCode": 200, "body": {"done": True, "records": []}}
    nothing_found = [{**nothing, "referenceId": f"q{number}"} for number in range(2)]
    told = {"Sforce-Limit-Info": "api-usage=24/15000"}
    mocked.post(f"{DATA}/composite", json={"compositeResponse": nothing_found}, headers=told)
    org = build_org()
    org.notes.look_at_notes({"card-1": NotePlace("006xx0000000001AAA", "069xx0000000001AAA")})
    assert org.usage() == ApiUsage(24, 15_000)
