"""The org's histories of some opportunities, in as few calls as their present state takes."""

from collections.abc import Mapping, Sequence

from coach.engine.model import Deal
from coach.engine.playbook.facts import FIGURES
from coach.errors import Undeliverable
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.deals import DealReader
from coach.salesforce.describer import Describer
from coach.salesforce.faults import kept_from_us
from coach.salesforce.past.rebuild import FieldHistory, Row, Stages, rebuild
from coach.salesforce.rows import by_opportunity
from coach.salesforce.schema import Schema
from coach.salesforce.values import day

MOST = 200
"""Opportunities in one call: with ten changes each, their history fills a page."""


class PastReader:
    """Reads deals as they stood after each change."""

    def __init__(self, client: Client, deals: DealReader, describer: Describer) -> None:
        self._client = client
        self._deals = deals
        self._describer = describer
        self._stages: Stages | None = None
        self._tracked: frozenset[str] | None = None

    def read(self, ids: Sequence[str], custom_fields: frozenset[str], as_today: bool = False) -> dict[str, list[Deal]]:
        """The past of those of ``ids`` that exist. Raises Undeliverable if the org hides its stage history from us.

        With ``as_today``, what no history holds is taken as it is today, instead of as unreadable.
        """
        schema = self._describer.schema()
        past: dict[str, list[Deal]] = {}
        for portion in query.portions(ids, len(self._figures(schema, ())), MOST):
            past |= self._portion(portion, schema, custom_fields, as_today)
        return past

    def _portion(
        self, ids: Sequence[str], schema: Schema, custom_fields: frozenset[str], as_today: bool
    ) -> dict[str, list[Deal]]:
        today = self._deals.read(ids, custom_fields).deals
        figures = by_opportunity(query.rows_of(self._client, [self._figures(schema, ids)]))
        changes = by_opportunity(self._optional(_changes(ids)))
        stages, tracked = self._known_stages(), self._known_tracked()
        types = {name: each.type for name, each in schema.objects["Opportunity"].items()}
        rates = self._deals.rates(day(row.get("CloseDate")) for rows in figures.values() for row in rows)
        kept = {
            each: FieldHistory(figures.get(each, ()), changes.get(each, ()), tracked, types, as_today, rates)
            for each in today
        }
        return {each: rebuild(deal, kept[each], stages) for each, deal in today.items()}

    def _figures(self, schema: Schema, ids: Sequence[str]) -> str:
        if not schema.reads("OpportunityHistory", "StageName"):
            sentence = "The integration user may not read opportunity histories: an admin extends its permission set."
            raise Undeliverable(sentence, "INVALID_TYPE")
        columns = [name for name in (*FIGURES, "CurrencyIsoCode") if schema.reads("OpportunityHistory", name)]
        return query.path(
            f"SELECT OpportunityId, CreatedDate, {', '.join(columns)} FROM OpportunityHistory "
            f"WHERE OpportunityId IN {query.among(ids)} ORDER BY CreatedDate, Id"
        )

    def _known_stages(self) -> Stages:
        if self._stages is None:
            soql = "SELECT ApiName, IsClosed, IsWon FROM OpportunityStage"
            rows = self._optional(query.path(soql))
            self._stages = Stages(_named(rows, "IsClosed"), _named(rows, "IsWon"))
        return self._stages

    def _known_tracked(self) -> frozenset[str]:
        """The fields with any recorded change; no description says which fields are tracked."""
        if self._tracked is None:
            rows = self._optional(query.path("SELECT Field FROM OpportunityFieldHistory GROUP BY Field"))
            self._tracked = frozenset(str(row["Field"]) for row in rows)
        return self._tracked

    def _optional(self, address: str) -> Sequence[Row]:
        """The rows that a past can do without; empty if they are hidden from us. Raises Refused otherwise."""
        try:
            return query.rows_of(self._client, [address])
        except Refused as refusal:
            if not kept_from_us(refusal.fault):
                raise
            return ()


def _named(rows: Sequence[Mapping[str, object]], flag: str) -> frozenset[str]:
    return frozenset(str(row["ApiName"]) for row in rows if row.get(flag) is True)


def _changes(ids: Sequence[str]) -> str:
    return query.path(
        "SELECT OpportunityId, CreatedDate, Field, OldValue FROM OpportunityFieldHistory "
        f"WHERE OpportunityId IN {query.among(ids)} ORDER BY CreatedDate, Id"
    )
