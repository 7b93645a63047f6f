"""Object Manager: the fields of an object, new fields, and the opportunity's page layout."""

from localorg.pages.setup.context import Area, SetupContext, Typed, address
from localorg.pages.setup.switched import of_page, save, switch_form
from localorg.pages.setup.view import Form, Input, Link, Table, View
from localorg.schema.custom import Kind
from localorg.setup.fields import FieldBody, make_field
from localorg.switches import Page

_MANAGER = "Object Manager"
_MANAGED = ("Account", "Contact", "Opportunity", "OpportunityLineItem", "Product2", "User")
_LAYOUTS, _FIELDS, _HISTORY = "Page Layouts", "Fields & Relationships", "Set History Tracking"


def area() -> Area:
    """The entry of Quick Find."""
    return Area(_MANAGER, "Objects and Fields", _show, {"switch": _switch, "new": _make})


def _show(org: SetupContext, rest: list[str]) -> View:
    match rest:
        case []:
            rows = [[Link(name, address(_MANAGER, name))] for name in _MANAGED if name in org.records.schema.objects]
            return View(_MANAGER, [Table("All Objects", ["API Name"], rows)])
        case [name, "layouts"]:
            return View(
                _LAYOUTS, [switch_form(org, of_page(Page.LAYOUTS), "Opportunity Layout: Related Lists")], _back(name)
            )
        case [name, "history"]:
            return View(_HISTORY, [switch_form(org, of_page(Page.FIELDS), _HISTORY)], _back(name))
        case [name, "new"]:
            return View("New Custom Field", [_field_form()], _back(name))
        case _:
            return _one(org, rest[0])


def _back(name: str) -> list[Link]:
    return [Link(_MANAGER, address(_MANAGER)), Link(name, address(_MANAGER, name))]


def _one(org: SetupContext, name: str) -> View:
    one = org.records.schema.at_path(name)
    rows = [[field.label, field.name, field.type.value] for field in one.fields.values()]
    above = [Link("New", address(_MANAGER, name, "new"))]
    if one.name == "Opportunity":
        above += [
            Link(_LAYOUTS, address(_MANAGER, name, "layouts")),
            Link(_HISTORY, address(_MANAGER, name, "history")),
        ]
    return View(
        one.label,
        [Table(_FIELDS, ["Field Label", "Field Name", "Data Type"], rows, above)],
        [Link(_MANAGER, address(_MANAGER))],
    )


def _field_form() -> Form:
    kinds = [(one, one) for one in Kind.__args__]  # type: ignore[attr-defined]  # what a Literal is made of
    inputs = [
        Input("name", "Field Name", help="Without __c.", required=True),
        Input("label", "Field Label"),
        Input("type", "Data Type", "string", "select", kinds),
        Input("values", "Values, one a line", kind="area"),
        Input("reference_to", "Related To, for a lookup"),
        Input("formula", "Formula: the path of the field to show"),
        Input("readable", "Visible to the permission set Coach", "on", "checkbox"),
    ]
    return Form("Enter the details", inputs, "new")


def _make(org: SetupContext, rest: list[str], typed: Typed) -> str:
    name = typed["name"].strip().removesuffix("__c")
    body = FieldBody.model_validate(
        {
            "object": rest[0],
            "name": f"{name}__c",
            "type": typed["type"],
            "label": typed.get("label", ""),
            "values": [line.strip() for line in typed.get("values", "").splitlines() if line.strip()],
            "reference_to": typed.get("reference_to", "").strip(),
            "formula": typed.get("formula", "").strip(),
            "readable": "readable" in typed,
        }
    )
    problem = make_field(org.records, org.rights, body)
    if problem:
        raise ValueError(problem)
    return address(_MANAGER, rest[0])


def _switch(org: SetupContext, rest: list[str], typed: Typed) -> str:
    page = Page.LAYOUTS if rest[-1] == "layouts" else Page.FIELDS
    save(org, of_page(page), typed)
    return address(_MANAGER, *rest)
