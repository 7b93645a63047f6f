"""Users: creating one, and assigning permission set licences and permission sets."""

from localorg.pages.setup.context import Area, Row, SetupContext, Typed, address
from localorg.pages.setup.view import Facts, Form, Input, Link, Part, Table, View, ticked
from localorg.switches import Page

_USERS = Page.USERS.value
_LIST = "Permission Set License Assignments"
_USUAL = {"TimeZoneSidKey": "GMT", "LocaleSidKey": "en_US", "LanguageLocaleKey": "en_US", "EmailEncodingKey": "UTF-8"}


def area() -> Area:
    """The entry of Quick Find."""
    return Area(_USERS, "Users", _show, {"new": _create, "edit": _edit, "licences": _licences})


def _show(org: SetupContext, rest: list[str]) -> View:
    match rest:
        case []:
            return _all(org)
        case ["new"]:
            return View("New User", [_new_form(org)], [Link("All Users", address(_USERS))])
        case [user_id, "licences"]:
            return _licence_page(org, user_id)
        case _:
            return _one(org, rest[0])


def _all(org: SetupContext) -> View:
    rows = [
        [
            Link(str(user["Name"]), address(_USERS, str(user["Id"]))),
            str(user["Username"]),
            _profile(org, user),
            "Yes" if user["IsActive"] else "No",
        ]
        for user in sorted(org.records.select("User"), key=lambda user: str(user["LastName"]))
    ]
    head = ["Full Name", "Username", "Profile", "Active"]
    return View(_USERS, [Table("All Users", head, rows, [Link("New User", address(_USERS, "new"))])])


def _new_form(org: SetupContext) -> Form:
    licences = [(str(row["Id"]), str(row["Name"])) for row in org.records.select("UserLicense")]
    profiles = [(str(row["Id"]), str(row["Name"])) for row in org.records.select("Profile")]
    inputs = [
        Input("FirstName", "First Name"),
        Input("LastName", "Last Name", required=True),
        Input("Email", "Email", kind="email", required=True),
        Input("Username", "Username", kind="email", required=True),
        Input("licence", "User License", "", "select", licences),
        Input("ProfileId", "Profile", "", "select", profiles),
    ]
    return Form("General Information", inputs, "new")


def _create(org: SetupContext, _rest: list[str], typed: Typed) -> str:
    profile = org.get("Profile", typed["ProfileId"])
    if profile["UserLicenseId"] != typed["licence"]:
        raise ValueError(f"The profile {profile['Name']} belongs to another user license.")
    given = {name: typed.get(name) or None for name in ("FirstName", "LastName", "Email", "Username", "ProfileId")}
    alias = (typed.get("LastName") or "user")[:8]
    return address(_USERS, org.insert("User", {**_USUAL, **given, "Alias": alias}))


def _one(org: SetupContext, user_id: str) -> View:
    user = org.get("User", user_id)
    facts: dict[str, str | Link] = {
        "Name": str(user["Name"]),
        "Username": str(user["Username"]),
        "Email": str(user["Email"]),
        "User License": _licence(org, user),
        "Profile": _profile(org, user),
    }
    held = [
        [str(org.get("PermissionSetLicense", row["PermissionSetLicenseId"])["MasterLabel"])]
        for row in org.records.select("PermissionSetLicenseAssign", AssigneeId=user["Id"])
    ]
    sets = [
        [Link(str(one["Label"]), address(Page.PERMISSION_SETS.value, str(one["Id"])))] for one in _sets_of(org, user)
    ]
    profiles = [(str(row["Id"]), str(row["Name"])) for row in org.records.select("Profile")]
    edit = [
        Input("ProfileId", "Profile", str(user["ProfileId"]), "select", profiles),
        Input("IsActive", "Active", ticked(user["IsActive"]), "checkbox"),
    ]
    parts: list[Part] = [
        Facts("User Detail", facts),
        Form("Edit User", edit, "edit"),
        Table(
            _LIST, ["Permission Set License"], held, [Link("Edit Assignments", address(_USERS, user_id, "licences"))]
        ),
        Table("Permission Set Assignments", ["Permission Set Name"], sets),
    ]
    return View(str(user["Name"]), parts, [Link("All Users", address(_USERS))])


def _edit(org: SetupContext, rest: list[str], typed: Typed) -> str:
    org.update("User", rest[0], {"ProfileId": typed["ProfileId"], "IsActive": "IsActive" in typed})
    return address(_USERS, rest[0])


def _licence_page(org: SetupContext, user_id: str) -> View:
    user = org.get("User", user_id)
    held = {
        row["PermissionSetLicenseId"] for row in org.records.select("PermissionSetLicenseAssign", AssigneeId=user_id)
    }
    boxes = [
        Input(str(row["Id"]), str(row["MasterLabel"]), ticked(row["Id"] in held), "checkbox")
        for row in org.records.select("PermissionSetLicense")
    ]
    back = [Link("All Users", address(_USERS)), Link(str(user["Name"]), address(_USERS, user_id))]
    return View(_LIST, [Form(str(user["Name"]), boxes, "licences")], back)


def _licences(org: SetupContext, rest: list[str], typed: Typed) -> str:
    for licence in org.records.select("PermissionSetLicense"):
        pair = {"PermissionSetLicenseId": licence["Id"], "AssigneeId": rest[0]}
        held = org.records.select("PermissionSetLicenseAssign", **pair)
        if str(licence["Id"]) in typed and not held:
            org.insert("PermissionSetLicenseAssign", pair)
        if str(licence["Id"]) not in typed:
            for row in held:
                org.delete("PermissionSetLicenseAssign", str(row["Id"]))
    return address(_USERS, rest[0])


def _sets_of(org: SetupContext, user: Row) -> list[Row]:
    rows = org.records.select("PermissionSetAssignment", AssigneeId=user["Id"])
    return [org.get("PermissionSet", row["PermissionSetId"]) for row in rows]


def _profile(org: SetupContext, user: Row) -> str:
    return str(org.get("Profile", user["ProfileId"])["Name"])


def _licence(org: SetupContext, user: Row) -> str:
    profile = org.get("Profile", user["ProfileId"])
    return str(org.get("UserLicense", profile["UserLicenseId"])["Name"]) if profile["UserLicenseId"] else ""
