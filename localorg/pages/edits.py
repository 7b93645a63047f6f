"""A person's changes of an opportunity, written like those through the API, as the acting user."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from localorg.errors import ApiError
from localorg.pages.acting import Acting
from localorg.pages.fields import BadInput, changes, parsed_number
from localorg.pages.reading import Reader
from localorg.pages.record import ADDRESS, found, page
from localorg.records import Records

GONE = "That is not on this opportunity any more."
NO_CONTACT = "Choose a contact."
NO_PRODUCT = "Choose a product."


@dataclass(frozen=True, slots=True)
class Edit:
    """A person's change of a deal, with the values of the form."""

    records: Records
    deal: Mapping[str, Any]
    user_id: str
    form: Mapping[str, str]

    @property
    def reader(self) -> Reader:
        """The org as this person sees it."""
        return Reader(self.records, self.user_id)


def move(edit: Edit) -> None:
    """Move the deal to another stage."""
    edit.records.update("Opportunity", edit.deal["Id"], {"StageName": edit.form.get("stage", "")}, user_id=edit.user_id)


def change_details(edit: Edit) -> None:
    """Change the fields that differ in the form; write nothing if none differs."""
    values = changes(edit.reader.describe("Opportunity"), edit.deal, edit.form)
    if values:
        edit.records.update("Opportunity", edit.deal["Id"], values, user_id=edit.user_id)


def add_product(edit: Edit) -> None:
    """Add a product, at its list price unless another is given."""
    offers = {offer["Id"]: offer for offer in edit.reader.offers(edit.deal)}
    offer = offers.get(edit.form.get("entry", ""))
    if offer is None:
        raise BadInput(NO_PRODUCT)
    price = {"UnitPrice": offer["UnitPrice"]}
    values = {"OpportunityId": edit.deal["Id"], "PricebookEntryId": offer["Id"], **price, **_terms(edit.form)}
    edit.records.insert("OpportunityLineItem", values, user_id=edit.user_id)


def change_product(edit: Edit) -> None:
    """Change quantity, price and discount of a product."""
    line_id = _of(edit.reader.lines(edit.deal["Id"]), edit.form.get("line", ""))
    discount = {"Discount": None}
    edit.records.update("OpportunityLineItem", line_id, {**discount, **_terms(edit.form)}, user_id=edit.user_id)


def remove_product(edit: Edit) -> None:
    """Take a product off the deal."""
    line_id = _of(edit.reader.lines(edit.deal["Id"]), edit.form.get("line", ""))
    edit.records.delete("OpportunityLineItem", line_id, user_id=edit.user_id)


def add_role(edit: Edit) -> None:
    """Add a contact role to the deal."""
    contact_id = edit.form.get("contact", "")
    if not contact_id:
        raise BadInput(NO_CONTACT)
    values = {
        "OpportunityId": edit.deal["Id"],
        "ContactId": contact_id,
        "Role": edit.form.get("role") or None,
        "IsPrimary": bool(edit.form.get("primary")),
    }
    edit.records.insert("OpportunityContactRole", values, user_id=edit.user_id)


def remove_role(edit: Edit) -> None:
    """Remove a contact role from the deal."""
    role_id = _of(edit.reader.roles(edit.deal["Id"]), edit.form.get("id", ""))
    edit.records.delete("OpportunityContactRole", role_id, user_id=edit.user_id)


CHANGES: Mapping[str, tuple[str, Callable[[Edit], None]]] = {
    "stage": ("path", move),
    "details": ("details", change_details),
    "add-product": ("products", add_product),
    "change-product": ("products", change_product),
    "remove-product": ("products", remove_product),
    "add-role": ("roles", add_role),
    "remove-role": ("roles", remove_role),
}
"""The last part of a form's address → the anchor on the page to return to, and the function to call."""


def register(routes: Blueprint, records: Records, acting: Acting) -> None:
    """Add the route that receives the forms."""

    @routes.post(f"{ADDRESS}/<change>")
    def edit(deal_id: str, change: str) -> AnyResponse | tuple[str, int]:
        deal = found(records, deal_id)
        if change not in CHANGES:
            abort(404)
        anchor, carry_out = CHANGES[change]
        asked = Edit(records, deal, acting.user_id(request, deal["OwnerId"]), request.form)
        try:
            carry_out(asked)
        except (ApiError, BadInput) as error:
            sentence = error.message if isinstance(error, ApiError) else str(error)
            typed = asked.form if change == "details" else None
            return page(asked.reader, deal, sentence, typed), 400
        return redirect(url_for("lightning.view", deal_id=deal["Id"], _anchor=anchor), 303)


def _of(records: list[dict[str, Any]], id_: str) -> str:
    """The id, if it is that of one of the records: a form may only change records that belong to this deal."""
    if id_ not in {record["Id"] for record in records}:
        raise BadInput(GONE)
    return id_


def _terms(form: Mapping[str, str]) -> dict[str, object]:
    """Quantity, price and discount, if they are filled in."""
    asked = (("quantity", "Quantity"), ("price", "UnitPrice"), ("discount", "Discount"))
    return {field: parsed_number(form[name], field) for name, field in asked if form.get(name, "").strip()}
