"""What a fact is called, and how a condition on it is told: messages for :mod:`coach.engine.languages`.

A fact is named by a label that stands before a colon in most languages, so none needs an article or a case. A new fact
needs a label here or a phrase of its own; what was asked for is worded with each operator. Tests hold the tables to
the vocabulary, and each catalog to the tables.
"""

from collections.abc import Mapping

from coach.engine.languages import message, messages

LABELS: Mapping[str, str] = {
    "stage": message("stage"),
    "closed": message("closed"),
    "won": message("won"),
    "amount": message("amount"),
    "type": message("type"),
    "record_type": message("record type"),
    "lead_source": message("lead source"),
    "probability": message("probability"),
    "forecast_category": message("forecast category"),
    "close_date": message("close date"),
    "days_to_close": message("close date"),
    "next_step": message("next step"),
    "product_count": message("products"),
    "days_in_stage": message("days in its stage"),
    "age_days": message("age"),
    "pushes": message("pushes of the close date"),
    "contact_roles": message("contacts"),
    "deal_name": message("deal's name"),
    "account_name": message("account name"),
    "account_industry": message("account industry"),
    "account_type": message("account type"),
    "owner_name": message("owner"),
    "owner_first_name": message("owner's first name"),
    "owner_last_name": message("owner's last name"),
    "owner_email": message("owner's e-mail address"),
    "owner_title": message("owner's title"),
    "owner_department": message("owner's department"),
    "owner_role": message("owner's role"),
    "owner_profile": message("owner's profile"),
    "owner_tenure_days": message("owner's days here"),
    "manager_name": message("manager"),
    "manager_first_name": message("manager's first name"),
    "manager_last_name": message("manager's last name"),
}
"""Facts of a deal, in English behind “the”."""

PRODUCT_LABELS: Mapping[str, str] = {
    "name": message("name"),
    "code": message("code"),
    "family": message("family"),
    "quantity": message("quantity"),
    "unit_price": message("unit price"),
    "list_price": message("list price"),
    "discount": message("discount"),
    "total": message("total"),
}

COUNTED: Mapping[str, tuple[str, str]] = {
    "product_count": messages("the deal has {value} product", "the deal has {value} products"),
    "days_in_stage": messages("it has been in its stage for {value} day", "it has been in its stage for {value} days"),
    "age_days": messages("the deal is {value} day old", "the deal is {value} days old"),
    "pushes": messages("the close date was pushed {value} time", "the close date was pushed {value} times"),
    "contact_roles": messages("the deal has {value} contact", "the deal has {value} contacts"),
    "owner_tenure_days": messages(
        "the owner has been here for {value} day", "the owner has been here for {value} days"
    ),
}
"""Facts that are told as a count, for one and for other numbers."""
CLOSES = messages("it closes in {value} day", "it closes in {value} days")
CLOSES_TODAY = message("it closes today")
PASSED = messages("the close date passed {value} day ago", "the close date passed {value} days ago")

TRUTHS: Mapping[tuple[str, bool], str] = {
    ("closed", True): message("the deal is closed"),
    ("closed", False): message("the deal is open"),
    ("won", True): message("the deal is won"),
    ("won", False): message("the deal is not won"),
}

IS = message("the {fact} is {value}")
FILLED_IN = message("the {fact} is filled in")
NOT_FILLED_IN = message("the {fact} is not filled in")
TODAY = message("the {fact} is today")
AHEAD = messages("the {fact} is {value} day ahead", "the {fact} is {value} days ahead")
AGO = messages("the {fact} is {value} day ago", "the {fact} is {value} days ago")
CAME = message("the deal came from {before} into {now} on {day}")
FROM_THE_START = message("the deal has been in {now} from the start")

ON_DEAL = message("{product} is on the deal")
ON_DEAL_WITH = message("{product} is on the deal ({told})")
TOLD = message("{fact} {value}")
NO_LINES = message("the deal has no products")
EVERY = message("every product is one {asked}")
EVERY_AS_ASKED = message("every product is as asked for")
NOT_EVERY = message("not every product is one {asked}")
NOT_EVERY_AS_ASKED = message("not every product is as asked for")
NONE = message("no product {asked} is on the deal")
NONE_AS_ASKED = message("no product on the deal is as asked for")

QUOTED = message("“{text}”")
YES, NO = message("yes"), message("no")
SO_MANY_DAYS = messages("{value} day", "{value} days")

ASKED_EMPTY = message("whose {fact} is not filled in")

WHY = message("You see this because {facts}.")
MORE = message("more of the deal fits")
APPLIES = message("the playbook applies to this deal")
