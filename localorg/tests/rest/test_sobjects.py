"""One record over REST."""

import base64

import pytest

from localorg.tests.conftest import DATA, Caller

DEAL = {"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2027-03-31"}


def test_a_new_record_answers_with_its_id_and_address(caller: Caller) -> None:
    answer = caller.call("POST", "/sobjects/Opportunity", DEAL)
    assert answer.status_code == 201
    body = answer.get_json()
    assert body == {"id": body["id"], "success": True, "errors": []}
    assert answer.headers["Location"].endswith(f"{DATA}/sobjects/Opportunity/{body['id']}")


def test_a_record_is_read_whole_or_in_part(caller: Caller) -> None:
    deal = caller.create("Opportunity", **DEAL)
    whole = caller.get(f"/sobjects/Opportunity/{deal}")
    assert whole["attributes"] == {"type": "Opportunity", "url": f"{DATA}/sobjects/Opportunity/{deal}"}
    assert (whole["StageName"], whole["IsClosed"], whole["Amount"]) == ("Prospecting", False, None)
    part = caller.get(f"/sobjects/Opportunity/{deal}", fields="Name, stagename")
    assert list(part) == ["attributes", "Id", "Name", "StageName"]


def test_fields_may_be_those_of_a_parent(caller: Caller) -> None:
    deal = caller.query("SELECT Id, Account.Name FROM Opportunity WHERE AccountId != null LIMIT 1")[0]
    part = caller.get(f"/sobjects/Opportunity/{deal['Id']}", fields="Name,Account.Name")
    assert part["Account"]["Name"] == deal["Account"]["Name"]


def test_a_change_and_a_deletion_answer_nothing(caller: Caller) -> None:
    deal = caller.create("Opportunity", **DEAL)
    changed = caller.call("PATCH", f"/sobjects/Opportunity/{deal}", {"NextStep": "Call"})
    assert (changed.status_code, changed.data, "Sforce-Limit-Info" in changed.headers) == (204, b"", False)
    assert caller.get(f"/sobjects/Opportunity/{deal}")["NextStep"] == "Call"
    assert caller.call("DELETE", f"/sobjects/Opportunity/{deal}").status_code == 204
    gone = caller.call("GET", f"/sobjects/Opportunity/{deal}")
    assert gone.status_code == 404
    assert gone.json == [{"message": "entity is deleted", "errorCode": "ENTITY_IS_DELETED"}]


def test_a_post_may_stand_for_a_patch(caller: Caller) -> None:
    deal = caller.create("Opportunity", **DEAL)
    answer = caller.call("POST", f"/sobjects/Opportunity/{deal}", {"NextStep": "Call"}, _HttpMethod="PATCH")
    assert answer.status_code == 204


def test_relationships_are_walked_up_and_down(caller: Caller) -> None:
    deal = caller.query("SELECT Id, AccountId FROM Opportunity WHERE AccountId != null LIMIT 1")[0]
    account = caller.get(f"/sobjects/Opportunity/{deal['Id']}/Account")
    assert account["Id"] == deal["AccountId"]
    deals = caller.get(f"/sobjects/Account/{deal['AccountId']}/Opportunities")
    assert deal["Id"] in {record["Id"] for record in deals["records"]}


def test_a_notes_content_is_an_address_and_the_address_its_bytes(caller: Caller) -> None:
    html = "<p>Ask <b>why now</b></p>"
    note = caller.create("ContentNote", Title="A note", Content=base64.b64encode(html.encode()).decode())
    address = caller.get(f"/sobjects/ContentNote/{note}")["Content"]
    assert address == f"{DATA}/sobjects/ContentNote/{note}/Content"
    blob = caller.call("GET", f"/sobjects/ContentNote/{note}/Content")
    assert (blob.text, blob.mimetype) == (html, "application/octet-stream")


def test_objects_are_described_in_any_case_and_in_the_callers_version(caller: Caller) -> None:
    assert caller.get("/sobjects/opportunity/describe")["name"] == "Opportunity"
    assert caller.get("/sobjects/Opportunity")["objectDescribe"]["keyPrefix"] == "006"
    old = caller.http.get("/services/data/v60.0/sobjects", headers={"Authorization": f"Bearer {caller.token}"})
    assert "/services/data/v60.0/sobjects/Account" in old.text


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/sobjects/Spaceship/describe", None, 404, "NOT_FOUND"),
        ("POST", "/sobjects/Spaceship", {}, 404, "NOT_FOUND"),
        ("GET", "/sobjects/Opportunity/006000000000001AAA", None, 404, "NOT_FOUND"),
        ("GET", "/sobjects/Opportunity/nonsense", None, 404, "NOT_FOUND"),
        ("PATCH", "/sobjects/Opportunity/006000000000001AAA", {"Name": "x"}, 404, "INVALID_CROSS_REFERENCE_KEY"),
        ("POST", "/sobjects/Opportunity", {"Name": "x"}, 400, "REQUIRED_FIELD_MISSING"),
        ("POST", "/sobjects/Opportunity", {**DEAL, "Colour": "red"}, 400, "INVALID_FIELD"),
        ("POST", "/sobjects/Opportunity", ["x"], 400, "JSON_PARSER_ERROR"),
        ("POST", "/sobjects/Opportunity", None, 400, "JSON_PARSER_ERROR"),
        ("PUT", "/sobjects/Opportunity", {}, 405, "METHOD_NOT_ALLOWED"),
        ("GET", "/sobjects/Account/Colour/red", None, 404, "NOT_FOUND"),
        ("GET", "/nowhere", None, 404, "NOT_FOUND"),
        ("GET", "/search", None, 403, "FUNCTIONALITY_NOT_ENABLED"),
    ],
)
def test_refusals_have_their_status_and_code(
    caller: Caller, method: str, path: str, body: object, status: int, code: str
) -> None:
    answer = caller.call(method, path, body)
    assert (answer.status_code, answer.get_json()[0]["errorCode"]) == (status, code)
