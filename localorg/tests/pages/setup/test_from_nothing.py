"""docs/admin.md, followed from nothing: what it says is done on the pages, and at the end a program works."""

import base64
import re

from localorg.pages.setup.routes import areas
from localorg.tests.pages.setup.conftest import Administrator

USERNAME = "coach@acme.com.integration"
RIGHTS = ("API Enabled", "View All Users", "View Roles and Role Hierarchy", "View Setup and Configuration")
FIELDS = ("Amount (Amount): Read Access", "Next Step (NextStep): Read Access")


def a_user(admin: Administrator) -> str:
    """Part 1, step 1: the address of the user's page."""
    users = admin.find("Users")
    return admin.fill(
        admin.linked(admin.open(users), "New User"),
        "Last Name=Coach",
        "Email=coach@acme.com",
        f"Username={USERNAME}",
        "User License=Salesforce Integration",
        "Profile=Minimum Access - API Only Integrations",
    )


def with_its_licence(admin: Administrator, user: str) -> None:
    """Step 2."""
    admin.fill(admin.linked(admin.open(user), "Edit Assignments"), "Salesforce API Integration")


def a_permission_set(admin: Administrator) -> str:
    """Steps 3 to 5: the address of its page."""
    sets = admin.find("Permission Sets")
    made = admin.fill(admin.linked(admin.open(sets), "New"), "Label=Coach", "API Name=Coach", "License=--None--")
    objects = admin.linked(admin.open(made), "Object Settings")
    admin.fill(admin.linked(admin.open(objects), "Opportunities"), "Read", "View All Records", *FIELDS)
    for name in ("Accounts", "Products", "Price Books"):
        admin.fill(admin.linked(admin.open(objects), name), "Read")
    return admin.fill(admin.linked(admin.open(made), "System Permissions"), *RIGHTS)


def an_app(admin: Administrator) -> tuple[str, str]:
    """Part 2: consumer key and secret."""
    manager = admin.find("External Client App Manager")
    app = admin.fill(
        admin.linked(admin.open(manager), "New External Client App"),
        "External Client App Name=Coach",
        "Callback URL=https://coach.acme.com/sign-in/callback",
        "Manage user data via APIs (api)",
        "Enable Client Credentials Flow",
    )
    admin.fill(
        app,
        "Enable Client Credentials Flow",
        f"Run As={USERNAME}",
        "Permitted Users=Admin approved users are pre-authorized",
        "Selected Permission Set: Coach",
    )
    shown = admin.open(app)
    key, secret = (re.search(rf"Consumer {what}</dt><dd>([^<]+)", shown) for what in ("Key", "Secret"))
    assert key
    assert secret
    return key[1], secret[1]


def signed_in(admin: Administrator, key: str, secret: str) -> tuple[int, str]:
    form = {"grant_type": "client_credentials", "client_id": key, "client_secret": secret}
    answer = admin.http.post("/services/oauth2/token", data=form)
    body = answer.get_json()
    return answer.status_code, body.get("access_token") or body["error_description"]


def test_from_nothing_to_a_note_on_a_deal(administrator: Administrator) -> None:
    admin = administrator
    with_its_licence(admin, a_user(admin))
    permission_set = a_permission_set(admin)
    assignments = admin.linked(admin.open(permission_set), "Manage Assignments")
    admin.fill(assignments, f"Coach ({USERNAME})")
    status, token = signed_in(admin, *an_app(admin))
    assert status == 200

    for page, words in (
        ("Notes Settings", "Enable Notes"),
        ("Chatter Settings", "Enable"),
        ("Salesforce CRM Content", "Enable Salesforce CRM Content"),
    ):
        admin.fill(admin.find(page), words)
    opportunity = admin.linked(admin.open(admin.find("Object Manager")), "Opportunity")
    admin.fill(admin.linked(admin.open(opportunity), "Page Layouts"), "Notes related list=notes")

    headers = {"Authorization": f"Bearer {token}"}
    data = "/services/data/v67.0"
    soql = "SELECT Id, Amount, NextStep, Owner.Name FROM Opportunity LIMIT 1"
    deal = admin.http.get(f"{data}/query", query_string={"q": soql}, headers=headers).get_json()["records"][0]["Id"]
    content = base64.b64encode(b"<p>Ask who signs.</p>").decode()
    note = admin.http.post(f"{data}/sobjects/ContentNote", json={"Title": "Card", "Content": content}, headers=headers)
    link = {"ContentDocumentId": note.get_json()["id"], "LinkedEntityId": deal, "ShareType": "V"}
    assert admin.http.post(f"{data}/sobjects/ContentDocumentLink", json=link, headers=headers).status_code == 201
    assert "Ask who signs." in admin.open(f"/lightning/r/Opportunity/{deal}/view")


def test_the_permission_set_licence_comes_first(administrator: Administrator) -> None:
    a_user(administrator)
    permission_set = a_permission_set(administrator)
    assignments = administrator.linked(administrator.open(permission_set), "Manage Assignments")
    said = administrator.refused(assignments, f"Coach ({USERNAME})")
    assert "The user license doesn't allow the permission: Read " in said


def test_an_app_signs_in_only_as_it_is_set_up(administrator: Administrator) -> None:
    admin = administrator
    with_its_licence(admin, a_user(admin))
    permission_set = a_permission_set(admin)
    key, secret = an_app(admin)
    assert signed_in(admin, key, secret) == (400, "user is not admin approved to access this app")
    admin.fill(admin.linked(admin.open(permission_set), "Manage Assignments"), f"Coach ({USERNAME})")
    assert signed_in(admin, key, secret)[0] == 200


def test_a_message_is_sent_once_a_flow_sends_it(administrator: Administrator) -> None:
    admin = administrator
    messages = admin.find("Outbound Messages")
    admin.fill(
        admin.linked(admin.open(messages), "New Outbound Message"),
        "Name=Coach",
        "Endpoint URL=https://coach.acme.com/hooks/salesforce/outbound-messages/token",
    )
    (made,) = admin.org.outbound.queue.messages()
    assert (made.active, set(made.fields)) == (False, {"Id", "CreatedDate", "LastModifiedDate", "IsDeleted"})
    flows = admin.find("Flows")
    admin.fill(admin.linked(admin.open(flows), "New Flow"), "Action: Outbound Message=Coach")
    assert [one.active for one in admin.org.outbound.queue.messages()] == [True]


def test_a_field_can_be_made_in_object_manager(administrator: Administrator) -> None:
    admin = administrator
    opportunity = admin.linked(admin.open(admin.find("Object Manager")), "Opportunity")
    admin.fill(
        admin.linked(admin.open(opportunity), "New"),
        "Field Name=Solution",
        "Data Type=multipicklist",
        "Values, one a line=Cloud",
    )
    assert "Solution__c" in admin.open(opportunity)


def test_every_page_opens_and_can_be_found(administrator: Administrator) -> None:
    for area in areas():
        assert area.name in administrator.open(administrator.find(area.name))


def test_what_is_not_there_is_not_found(administrator: Administrator) -> None:
    for address in ("/setup/Nothing", "/setup/Users/005000000000000AAA", "/setup/ExternalClientAppManager/nothing"):
        assert administrator.http.get(address).status_code == 404


def test_other_machines_and_other_sites_are_not_answered(administrator: Administrator) -> None:
    elsewhere = {"REMOTE_ADDR": "203.0.113.5"}
    assert administrator.http.get("/setup", environ_base=elsewhere).status_code == 403
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert administrator.http.post("/setup/NotesSettings", headers=headers).status_code == 403


def test_a_refusal_leaves_what_was_typed(administrator: Administrator) -> None:
    new = administrator.linked(administrator.open(administrator.find("Users")), "New User")
    typed = {"does": "new", "LastName": "Coach", "Email": "coach@acme.com", "Username": USERNAME}
    kinds = {"licence": "100000000000000AAA", "ProfileId": _profile(administrator)}
    answer = administrator.http.post(new, data={**typed, **kinds})
    assert answer.status_code == 422
    assert f'value="{USERNAME}"' in answer.text


def _profile(administrator: Administrator) -> str:
    return str(administrator.org.org.records.select("Profile", Name="Standard User")[0]["Id"])


def test_a_value_that_cannot_be_is_refused_in_words(administrator: Administrator) -> None:
    page = administrator.find("Company Information")
    said = administrator.refused(page, "Publication limit=many")
    assert said.startswith("publication_limit")


def test_the_operator_is_told_address_and_id(administrator: Administrator) -> None:
    assert "http://localhost" in administrator.open(administrator.find("My Domain"))
    organization = administrator.org.org.directory.organization_id
    assert f"<dd>{organization[:15]}</dd>" in administrator.open(administrator.find("Company Information"))


def test_an_app_for_people_requires_what_its_settings_tick(administrator: Administrator) -> None:
    admin = administrator
    app = admin.fill(
        admin.linked(admin.open(admin.find("External Client App Manager")), "New External Client App"),
        "External Client App Name=People",
        "Callback URL=https://coach.acme.com/sign-in/callback",
        "Access unique user identifiers (openid)",
        "Enable Authorization Code and Credentials Flow",
        "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows",
    )
    key = app.rsplit("/", 1)[1]
    asked = {"response_type": "code", "client_id": key, "redirect_uri": "https://coach.acme.com/sign-in/callback"}
    address = "/services/oauth2/authorize"
    assert "missing required code challenge" in admin.http.get(address, query_string=asked).text
    asked["code_challenge"] = "x" * 43
    assert admin.http.get(address, query_string={**asked, "scope": "openid"}).status_code == 200
    assert "invalid_scope" in admin.http.get(address, query_string={**asked, "scope": "api"}).text
    form = {"grant_type": "client_credentials", "client_id": key, "client_secret": "x"}
    assert admin.http.post("/services/oauth2/token", data=form).status_code == 400
