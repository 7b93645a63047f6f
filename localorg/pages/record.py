"""The page of one opportunity, and its notes alone, for the script that refreshes them."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from localorg import ids
from localorg.pages.acting import Acting
from localorg.pages.fields import views
from localorg.pages.notes import note_list, notes_of
from localorg.pages.path import path
from localorg.pages.reading import Reader
from localorg.records import Records

ADDRESS = "/lightning/r/Opportunity/<deal_id>"


def register(routes: Blueprint, records: Records, acting: Acting) -> None:
    """Add the pages."""

    @routes.get(f"{ADDRESS}/view")
    def view(deal_id: str) -> str:
        deal = found(records, deal_id)
        reader = Reader(records, acting.user_id(request, deal["OwnerId"]))
        return page(reader, deal)

    @routes.get(f"{ADDRESS}/notes")
    def notes(deal_id: str) -> Response:
        deal = found(records, deal_id)
        reader = Reader(records, acting.user_id(request, deal["OwnerId"]))
        response = make_response(_notes(reader, deal["Id"]))
        response.headers["Cache-Control"] = "no-cache"
        response.add_etag()
        response.make_conditional(request)
        return response

    @routes.get("/lightning/r/<deal_id>/view")
    @routes.get("/<deal_id>", endpoint="classic")
    def elsewhere(deal_id: str) -> AnyResponse:
        return redirect(url_for("lightning.view", deal_id=found(records, deal_id)["Id"]))


def found(records: Records, deal_id: str) -> dict[str, Any]:
    """The opportunity with this id of 15 or 18 characters; answers 404 if there is none."""
    try:
        id18 = ids.to18(deal_id, ids.OPPORTUNITY)
    except ValueError:
        abort(404)
    return Reader(records, records.admin_id).deal(id18) or abort(404)


def _notes(reader: Reader, deal_id: str) -> str:
    notes = notes_of(reader, deal_id)
    return render_template("lightning/_notes.html", notes=notes, note_list=note_list(reader))


def page(reader: Reader, deal: Mapping[str, Any], error: str = "", typed: Mapping[str, str] | None = None) -> str:
    """The page. ``error`` is the reason why a change was refused, ``typed`` the values of the refused form."""
    describe = reader.describe("Opportunity")
    editing = request.args.get("edit", "") if typed is None else "details"
    owners = reader.users() if editing == "details" else []
    return render_template(
        "lightning/record.html",
        deal=deal,
        path=path(reader.stages(), deal["StageName"], request.args.get("stage")),
        fields=views(describe, deal, owners, typed),
        editing=editing,
        has_products=reader.has("OpportunityLineItem"),
        lines=reader.lines(deal["Id"]),
        offers=reader.offers(deal) if editing == "products" else [],
        roles=reader.roles(deal["Id"]),
        role_names=[one["value"] for one in reader.describe("OpportunityContactRole")["Role"]["picklistValues"]],
        contacts=reader.contacts(deal["AccountId"]) if editing == "roles" else [],
        history=reader.history(deal["Id"]),
        notes=notes_of(reader, deal["Id"]),
        note_list=note_list(reader),
        error=error,
    )
