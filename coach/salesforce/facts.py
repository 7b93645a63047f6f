"""The facts of a deal, by their names in the rule language, and where in the org each stands.

A fact whose field the org does not have, or hides from our user, is not asked for: it is *unreadable*, and conditions
on it are unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from coach.salesforce.schema import Schema

PRODUCT = "product"
STAGE_HISTORY = "stage_history"
CONTACT_ROLES = "contact_roles"

CORE = (
    "Id",
    "Name",
    "StageName",
    "IsClosed",
    "IsWon",
    "CreatedDate",
    "LastModifiedDate",
    "OwnerId",
)
"""Fields that every org shows to whoever may read opportunities."""

DEAL_FACTS: Mapping[str, str] = {
    "amount": "Amount",
    "close_date": "CloseDate",
    "type": "Type",
    "lead_source": "LeadSource",
    "next_step": "NextStep",
    "probability": "Probability",
    "forecast_category": "ForecastCategoryName",
    "pushes": "PushCount",
    "account_name": "Account.Name",
    "account_industry": "Account.Industry",
    "account_type": "Account.Type",
    "owner_name": "Owner.Name",
    "owner_first_name": "Owner.FirstName",
    "owner_last_name": "Owner.LastName",
    "owner_email": "Owner.Email",
    "owner_title": "Owner.Title",
    "owner_department": "Owner.Department",
    "owner_role": "Owner.UserRole.Name",
    "owner_profile": "Owner.Profile.Name",
    # Salesforce has no field for a user's first day; the day the user was created comes nearest.
    "owner_tenure_days": "Owner.CreatedDate",
    "manager_name": "Owner.Manager.Name",
    "manager_first_name": "Owner.Manager.FirstName",
    "manager_last_name": "Owner.Manager.LastName",
}
"""Fact → path on Opportunity."""

HELPERS = (
    "AccountId",
    "Owner.IsActive",
    "Owner.ManagerId",
    "Owner.LanguageLocaleKey",
    "CurrencyIsoCode",
    "LastStageChangeDate",
)
"""Read where they can be; no fact hangs on them alone."""

PRODUCT_FACTS: Mapping[str, str] = {
    "name": "Product2.Name",
    "code": "ProductCode",
    "family": "Product2.Family",
    "quantity": "Quantity",
    "unit_price": "UnitPrice",
    "list_price": "ListPrice",
    "discount": "Discount",
    "total": "TotalPrice",
}
"""Fact of a product → path on OpportunityLineItem."""

_UNREADABLE_TYPES = frozenset({"address", "anyType", "base64", "complexvalue", "json", "location", "time"})
"""Types that no condition could compare; describe's other types are text, numbers, dates and flags."""


@dataclass(frozen=True, slots=True)
class Selection:
    """What is asked for: paths of each object, the further fields by the name they were asked for, and what is not
    there to be read.
    """

    deal: tuple[str, ...]
    product: tuple[str, ...]
    further: Mapping[str, str]
    unreadable: frozenset[str]


def select(schema: Schema, custom_fields: frozenset[str]) -> Selection:
    """What this org lets us read of the facts, and of further fields given by API name in any case."""
    deal = [path for path in (*DEAL_FACTS.values(), *HELPERS) if schema.reads("Opportunity", path)]
    product = [path for path in PRODUCT_FACTS.values() if schema.reads("OpportunityLineItem", path)]
    further = {name: own for name in sorted(custom_fields) if (own := _further(schema, name))}
    own_names = [name for name in further.values() if name not in deal]
    return Selection(
        deal=(*CORE, *dict.fromkeys((*deal, *(name for name in own_names if name not in CORE)))),
        product=("Id", "OpportunityId", *product),
        further=further,
        unreadable=frozenset((*_unreadable(schema), *(custom_fields - further.keys()))),
    )


def _further(schema: Schema, name: str) -> str | None:
    own = schema.spelling("Opportunity", name)
    return own if own and schema.type_of("Opportunity", own) not in _UNREADABLE_TYPES else None


def _unreadable(schema: Schema) -> Iterator[str]:
    yield from (fact for fact, path in DEAL_FACTS.items() if not schema.reads("Opportunity", path))
    if not schema.has("OpportunityLineItem"):
        yield PRODUCT
    else:
        yield from (f"{PRODUCT}.{fact}" for fact, path in PRODUCT_FACTS.items() if not _tells(schema, fact, path))
    if not schema.reads("OpportunityHistory", "StageName"):
        yield STAGE_HISTORY
    if not schema.has("OpportunityContactRole"):
        yield CONTACT_ROLES


def _tells(schema: Schema, fact: str, path: str) -> bool:
    """Whether a product's fact can be told; a discount also follows from the two prices."""
    if schema.reads("OpportunityLineItem", path):
        return True
    prices = (PRODUCT_FACTS["unit_price"], PRODUCT_FACTS["list_price"])
    return fact == "discount" and all(schema.reads("OpportunityLineItem", price) for price in prices)
