"""Exchange rates: of the close date where the org has dated ones."""

from datetime import date
from decimal import Decimal

import pytest
import responses

from coach.engine.model import Deal
from coach.ports import RATES
from coach.salesforce.rates import Rates, read_rates
from tests.salesforce.fakes import DictMemory, answer, build_org, replies, signs_in
from tests.salesforce.paper import CURRENCY_TYPE, FIELDS, PaperOrg

DEAL = "006xx0000000001AAA"
STATIC = [
    {"IsoCode": "EUR", "ConversionRate": Decimal("0.9"), "IsCorporate": False},
    {"IsoCode": "USD", "ConversionRate": 1, "IsCorporate": True},
]


def dated(*spans: tuple[str, str, str | None, str]) -> list[dict[str, object]]:
    names = ("IsoCode", "StartDate", "NextStartDate", "ConversionRate")
    return [dict(zip(names, (code, start, end, Decimal(rate)), strict=True)) for code, start, end, rate in spans]


def rates(*spans: tuple[str, str, str | None, str]) -> Rates:
    return read_rates(STATIC, dated(*spans))


def test_without_dated_rates_the_static_ones_hold_on_every_day() -> None:
    static = read_rates(STATIC, None)
    assert static.on(date(2020, 1, 1)) == static.on(None) == {"EUR": Decimal("0.9"), "USD": Decimal(1)}
    assert static.day_of(date(2020, 1, 1)) is None


@pytest.mark.parametrize(
    ("closes", "rate"),
    [
        (date(2026, 1, 1), "2"),
        (date(2026, 6, 30), "2"),
        (date(2026, 7, 1), "3"),
        (date(2030, 1, 1), "3"),
    ],
)
def test_a_rate_holds_from_its_start_to_the_day_before_the_next(closes: date, rate: str) -> None:
    known = rates(("EUR", "2026-01-01", "2026-07-01", "2"), ("EUR", "2026-07-01", None, "3"))
    assert known.on(closes) == {"EUR": Decimal(rate), "USD": Decimal(1)}
    assert known.day_of(closes) == closes


def test_outside_all_ranges_there_is_no_rate() -> None:
    assert "EUR" not in rates(("EUR", "2026-01-01", "2026-07-01", "2")).on(date(2026, 7, 1))


def test_a_deal_without_a_close_date_has_no_rates() -> None:
    assert rates(("EUR", "2026-01-01", None, "2")).on(None) == {}


def test_the_org_s_own_dated_rate_of_the_corporate_currency_goes_first() -> None:
    assert rates(("USD", "2026-01-01", None, "1.5")).on(date(2026, 3, 1)) == {"USD": Decimal("1.5")}


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    spans = {**CURRENCY_TYPE, "StartDate": "date", "NextStartDate": "date"}
    currency = {**FIELDS["Opportunity"], "CurrencyIsoCode": "picklist"}
    org = PaperOrg({**FIELDS, "Opportunity": currency, "CurrencyType": CURRENCY_TYPE, "DatedConversionRate": spans})
    org.rows = {
        "Opportunity": [{**answer("opportunity"), "CurrencyIsoCode": "EUR", "CloseDate": "2026-12-18"}],
        "DatedConversionRate": [
            {"IsoCode": "EUR", "ConversionRate": 2.0, "StartDate": "2026-01-01", "NextStartDate": "9999-12-31"}
        ],
    }
    signs_in(mocked)
    replies(mocked, org)
    return org


def test_a_deal_has_the_rates_of_its_close_date(paper: PaperOrg) -> None:
    deal = build_org().read_deals([DEAL], frozenset()).deals[DEAL]
    assert (deal.rates, deal.rates_on) == ({"EUR": Decimal(2)}, date(2026, 12, 18))


def test_rates_are_read_anew_once_their_mark_is_another(paper: PaperOrg) -> None:
    memory = DictMemory()
    org = build_org(memory)

    def read() -> Deal:
        return org.read_deals([DEAL], frozenset()).deals[DEAL]

    assert read().rates == {"EUR": Decimal(2)}
    paper.rows["DatedConversionRate"] = [{**paper.rows["DatedConversionRate"][0], "ConversionRate": 4.0}]
    assert read().rates == {"EUR": Decimal(2)}
    memory.remember(RATES, "another")
    assert read().rates == {"EUR": Decimal(4)}


def test_rates_of_long_ago_are_read_once_a_deal_closes_in_their_time(paper: PaperOrg) -> None:
    org = build_org()
    org.read_deals([DEAL], frozenset())
    assert "NextStartDate > 2025-10-19 OR NextStartDate = null" in paper.query_of("DatedConversionRate")

    paper.rows["Opportunity"] = [{**paper.rows["Opportunity"][0], "CloseDate": "2019-05-01"}]
    for _ in range(2):
        org.read_deals([DEAL], frozenset())

    asked = [query for query in paper.queries if "DatedConversionRate" in query]
    assert len(asked) == 2
    assert "NextStartDate > 2019-05-01" in asked[-1]
