"""Users: creating one, and assigning permission set licences and permission sets."""

from localorg.pages.setup.office import Area, Office, Row, Typed, address
from localorg.pages.setup.view import Facts, Form, Input, Link, Part, Table, View, ticked
from localorg.switches import Page

_USERS = Page.USERS.value
_LIST = "Permission Set License Assignments"
_USUAL = {"TimeZoneSidKey": "GMT", "LocaleSidKey": "en_US", "LanguageLocaleKey": "en_US", "EmailEncodingKey": "UTF-8"}


def area() -> Area:
    """The entry of Quick Find."""
    return Area(_USERS, "Users", _show, {"new": _create, "edit": _edit, "licences": _licences})


def _show(office: Office, rest: list[str]) -> View:
    match rest:
        case []:
            return _all(office)
        case ["new"]:
            return View("New User", [_new_form(office)], [Link("All Users", address(_USERS))])
        case [user_id, "licences"]:
            return _licence_page(office, user_id)
        case _:
            return _one(office, rest[0])


def _all(office: Office) -> View:
    rows = [
        [
            Link(str(user["Name"]), address(_USERS, str(user["Id"]))),
            str(user["Username"]),
            _profile(office, user),
            "Yes" if user["IsActive"] else "No",
        ]
        for user in sorted(office.records.select("User"), key=lambda user: str(user["LastName"]))
    ]
    head = ["Full Name", "Username", "Profile", "Active"]
    return View(_USERS, [Table("All Users", head, rows, [Link("New User", address(_USERS, "new"))])])


def _new_form(office: Office) -> Form:
    licences = [(str(row["Id"]), str(row["Name"])) for row in office.records.select("UserLicense")]
    profiles = [(str(row["Id"]), str(row["Name"])) for row in office.records.select("Profile")]
    inputs = [
        Input("FirstName", "First Name"),
        Input("LastName", "Last Name", required=True),
        Input("Email", "Email", kind="email", required=True),
        Input("Username", "Username", kind="email", required=True),
        Input("licence", "User License", "", "select", licences),
        Input("ProfileId", "Profile", "", "select", profiles),
    ]
    return Form("General Information", inputs, "new")


def _create(office: Office, _rest: list[str], typed: Typed) -> str:
    profile = office.get("Profile", typed["ProfileId"])
    if profile["UserLicenseId"] != typed["licence"]:
        raise ValueError(f"The profile {profile['Name']} belongs to another user license.")
    given = {name: typed.get(name) or None for name in ("FirstName", "LastName", "Email", "Username", "ProfileId")}
    alias = (typed.get("LastName") or "user")[:8]
    return address(_USERS, office.insert("User", {**_USUAL, **given, "Alias": alias}))


def _one(office: Office, user_id: str) -> View:
    user = office.get("User", user_id)
    facts: dict[str, str | Link] = {
        "Name": str(user["Name"]),
        "Username": str(user["Username"]),
        "Email": str(user["Email"]),
        "User License": _licence(office, user),
        "Profile": _profile(office, user),
    }
    held = [
        [str(office.get("PermissionSetLicense", row["PermissionSetLicenseId"])["MasterLabel"])]
        for row in office.records.select("PermissionSetLicenseAssign", AssigneeId=user["Id"])
    ]
    sets = [
        [Link(str(one["Label"]), address(Page.PERMISSION_SETS.value, str(one["Id"])))] for one in _sets_of(office, user)
    ]
    profiles = [(str(row["Id"]), str(row["Name"])) for row in office.records.select("Profile")]
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


def _edit(office: Office, rest: list[str], typed: Typed) -> str:
    office.update("User", rest[0], {"ProfileId": typed["ProfileId"], "IsActive": "IsActive" in typed})
    return address(_USERS, rest[0])


def _licence_page(office: Office, user_id: str) -> View:
    user = office.get("User", user_id)
    held = {
        row["PermissionSetLicenseId"] for row in office.records.select("PermissionSetLicenseAssign", AssigneeId=user_id)
    }
    boxes = [
        Input(str(row["Id"]), str(row["MasterLabel"]), ticked(row["Id"] in held), "checkbox")
        for row in office.records.select("PermissionSetLicense")
    ]
    back = [Link("All Users", address(_USERS)), Link(str(user["Name"]), address(_USERS, user_id))]
    return View(_LIST, [Form(str(user["Name"]), boxes, "licences")], back)


def _licences(office: Office, rest: list[str], typed: Typed) -> str:
    for licence in office.records.select("PermissionSetLicense"):
        pair = {"PermissionSetLicenseId": licence["Id"], "AssigneeId": rest[0]}
        held = office.records.select("PermissionSetLicenseAssign", **pair)
        if str(licence["Id"]) in typed and not held:
            office.insert("PermissionSetLicenseAssign", pair)
        if str(licence["Id"]) not in typed:
            for row in held:
                office.delete("PermissionSetLicenseAssign", str(row["Id"]))
    return address(_USERS, rest[0])


def _sets_of(office: Office, user: Row) -> list[Row]:
    rows = office.records.select("PermissionSetAssignment", AssigneeId=user["Id"])
    return [office.get("PermissionSet", row["PermissionSetId"]) for row in rows]


def _profile(office: Office, user: Row) -> str:
    return str(office.get("Profile", user["ProfileId"])["Name"])


def _licence(office: Office, user: Row) -> str:
    profile = office.get("Profile", user["ProfileId"])
    return str(office.get("UserLicense", profile["UserLicenseId"])["Name"]) if profile["UserLicenseId"] else ""
