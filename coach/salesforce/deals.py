"""Opportunity ids → deals: one call for a few hundred of them, whatever the org lacks."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date

from coach.engine.model import Deal
from coach.errors import Undeliverable
from coach.ids import OPPORTUNITY, to18
from coach.ports import Clock, DealsRead, Memory
from coach.salesforce import query
from coach.salesforce.client import Client, Refused
from coach.salesforce.composite import PartAnswer
from coach.salesforce.describer import Describer
from coach.salesforce.facts import CONTACT_ROLES, PRODUCT, STAGE_HISTORY, Selection, paths, select
from coach.salesforce.faults import FaultKind, error, kept_from_us, rule
from coach.salesforce.further import Row
from coach.salesforce.rates import RateReader, Rates
from coach.salesforce.rows import Beside, Frame, by_opportunity, deal
from coach.salesforce.schema import NO_OBJECT, Schema, require_opportunities
from coach.salesforce.settings import OrgSettings
from coach.salesforce.values import day

MOST = 400
"""Opportunities in one call; their line items and history then fill about a page each."""

_DEALS, _PRODUCTS, _ROLES, _HISTORY = "deals", "products", "roles", "history"
_FACT = {_PRODUCTS: PRODUCT, _ROLES: CONTACT_ROLES, _HISTORY: STAGE_HISTORY}


_ODD = (ValueError, TypeError, KeyError, ArithmeticError)
"""What the code raises for a row that cannot be turned into a deal."""


def _closes(row: Row) -> date | None:
    with suppress(*_ODD):
        return day(row.get("CloseDate"))
    return None


class _Stale(Exception):
    """The org refused an object or a field that describe had shown."""


class DealReader:
    """Reads deals. A read never fails for what an org lacks or hides: that is named in ``Deal.unreadable``.

    It does fail for any part that the org could not answer at the moment: time helps.
    """

    def __init__(
        self, client: Client, describer: Describer, settings: OrgSettings, clock: Clock, memory: Memory
    ) -> None:
        self._client = client
        self._describer = describer
        self._settings = settings
        self._clock = clock
        self._rates = RateReader(client, memory, clock)

    def read(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """All of ``ids``, each a deal or gone. Raises ValueError if one is not an opportunity's id."""
        wanted = list(dict.fromkeys(to18(one, OPPORTUNITY) for one in ids))
        deals: dict[str, Deal] = {}
        odd: set[str] = set()
        # The address must not be refused for its length, whatever the playbooks name.
        schema = self._describer.schema(paths(custom_fields))
        empty = len(query.path(self._opportunities(self._selection(schema, custom_fields), ())))
        for portion in query.portions(wanted, empty, MOST):
            found, unclear = self._portion(portion, custom_fields)
            deals |= found
            odd |= unclear
        if wanted and not deals and not odd:
            self._see_any()
        return DealsRead(deals, frozenset(wanted) - deals.keys() - odd, frozenset(odd))

    def _see_any(self) -> None:
        """Raises Undeliverable if our user sees no opportunity at all: then no deal counts as gone.

        If our user sees others, the deals that it no longer sees are gone for Coach, whether deleted or hidden; they
        come back once they can be read.
        """
        if not query.rows_of(self._client, [query.path("SELECT Id FROM Opportunity LIMIT 1")]):
            sentence = (
                "The integration user sees no opportunity at all any more: an admin gives it View All on them, in its "
                "permission set or by sharing."
            )
            raise Undeliverable(sentence, "NO_OPPORTUNITIES")

    def rates(self, closes: Iterable[date | None]) -> Rates:
        """The org's exchange rates on these days, and from a year ago on."""
        return self._rates.rates(self._describer.schema(), closes)

    def _portion(self, ids: Sequence[str], custom_fields: frozenset[str]) -> tuple[dict[str, Deal], set[str]]:
        schema = self._describer.schema(paths(custom_fields))
        try:
            return self._read(ids, schema, custom_fields)
        except _Stale:
            schema = self._describer.renew(schema)
        try:
            return self._read(ids, schema, custom_fields)
        except _Stale:
            sentence = "The org shows a field in its description and refuses it in a query: an admin looks into it."
            raise Undeliverable(sentence, "INVALID_FIELD") from None

    def _selection(self, schema: Schema, custom_fields: frozenset[str]) -> Selection:
        require_opportunities(schema)
        return select(schema, custom_fields)

    def _read(
        self, ids: Sequence[str], schema: Schema, custom_fields: frozenset[str]
    ) -> tuple[dict[str, Deal], set[str]]:
        selection = self._selection(schema, custom_fields)
        answered = query.ask(self._client, self._queries(ids, selection))
        faults = [answer.fault for answer in answered.values() if answer.fault]
        if any(rule(fault).kind is FaultKind.FIELD or fault.code == NO_OBJECT for fault in faults):
            raise _Stale
        main = answered[_DEALS]
        if main.fault:
            raise error(main.fault)
        rows = query.all_rows(self._client, main.body)
        beside = self._beside(answered, self._rates.rates(schema, map(_closes, rows)))
        frame = Frame(self._settings.org_id, self._clock(), schema, selection, self._settings.currency)
        found: dict[str, Deal] = {}
        nameless = False
        for row in rows:
            with suppress(*_ODD):
                one = deal(row, frame, beside)
                found[one.id] = one
            nameless = nameless or not row.get("Id")
        told = {str(row.get("Id"))[:15] for row in rows}
        # If a row does not say whose it is, no missing deal is known to be gone.
        return found, {one for one in ids if one not in found and (nameless or one[:15] in told)}

    def _queries(self, ids: Sequence[str], selection: Selection) -> dict[str, str]:
        queries = {_DEALS: self._opportunities(selection, ids)}
        their = f"WHERE OpportunityId IN {query.among(ids)}"
        if PRODUCT not in selection.unreadable:
            queries[_PRODUCTS] = f"SELECT {', '.join(selection.product)} FROM OpportunityLineItem {their} ORDER BY Id"
        if CONTACT_ROLES not in selection.unreadable:
            queries[_ROLES] = f"SELECT OpportunityId FROM OpportunityContactRole {their}"
        if STAGE_HISTORY not in selection.unreadable:
            columns = "OpportunityId, StageName, CreatedDate"
            queries[_HISTORY] = f"SELECT {columns} FROM OpportunityHistory {their} ORDER BY CreatedDate, Id"
        return {name: query.path(soql) for name, soql in queries.items()}

    @staticmethod
    def _opportunities(selection: Selection, ids: Sequence[str]) -> str:
        return f"SELECT {', '.join(selection.deal)} FROM Opportunity WHERE Id IN {query.among(ids)}"

    def _beside(self, answered: dict[str, PartAnswer], rates: Rates) -> Beside:
        rows = {name: self._optional(answered.get(name)) for name in (_PRODUCTS, _ROLES, _HISTORY)}
        return Beside(
            products=by_opportunity(rows[_PRODUCTS] or ()),
            roles=by_opportunity(rows[_ROLES] or ()),
            history=by_opportunity(rows[_HISTORY] or ()),
            rates=rates,
            unreadable=frozenset(fact for name, fact in _FACT.items() if rows[name] is None and name in answered),
        )

    def _optional(self, answer: PartAnswer | None) -> list[Row] | None:
        """The rows of a query that a deal can do without; None if they are hidden from us, or were not asked for.

        Raises Refused for any other fault: a deal decided on without them would not be looked at again.
        """
        if answer is None:
            return None
        try:
            return query.rows_in(self._client, answer)
        except Refused as refusal:
            if not kept_from_us(refusal.fault):
                raise
            return None
