from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import responses

from coach.engine.model import Account, LineItem, Person, StageChange
from coach.errors import TryAgain, Undeliverable
from coach.salesforce.deals import MOST
from coach.salesforce.query import LONGEST
from tests.salesforce.fakes import (
    DATA,
    NOON,
    ORG_ID,
    DictMemory,
    Hands,
    answer,
    build_org,
    numbered_id,
    replies,
    signs_in,
)
from tests.salesforce.paper import CURRENCY_TYPE, FIELDS, PaperOrg, without

DEAL = "006xx0000000001AAA"
NONE: frozenset[str] = frozenset()


@pytest.fixture
def paper(mocked: responses.RequestsMock) -> PaperOrg:
    paper = PaperOrg()
    paper.rows = {
        "Opportunity": [answer("opportunity")],
        "OpportunityLineItem": [answer("line_item")],
        "OpportunityContactRole": [{"OpportunityId": DEAL}, {"OpportunityId": DEAL}],
        "OpportunityHistory": answer("history"),
    }
    signs_in(mocked)
    replies(mocked, paper)
    return paper


def test_a_deal_holds_all_that_the_record_says(paper: PaperOrg) -> None:
    deal = build_org(currency="EUR").read_deals([DEAL], frozenset({"Competitor__c", "vac_date__c"})).deals[DEAL]
    assert (deal.org_id, deal.id, deal.name, deal.read_at) == (ORG_ID, DEAL, "Acme – 300 seats", NOON)
    assert (deal.stage, deal.closed, deal.won) == ("Negotiation/Review", False, False)
    assert (deal.amount, deal.currency, deal.close_date) == (Decimal(12345678), "EUR", date(2026, 12, 18))
    assert (deal.type, deal.lead_source, deal.next_step) == ("New Business", "Web", None)
    assert (deal.probability, deal.forecast_category, deal.pushes) == (Decimal(90), "Commit", 2)
    assert deal.created_at == datetime(2026, 9, 1, 8, tzinfo=UTC)
    assert deal.contact_roles == 2
    assert deal.account == Account("001xx0000000001AAA", "Acme", "Biotechnology", "Prospect")
    assert deal.fields == {"Competitor__c": "Globex", "vac_date__c": date(2026, 12, 1)}
    assert deal.unreadable == NONE


def test_the_owner_comes_with_role_profile_and_manager(paper: PaperOrg) -> None:
    owner = build_org().read_deals([DEAL], NONE).deals[DEAL].owner
    assert owner == Person(
        id="005xx0000000001AAA",
        name="Bob Osei",
        email="bob@acme.example",
        title="Account Executive",
        department="Sales",
        role="AE East",
        profile="Sales User",
        active=True,
        started_on=date(2025, 2, 3),
        manager_id="005xx0000000002AAA",
        manager_name="Alice Meyer",
        language="pt-BR",
        locale="pt-PT",
        timezone="Europe/Lisbon",
        first_name="Bob",
        last_name="Osei",
        manager_first_name="Alice",
        manager_last_name="Meyer",
    )


def test_products_come_with_prices_and_a_discount_computed_from_them(paper: PaperOrg) -> None:
    assert build_org().read_deals([DEAL], NONE).deals[DEAL].products == (
        LineItem(
            name="Enterprise seat",
            code="SEAT-ENT",
            family="Licences",
            quantity=Decimal(300),
            unit_price=Decimal(80),
            list_price=Decimal(100),
            discount=Decimal(20),
            total=Decimal(24000),
        ),
    )


@pytest.mark.parametrize(
    ("own", "unit_price", "list_price", "discount"),
    [
        (15, 80, 100, Decimal(15)),
        (0, 80, 100, Decimal(0)),
        (None, 200, 300, Decimal("33.33")),
        (None, 120, 100, Decimal(0)),
        (None, 80, 0, None),
        (None, 80, None, None),
        (None, None, 100, None),
    ],
)
def test_a_discount_is_the_records_own_or_follows_from_the_prices(
    paper: PaperOrg, own: object, unit_price: object, list_price: object, discount: Decimal | None
) -> None:
    prices = {"Discount": own, "UnitPrice": unit_price, "ListPrice": list_price}
    paper.rows["OpportunityLineItem"] = [{**answer("line_item"), **prices}]
    assert build_org().read_deals([DEAL], NONE).deals[DEAL].products[0].discount == discount


def test_history_keeps_changes_of_stage_only(paper: PaperOrg) -> None:
    assert build_org().read_deals([DEAL], NONE).deals[DEAL].history == (
        StageChange("Prospecting", datetime(2026, 9, 1, 8, tzinfo=UTC)),
        StageChange("Proposal/Price Quote", datetime(2026, 10, 5, 10, tzinfo=UTC)),
        StageChange("Negotiation/Review", datetime(2026, 11, 10, 9, tzinfo=UTC)),
    )


@pytest.mark.parametrize(("rows", "stages"), [(0, 1), (3, 3)])
def test_a_stage_without_its_own_row_is_the_last_of_the_history(paper: PaperOrg, rows: int, stages: int) -> None:
    paper.rows["OpportunityHistory"] = answer("history")[:rows]
    history = build_org().read_deals([DEAL], NONE).deals[DEAL].history
    assert len(history) == stages
    assert history[-1] == StageChange("Negotiation/Review", datetime(2026, 11, 10, 9, tzinfo=UTC))


def test_one_call_reads_everything_once_the_org_is_known(paper: PaperOrg) -> None:
    org = build_org()
    org.read_deals([DEAL], NONE)
    org.read_deals([DEAL], NONE)
    assert [len(call) for call in paper.calls] == [14, 4, 4]


def test_hundreds_of_deals_fit_one_call_and_its_addresses_stay_short(
    paper: PaperOrg, mocked: responses.RequestsMock
) -> None:
    build_org().read_deals([numbered_id("006", number) for number in range(1_000)], NONE)
    assert len(paper.calls) == 1 + 3
    assert paper.queries[0].count("006xx") == MOST
    bodies = [call.request.body for call in mocked.calls if call.request.url == f"{DATA}/composite"]
    assert all(len(part) < LONGEST + 2_000 for body in bodies[1:] for part in str(body).split('"url": ')[1:])


def test_an_id_given_twice_or_with_15_characters_is_read_once(paper: PaperOrg) -> None:
    assert build_org().read_deals([DEAL, DEAL[:15]], NONE).deals.keys() == {DEAL}
    assert paper.query_of("Opportunity").count("006xx") == 1


@pytest.mark.parametrize(
    "wicked", ["../User/005", "https://evil.example/x", "001xx0000000001AAA", "006xx0000000001AAB", ""]
)
def test_what_is_no_opportunity_id_is_refused_before_any_call(wicked: str) -> None:
    with pytest.raises(ValueError, match="id"):
        build_org().read_deals([wicked], NONE)


def test_a_deal_that_does_not_come_back_is_gone(paper: PaperOrg) -> None:
    other = numbered_id("006", 77)
    read = build_org().read_deals([DEAL, other], NONE)
    assert read.deals.keys() == {DEAL}
    assert read.gone == {other}


@pytest.mark.parametrize(
    ("off", "fact"),
    [
        ("OpportunityLineItem", "product"),
        ("OpportunityHistory", "stage_history"),
        ("OpportunityContactRole", "contact_roles"),
    ],
)
def test_an_org_without_a_feature_is_read_without_it(paper: PaperOrg, off: str, fact: str) -> None:
    paper.objects = without(FIELDS, off)
    deal = build_org().read_deals([DEAL], NONE).deals[DEAL]
    assert deal.unreadable == {fact}
    assert not any(f" FROM {off} " in query for query in paper.queries)


@pytest.mark.parametrize(
    ("refused", "fact"),
    [
        ("OpportunityLineItem", "product"),
        ("OpportunityHistory", "stage_history"),
        ("OpportunityContactRole", "contact_roles"),
    ],
)
def test_a_refused_part_only_leaves_its_facts_unreadable(paper: PaperOrg, refused: str, fact: str) -> None:
    paper.refusals[refused] = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]
    deal = build_org().read_deals([DEAL], NONE).deals[DEAL]
    assert deal.unreadable == {fact}
    assert deal.stage == "Negotiation/Review"


@pytest.mark.parametrize("code", ["QUERY_TIMEOUT", "SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION"])
@pytest.mark.parametrize(
    "failed", ["OpportunityLineItem", "OpportunityHistory", "OpportunityContactRole", "CurrencyType"]
)
def test_a_part_that_failed_for_a_moment_has_the_read_tried_again(paper: PaperOrg, failed: str, code: str) -> None:
    paper.objects = {**FIELDS, "CurrencyType": CURRENCY_TYPE}
    paper.refusals[failed] = [{"errorCode": code, "message": "Not now."}]
    with pytest.raises(TryAgain) as failure:
        build_org().read_deals([DEAL], NONE)
    assert failure.value.code == code


def test_a_further_page_that_was_forgotten_has_the_read_tried_again(
    paper: PaperOrg, mocked: responses.RequestsMock
) -> None:
    paper.pages["OpportunityLineItem"] = "/services/data/v67.0/query/01gxx-2000"
    forgotten = [{"errorCode": "INVALID_QUERY_LOCATOR", "message": "invalid query locator"}]
    mocked.get(f"{DATA}/query/01gxx-2000", json=forgotten, status=400)
    with pytest.raises(TryAgain, match="forgot a query"):
        build_org().read_deals([DEAL], NONE)


def test_a_refused_part_does_not_pass_for_an_empty_one(paper: PaperOrg) -> None:
    refusal = [{"errorCode": "INSUFFICIENT_ACCESS", "message": "no"}]
    paper.refusals = {"OpportunityContactRole": refusal, "OpportunityHistory": refusal}
    deal = build_org().read_deals([DEAL], NONE).deals[DEAL]
    assert deal.contact_roles is None
    assert deal.history == ()


def test_a_field_that_vanished_since_the_description_is_found_out_once(paper: PaperOrg) -> None:
    org = build_org()
    org.read_deals([DEAL], NONE)
    paper.objects = without(FIELDS, "Opportunity.PushCount")
    paper.refused_words["PushCount"] = answer("no_such_column")
    assert org.read_deals([DEAL], NONE).deals[DEAL].unreadable == {"pushes"}
    assert [len(call) for call in paper.calls] == [14, 4, 4, 14, 4]


def test_a_field_described_and_refused_for_good_is_for_an_admin(paper: PaperOrg) -> None:
    paper.refusals["Opportunity"] = answer("no_such_column")
    with pytest.raises(Undeliverable, match="refuses it in a query"):
        build_org().read_deals([DEAL], NONE)


def test_an_org_whose_opportunities_are_hidden_is_for_an_admin(paper: PaperOrg) -> None:
    paper.objects = without(FIELDS, "Opportunity")
    with pytest.raises(Undeliverable, match="may not read opportunities"):
        build_org().read_deals([DEAL], NONE)


def test_a_busy_org_is_asked_again_later(paper: PaperOrg) -> None:
    paper.refusals["Opportunity"] = [{"errorCode": "QUERY_TIMEOUT", "message": "too long"}]
    with pytest.raises(TryAgain, match="too long"):
        build_org().read_deals([DEAL], NONE)


def test_currencies_and_rates_are_read_where_there_are_several(paper: PaperOrg) -> None:
    with_code = {**FIELDS["Opportunity"], "CurrencyIsoCode": "picklist"}
    paper.objects = {**FIELDS, "Opportunity": with_code, "CurrencyType": CURRENCY_TYPE}
    paper.rows["Opportunity"] = [{**answer("opportunity"), "CurrencyIsoCode": "CHF"}]
    paper.rows["CurrencyType"] = [
        {"IsoCode": "EUR", "ConversionRate": 1.0},
        {"IsoCode": "CHF", "ConversionRate": 0.93},
        {"IsoCode": "XXX", "ConversionRate": None},
    ]
    deal = build_org(currency="EUR").read_deals([DEAL], NONE).deals[DEAL]
    assert deal.currency == "CHF"
    assert deal.rates == {"EUR": Decimal(1), "CHF": Decimal("0.93")}


def test_rates_are_read_once_an_hour(paper: PaperOrg) -> None:
    paper.objects = {**FIELDS, "CurrencyType": CURRENCY_TYPE}
    paper.rows["CurrencyType"] = [{"IsoCode": "EUR", "ConversionRate": 1.0}]
    hands = Hands()
    org = build_org(DictMemory(), hands, schema_age=timedelta(days=1))
    for _ in range(2):
        assert org.read_deals([DEAL], NONE).deals[DEAL].rates == {"EUR": Decimal(1)}
    hands.pass_by(timedelta(hours=1))
    org.read_deals([DEAL], NONE)
    assert [len(call) for call in paper.calls] == [14, 4, 1, 4, 4, 1]


def test_a_deal_without_an_account_and_an_owner_without_a_manager_are_fine(paper: PaperOrg) -> None:
    row = {**answer("opportunity"), "AccountId": None, "Account": None}
    row["Owner"] = {**row["Owner"], "ManagerId": None, "Manager": None, "UserRole": None, "IsActive": False}
    paper.rows["Opportunity"] = [row]
    deal = build_org().read_deals([DEAL], NONE).deals[DEAL]
    assert deal.account is None
    assert (deal.owner.manager_id, deal.owner.role, deal.owner.active) == (None, None, False)


OTHER = numbered_id("006", 7)


@pytest.mark.parametrize(
    "odd",
    [
        {"Id": None},
        {"StageName": None},
        {"OwnerId": None},
        {"CloseDate": "2026-13-45"},
        {"CreatedDate": "yesterday"},
        {"Amount": 10**500},
    ],
)
def test_what_no_deal_can_be_made_of_is_that_deals_own_matter(paper: PaperOrg, odd: dict[str, object]) -> None:
    paper.rows["Opportunity"] = [{**answer("opportunity"), **odd}, {**answer("opportunity"), "Id": OTHER}]
    read = build_org().read_deals([DEAL, OTHER], NONE)
    assert (list(read.deals), read.odd, read.gone) == ([OTHER], frozenset({DEAL}), NONE)
