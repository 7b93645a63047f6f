"""The start page: the pipeline by stage, and the deals that close next."""

from flask import Blueprint, render_template, request

from localorg.pages.acting import Acting
from localorg.pages.reading import Reader
from localorg.records import Records

_CLOSING_SOON = 8


def register(routes: Blueprint, records: Records, acting: Acting) -> None:
    """Add the page."""

    @routes.get("/lightning/page/home")
    def home() -> str:
        reader = Reader(records, acting.user_id(request))
        open_deals = reader.deals("WHERE IsClosed = false", "CloseDate, Id", _CLOSING_SOON)
        return render_template("lightning/home.html", stages=_by_stage(reader), closing=open_deals)


def _by_stage(reader: Reader) -> list[dict[str, object]]:
    rows = reader.query("SELECT StageName, COUNT(Id) deals FROM Opportunity GROUP BY StageName")
    counted = {row["StageName"]: row["deals"] for row in rows}
    return [
        {"name": stage["ApiName"], "label": stage["MasterLabel"], "deals": counted.get(stage["ApiName"], 0)}
        for stage in reader.stages()
    ]
