"""The list of opportunities, with search, sorting and paging."""

from dataclasses import dataclass

from flask import Blueprint, Request, render_template, request

from localorg.pages.acting import Acting
from localorg.pages.reading import PAGE_SIZE, Reader, containing, quoted
from localorg.records import Records

COLUMNS = {
    "name": ("Opportunity Name", "Name"),
    "account": ("Account Name", "Account.Name"),
    "amount": ("Amount", "Amount"),
    "close": ("Close Date", "CloseDate"),
    "stage": ("Stage", "StageName"),
    "owner": ("Owner", "Owner.Name"),
}
"""The sort keys: key → heading, SOQL path."""

LAST_OFFSET = 2000
"""The maximum OFFSET of SOQL."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A visitor's search, order and page; ``page`` counts from 1."""

    text: str
    stage: str
    sort: str
    descending: bool
    page: int

    @property
    def offset(self) -> int:
        """The number of deals before this page."""
        return min((self.page - 1) * PAGE_SIZE, LAST_OFFSET)

    @property
    def where(self) -> str:
        """The SOQL condition."""
        parts = []
        if self.text:
            like = containing(self.text)
            parts.append(f"(Name LIKE {like} OR Account.Name LIKE {like} OR Owner.Name LIKE {like})")
        if self.stage:
            parts.append(f"StageName = {quoted(self.stage)}")
        return f"WHERE {' AND '.join(parts)}" if parts else ""

    @property
    def order(self) -> str:
        """The SOQL order; ids break ties, so that pages do not overlap."""
        return f"{COLUMNS[self.sort][1]} {'DESC' if self.descending else 'ASC'} NULLS LAST, Id"


def asked(request: Request) -> Asked:
    """Read the address; invalid parts of it are ignored."""
    sort = request.args.get("sort", "close")
    return Asked(
        text=request.args.get("q", "").strip()[:100],
        stage=request.args.get("stage", ""),
        sort=sort if sort in COLUMNS else "close",
        descending=request.args.get("dir") == "desc",
        page=max(1, request.args.get("page", 1, type=int)),
    )


def register(routes: Blueprint, records: Records, acting: Acting) -> None:
    """Add the page."""

    @routes.get("/lightning/o/Opportunity/list")
    def listing() -> str:
        reader = Reader(records, acting.user_id(request))
        wanted = asked(request)
        total = reader.count(f"SELECT COUNT() FROM Opportunity {wanted.where}")
        deals = reader.deals(wanted.where, wanted.order, PAGE_SIZE, wanted.offset)
        return render_template(
            "lightning/list.html",
            asked=wanted,
            columns=COLUMNS,
            deals=deals,
            total=total,
            stages=[(stage["ApiName"], stage["MasterLabel"]) for stage in reader.stages()],
            more=wanted.offset + len(deals) < total and wanted.offset < LAST_OFFSET,
        )
