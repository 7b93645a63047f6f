"""Outbound Messages, and the Flows that send them: without a flow, a message is never sent."""

from dataclasses import replace
from urllib.parse import urlsplit

from localorg.outbound.model import Message, State
from localorg.pages.setup.context import Area, SetupContext, Typed, address
from localorg.pages.setup.view import Form, Input, Link, Table, View, ticked

_MESSAGES, _FLOWS = "Outbound Messages", "Flows"


def areas() -> list[Area]:
    """The entries of Quick Find."""
    return [
        Area(_MESSAGES, "Process Automation", _show_messages, {"new": _define}),
        Area(_FLOWS, "Process Automation", _show_flows, {"new": _activate}),
    ]


def _show_messages(org: SetupContext, rest: list[str]) -> View:
    if rest == ["new"]:
        return View("New Outbound Message", [_message_form(org)], [Link(_MESSAGES, address(_MESSAGES))])
    if rest == ["status"]:
        return _status(org)
    rows = [[one.name, one.object, one.endpoint, ", ".join(one.fields)] for one in org.outbound.messages()]
    above = [
        Link("New Outbound Message", address(_MESSAGES, "new")),
        Link("View Message Delivery Status", address(_MESSAGES, "status")),
    ]
    return View(_MESSAGES, [Table("All Outbound Messages", ["Name", "Object", "Endpoint URL", "Fields"], rows, above)])


def _message_form(org: SetupContext) -> Form:
    fields = org.records.schema.objects["Opportunity"].fields.values()
    chosen = ("Id", "CreatedDate", "LastModifiedDate", "IsDeleted")
    inputs = [
        Input("name", "Name", required=True),
        Input("object", "Object", "Opportunity", "select", [("Opportunity", "Opportunity")]),
        Input("endpoint", "Endpoint URL", required=True),
        Input("session", "Send Session ID", "", "checkbox", help="Ignored since February 2026: none is sent."),
        *(
            Input(f"field.{one.name}", f"Field to send: {one.name}", ticked(one.name in chosen), "checkbox")
            for one in fields
        ),
    ]
    return Form("Configure Outbound Message", inputs, "new")


def _define(org: SetupContext, _rest: list[str], typed: Typed) -> str:
    url = urlsplit(typed["endpoint"].strip())
    if url.scheme not in ("http", "https") or not url.hostname:
        raise ValueError("Endpoint URL: it must begin with http:// or https://.")
    name = typed["name"].strip()
    known = {one.name: one for one in org.outbound.messages()}
    fields = tuple(key.removeprefix("field.") for key in typed if key.startswith("field."))
    active = known[name].active if name in known else False
    made = Message(name, org.outbound.action_id(name), url.geturl(), typed["object"], fields, active)
    org.outbound.define(made)
    return address(_MESSAGES)


def _status(org: SetupContext) -> View:
    rows = [
        [one.id, one.record_id, one.queued_at.isoformat(timespec="seconds"), str(one.attempts), one.last_answer]
        for one in org.outbound.latest(50, State.PENDING)
    ]
    head = ["ID", "Record", "Created", "Attempts", "Reason for Failure"]
    return View(
        "Outbound Messaging Delivery Status",
        [Table("Next items for delivery", head, rows)],
        [Link(_MESSAGES, address(_MESSAGES))],
    )


def _show_flows(org: SetupContext, rest: list[str]) -> View:
    if rest:
        return View("New Record-Triggered Flow", [_flow_form(org)], [Link(_FLOWS, address(_FLOWS))])
    rows = [[f"Opportunity: {one.name}", "Record-Triggered Flow"] for one in org.outbound.messages() if one.active]
    return View(_FLOWS, [Table("Active Flows", ["Flow", "Type"], rows, [Link("New Flow", address(_FLOWS, "new"))])])


def _flow_form(org: SetupContext) -> Form:
    messages = [(one.name, one.name) for one in org.outbound.messages()]
    inputs = [
        Input("object", "Object", "Opportunity", "select", [("Opportunity", "Opportunity")]),
        Input("trigger", "Trigger the Flow When", "both", "select", [("both", "A record is created or updated")]),
        Input("action", "Action: Outbound Message", "", "select", messages),
    ]
    return Form("Configure Start and Action", inputs, "new", "Save and Activate")


def _activate(org: SetupContext, _rest: list[str], typed: Typed) -> str:
    for one in org.outbound.messages():
        if one.name == typed.get("action"):
            org.outbound.define(replace(one, active=True))
            return address(_FLOWS)
    raise ValueError("Choose an outbound message: there has to be one first.")
