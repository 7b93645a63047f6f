"""Pages that contain only switches; the forms are generated from the switches' declaration."""

import json
from collections.abc import Sequence
from typing import Any, Literal, get_args, get_origin

from flask import request
from pydantic import StrictBool

from localorg.pages.setup.context import Area, SetupContext, Typed, address
from localorg.pages.setup.view import Facts, Form, Input, Link, View
from localorg.switches import Page, Switches, label_of, page_of

_GROUPS = {
    Page.NOTES: "Feature Settings",
    Page.CHATTER: "Feature Settings",
    Page.CONTENT: "Feature Settings",
    Page.SITES: "Feature Settings",
    Page.PIPELINE: "Feature Settings",
    Page.USER_MANAGEMENT: "Users",
    Page.SHARING: "Security",
    Page.COMPANY: "Company Settings",
    Page.MY_DOMAIN: "Company Settings",
    Page.STORAGE: "Data",
    Page.CURRENCIES: "Company Settings",
    Page.PLATFORM: "Not in Setup",
}
"""The pages of this module, and their places in the list."""


def areas() -> list[Area]:
    """One area for each page that contains only switches."""
    return [_area(page, group) for page, group in _GROUPS.items()]


def of_page(page: Page) -> list[str]:
    """The switches of a page."""
    return [name for name in Switches.model_fields if page_of(name) is page]


def switch_form(org: SetupContext, names: Sequence[str], title: str) -> Form:
    """A form with these switches and their current values."""
    state = org.setup.state()
    return Form(title, [_input(name, state[name]) for name in names], "switch")


def save(org: SetupContext, names: Sequence[str], typed: Typed) -> None:
    """Set the switches in the form. Raises ValueError if a value is invalid."""
    state = org.setup.state()
    wanted = {name: _read(name, typed.get(name)) for name in names}
    org.setup.change({name: value for name, value in wanted.items() if value != state[name]})


def _area(page: Page, group: str) -> Area:
    names = of_page(page)

    def show(org: SetupContext, _rest: list[str]) -> View:
        facts = _facts(org, page)
        return View(page.value, [*facts, switch_form(org, names, page.value)])

    def change(org: SetupContext, _rest: list[str], typed: Typed) -> str:
        save(org, names, typed)
        return address(page.value)

    return Area(page.value, group, show, {"switch": change})


def _facts(org: SetupContext, page: Page) -> list[Facts]:
    """Additional information on the page, which cannot be changed there."""
    if page is Page.MY_DOMAIN:
        return [Facts("My Domain Details", {"Current My Domain URL": request.host_url.rstrip("/")})]
    if page is not Page.COMPANY:
        return []
    organization = org.get("Organization", org.records.organization_id)
    several = org.records.schema.features.multi_currency
    told: dict[str, str | Link] = {
        "Organization Name": str(organization["Name"]),
        "Salesforce.com Organization ID": org.records.organization_id[:15],
        "Organization Edition": str(organization["OrganizationType"]),
        "Corporate Currency" if several else "Currency Locale": "USD",
    }
    return [Facts("Organization Detail", told)]


def _input(name: str, value: Any) -> Input:
    words, kind = Switches.model_fields[name].description or "", _kind(name)
    if kind is bool:
        return Input(name, label_of(name), "on" if value else "", "checkbox", help=words)
    if isinstance(kind, tuple):
        return Input(name, label_of(name), str(value), "select", [(one, one) for one in kind], words)
    shown = value if isinstance(value, str) else json.dumps(value)
    return Input(name, label_of(name), shown, help=words)


def _read(name: str, typed: str | None) -> Any:
    kind = _kind(name)
    if kind is bool:
        return typed is not None
    text = (typed or "").strip()
    if isinstance(kind, tuple) or kind is str:
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _kind(name: str) -> Any:
    """The type of a switch: ``bool``, ``str``, the values of a choice, or None for a value that is entered as JSON."""
    annotation = Switches.model_fields[name].annotation
    if annotation in (bool, StrictBool):
        return bool
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return str if annotation is str else None
