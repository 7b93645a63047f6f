"""The words of the language: every fact that a condition may name, with where in an org it stands.

A new fact needs a row here and a reader in :mod:`coach.engine.matching.facts`; operators are declared in
:mod:`coach.engine.playbook.operators`. Tests hold the tables to each other, and the language's page is rendered from
here.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.engine.playbook.conditions import Kind
from coach.engine.playbook.operators import OPERATORS, Operator, Takes

__all__ = [
    "CURRENCY",
    "DEAL_FACTS",
    "FIELDS_KEY",
    "FIELDS_MEANING",
    "GROUPS",
    "OPERATORS",
    "OWNER_FACTS",
    "PRODUCTS",
    "PRODUCT_FACTS",
    "Fact",
    "Operator",
    "Takes",
]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact by its name in the YAML. ``unit`` follows the number, in the plural; empty where the kind says it all.

    ``path`` is where it stands in an org, seen from the opportunity or the line item; empty where it is not one field.
    ``coded``: records hold an API name there, and people see its label. ``always``: every deal has it. ``whole``: only
    whole numbers, none below ``least`` or above ``greatest``. ``needs`` names what else the org must show for the fact
    to be known. What is left out is the safe choice: the fact may be empty, and any value is possible.
    """

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    path: str = ""
    coded: bool = False
    always: bool = False
    whole: bool = False
    least: int | None = None
    greatest: int | None = None
    needs: frozenset[str] = frozenset()


def _by_name(*facts: Fact) -> Mapping[str, Fact]:
    return {fact.name: fact for fact in facts}


OWNER_FACTS = _by_name(
    Fact("owner_name", Kind.TEXT, "Full name of the deal's owner.", path="Owner.Name"),
    Fact(
        "owner_first_name",
        Kind.TEXT,
        "First name of the owner; some users have only a last name.",
        path="Owner.FirstName",
    ),
    Fact("owner_last_name", Kind.TEXT, "Last name of the owner.", path="Owner.LastName"),
    Fact("owner_email", Kind.TEXT, "E-mail address of the owner.", path="Owner.Email"),
    Fact("owner_title", Kind.TEXT, "Job title of the owner.", path="Owner.Title"),
    Fact("owner_department", Kind.TEXT, "Department of the owner.", path="Owner.Department"),
    Fact("owner_role", Kind.TEXT, "The owner's role in the org's role hierarchy.", path="Owner.UserRole.Name"),
    Fact("owner_profile", Kind.TEXT, "The owner's Salesforce profile.", path="Owner.Profile.Name"),
    Fact(
        "owner_tenure_days",
        Kind.NUMBER,
        "Calendar days since the owner's start date.",
        "days",
        path="Owner.CreatedDate",
        whole=True,
    ),
    Fact("manager_name", Kind.TEXT, "Full name of the owner's manager.", path="Owner.Manager.Name"),
    Fact(
        "manager_first_name",
        Kind.TEXT,
        "First name of the manager; some users have only a last name.",
        path="Owner.Manager.FirstName",
    ),
    Fact("manager_last_name", Kind.TEXT, "Last name of the manager.", path="Owner.Manager.LastName"),
)

DEAL_FACTS = _by_name(
    Fact("stage", Kind.STAGE, "The sales stage.", path="StageName", coded=True, always=True),
    Fact("closed", Kind.BOOLEAN, "Whether the deal is closed, won or lost.", path="IsClosed", always=True),
    Fact("won", Kind.BOOLEAN, "Whether the deal is closed and won.", path="IsWon", always=True),
    Fact("amount", Kind.MONEY, "The deal's amount.", path="Amount"),
    Fact(
        "product_count",
        Kind.NUMBER,
        "How many line items the deal has.",
        "products",
        always=True,
        whole=True,
        least=0,
        needs=frozenset({"product"}),
    ),
    Fact("type", Kind.TEXT, "The opportunity type, such as New Business.", path="Type", coded=True),
    Fact(
        "record_type",
        Kind.TEXT,
        "The record type, by its API name (Developer Name), such as Renewal.",
        path="RecordType.DeveloperName",
        coded=True,
    ),
    Fact("lead_source", Kind.TEXT, "Where the deal came from.", path="LeadSource", coded=True),
    Fact(
        "probability",
        Kind.NUMBER,
        "The probability of winning, from 0 to 100.",
        "%",
        path="Probability",
        least=0,
        greatest=100,
    ),
    Fact(
        "forecast_category",
        Kind.TEXT,
        "The forecast category, such as Commit.",
        path="ForecastCategoryName",
        coded=True,
    ),
    Fact(
        "days_in_stage",
        Kind.NUMBER,
        "Whole days of 24 hours since the deal came into its stage.",
        "days",
        whole=True,
        least=0,
        needs=frozenset({"stage_history"}),
    ),
    Fact(
        "days_to_close",
        Kind.NUMBER,
        "Calendar days from today to the close date; negative once it has passed.",
        "days",
        needs=frozenset({"close_date"}),
    ),
    Fact("close_date", Kind.DATE, "The close date.", path="CloseDate"),
    Fact(
        "age_days",
        Kind.NUMBER,
        "Whole days of 24 hours since the deal was created.",
        "days",
        always=True,
        whole=True,
        least=0,
    ),
    Fact(
        "pushes",
        Kind.NUMBER,
        "How often the close date moved to a later month.",
        "times",
        path="PushCount",
        whole=True,
        least=0,
    ),
    Fact("contact_roles", Kind.NUMBER, "How many contacts have a role on the deal.", "contacts", whole=True, least=0),
    Fact("next_step", Kind.TEXT, "The Next Step field.", path="NextStep"),
    Fact("deal_name", Kind.TEXT, "The opportunity's name.", path="Name", always=True),
    Fact("account_name", Kind.TEXT, "The account's name.", path="Account.Name"),
    Fact("account_industry", Kind.TEXT, "The account's industry.", path="Account.Industry", coded=True),
    Fact("account_type", Kind.TEXT, "The account's type.", path="Account.Type", coded=True),
    *OWNER_FACTS.values(),
)

PRODUCT_FACTS = _by_name(
    Fact("name", Kind.TEXT, "The product's name.", path="Product2.Name"),
    Fact("code", Kind.TEXT, "The product code.", path="ProductCode"),
    Fact("family", Kind.TEXT, "The product family.", path="Product2.Family", coded=True),
    Fact("quantity", Kind.NUMBER, "How many are sold.", path="Quantity"),
    Fact("unit_price", Kind.MONEY, "The sales price of one.", path="UnitPrice"),
    Fact("list_price", Kind.MONEY, "The list price of one.", path="ListPrice"),
    Fact(
        "discount",
        Kind.NUMBER,
        "The discount off the list price, from 0 to 100.",
        "%",
        path="Discount",
        least=0,
        greatest=100,
    ),
    Fact("total", Kind.MONEY, "The line's total price.", path="TotalPrice"),
)

CURRENCY = "currency"
GROUPS = {
    "all": "A list of maps: each of them is true.",
    "any": "A list of maps: at least one of them is true.",
    "not": "A map: it is not true as a whole.",
}
PRODUCTS = {
    "product": "A map over the facts of a product: some line item satisfies all of it together.",
    "every_product": "A map over the facts of a product: each line item satisfies all of it.",
}
FIELDS_KEY = "fields"
FIELDS_MEANING = (
    "A map from the API name of any further field, custom or standard, to operators: of the opportunity, or under"
    " product of the line item; Account.Segment__c or Partner__r.Tier__c is a field of the record a lookup leads to."
)
