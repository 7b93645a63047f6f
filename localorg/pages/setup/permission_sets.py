"""Permission Sets: object, field and system permissions, and the users who have them."""

from localorg.pages.setup.context import Area, Row, SetupContext, Typed, address
from localorg.pages.setup.view import Facts, Form, Input, Line, Link, Table, View, ticked
from localorg.schema import ObjectType
from localorg.schema.permissions import OBJECT_RIGHTS, SYSTEM_PERMISSIONS
from localorg.setup.rights import GOVERNED, permissionable
from localorg.switches import Page

_SETS = Page.PERMISSION_SETS.value
_WORDS = {"view_all": "View All Records", "modify_all": "Modify All Records"}
_OBJECTS = (*GOVERNED, "OpportunityLineItem")
_ASSIGN = "Manage Assignments"


def area() -> Area:
    """The entry of Quick Find."""
    does = {"new": _create, "object": _save_object, "system": _save_system, "assign": _assign}
    return Area(_SETS, "Users", _show, does)


def _show(org: SetupContext, rest: list[str]) -> View:
    match rest:
        case []:
            return _all(org)
        case ["new"]:
            return View("New Permission Set", [_new_form(org)], [Link(_SETS, address(_SETS))])
        case [set_id, "objects"]:
            return _objects(org, set_id)
        case [set_id, "objects", name]:
            return _object(org, set_id, org.records.schema.at_path(name))
        case [set_id, "system"]:
            return _system(org, set_id)
        case [set_id, "assignments"]:
            return _assignments(org, set_id)
        case _:
            return _one(org, rest[0])


def _all(org: SetupContext) -> View:
    rows: list[Line] = [
        [Link(str(row["Label"]), address(_SETS, str(row["Id"]))), str(row["Name"])]
        for row in org.records.select("PermissionSet")
    ]
    table = Table(
        "All Permission Sets", ["Permission Set Label", "API Name"], rows, [Link("New", address(_SETS, "new"))]
    )
    return View(_SETS, [table])


def _new_form(org: SetupContext) -> Form:
    licences = [(str(row["Id"]), str(row["MasterLabel"])) for row in org.records.select("PermissionSetLicense")]
    inputs = [
        Input("Label", "Label", required=True),
        Input("Name", "API Name", required=True),
        Input("Description", "Description"),
        Input("LicenseId", "License", "", "select", [("", "--None--"), *licences]),
    ]
    return Form("Enter permission set information", inputs, "new")


def _create(org: SetupContext, _rest: list[str], typed: Typed) -> str:
    given = {name: typed.get(name) or None for name in ("Label", "Name", "Description", "LicenseId")}
    return address(_SETS, org.insert("PermissionSet", given))


def _one(org: SetupContext, set_id: str) -> View:
    row = org.get("PermissionSet", set_id)
    facts: dict[str, str | Link] = {
        "API Name": str(row["Name"]),
        "Object Settings": Link("Object Settings", address(_SETS, set_id, "objects")),
        "System Permissions": Link("System Permissions", address(_SETS, set_id, "system")),
        _ASSIGN: Link(_ASSIGN, address(_SETS, set_id, "assignments")),
    }
    return View(str(row["Label"]), [Facts("Permission Set Overview", facts)], [Link(_SETS, address(_SETS))])


def _back(org: SetupContext, set_id: str, *more: Link) -> list[Link]:
    label = str(org.get("PermissionSet", set_id)["Label"])
    return [Link(_SETS, address(_SETS)), Link(label, address(_SETS, set_id)), *more]


def _objects(org: SetupContext, set_id: str) -> View:
    rows: list[Line] = []
    for name in _OBJECTS:
        one = org.records.schema.objects.get(name)
        if one:
            rights = _rights(org, set_id, name)
            shown = ", ".join(
                _word(word) for word in OBJECT_RIGHTS if rights and rights[f"Permissions{OBJECT_RIGHTS[word]}"]
            )
            rows.append([Link(one.label_plural, address(_SETS, set_id, "objects", name)), shown or "No Access"])
    return View(
        "Object Settings",
        [Table("All Object Settings", ["Object Name", "Object Permissions"], rows)],
        _back(org, set_id),
    )


def _object(org: SetupContext, set_id: str, one: ObjectType) -> View:
    rights = _rights(org, set_id, one.name) or {}
    boxes = [
        Input(f"object.{word}", _word(word), ticked(rights.get(f"Permissions{name}")), "checkbox")
        for word, name in OBJECT_RIGHTS.items()
        if one.name in GOVERNED
    ]
    known = {
        str(row["Field"]): row for row in org.records.select("FieldPermissions", ParentId=set_id, SobjectType=one.name)
    }
    for field in one.fields.values():
        if permissionable(one, field):
            row = known.get(f"{one.name}.{field.name}", {})
            for right, words in (("Read", "Read Access"), ("Edit", "Edit Access")):
                label = f"{field.label} ({field.name}): {words}"
                boxes.append(Input(f"{right}.{field.name}", label, ticked(row.get(f"Permissions{right}")), "checkbox"))
    title = "Object Permissions and Field Permissions"
    back = _back(org, set_id, Link("Object Settings", address(_SETS, set_id, "objects")))
    return View(one.label_plural, [Form(title, boxes, "object")], back)


def _save_object(org: SetupContext, rest: list[str], typed: Typed) -> str:
    set_id, name = rest[0], rest[2]
    one = org.records.schema.at_path(name)
    if name in GOVERNED:
        rights = {f"Permissions{field}": f"object.{word}" in typed for word, field in OBJECT_RIGHTS.items()}
        _put(
            org,
            "ObjectPermissions",
            _rights(org, set_id, name),
            {"ParentId": set_id, "SobjectType": name},
            rights,
        )
    known = {
        str(row["Field"]): row for row in org.records.select("FieldPermissions", ParentId=set_id, SobjectType=name)
    }
    for field in one.fields.values():
        path = f"{name}.{field.name}"
        edit = f"Edit.{field.name}" in typed
        values = {"PermissionsRead": f"Read.{field.name}" in typed or edit, "PermissionsEdit": edit}
        if permissionable(one, field) and (any(values.values()) or path in known):
            key: Row = {"ParentId": set_id, "SobjectType": name, "Field": path}
            _put(org, "FieldPermissions", known.get(path), key, values)
    return address(_SETS, set_id, "objects")


def _system(org: SetupContext, set_id: str) -> View:
    row = org.get("PermissionSet", set_id)
    ordered = sorted(SYSTEM_PERMISSIONS.items(), key=lambda pair: pair[1].casefold())
    boxes = [Input(name, label, ticked(row[f"Permissions{name}"]), "checkbox") for name, label in ordered]
    return View("System Permissions", [Form("System", boxes, "system")], _back(org, set_id))


def _save_system(org: SetupContext, rest: list[str], typed: Typed) -> str:
    org.update("PermissionSet", rest[0], {f"Permissions{name}": name in typed for name in SYSTEM_PERMISSIONS})
    return address(_SETS, rest[0])


def _assignments(org: SetupContext, set_id: str) -> View:
    held = {row["AssigneeId"] for row in org.records.select("PermissionSetAssignment", PermissionSetId=set_id)}
    people = sorted(org.records.select("User", IsActive=True), key=lambda user: str(user["Name"]))
    boxes = [
        Input(str(user["Id"]), f"{user['Name']} ({user['Username']})", ticked(user["Id"] in held), "checkbox")
        for user in people
    ]
    return View(_ASSIGN, [Form("Add Assignment", boxes, "assign", "Assign")], _back(org, set_id))


def _assign(org: SetupContext, rest: list[str], typed: Typed) -> str:
    for user in org.records.select("User", IsActive=True):
        pair = {"PermissionSetId": rest[0], "AssigneeId": user["Id"]}
        held = org.records.select("PermissionSetAssignment", **pair)
        if str(user["Id"]) in typed and not held:
            org.insert("PermissionSetAssignment", pair)
        if str(user["Id"]) not in typed:
            for row in held:
                org.delete("PermissionSetAssignment", str(row["Id"]))
    return address(_SETS, rest[0], "assignments")


def _rights(org: SetupContext, set_id: str, name: str) -> Row | None:
    return next(iter(org.records.select("ObjectPermissions", ParentId=set_id, SobjectType=name)), None)


def _put(org: SetupContext, object_name: str, known: Row | None, key: Row, values: dict[str, bool]) -> None:
    if known:
        org.update(object_name, str(known["Id"]), values)
    else:
        org.insert(object_name, {**key, **values})


def _word(word: str) -> str:
    return _WORDS.get(word, word.capitalize())
