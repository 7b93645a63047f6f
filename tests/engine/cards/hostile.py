"""Deals as no record should be: every text hostile, every number and date at its end, or nothing filled in."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from coach.engine.model import Account, Deal, LineItem
from tests.engine.cards.examples import DEAL

MARKER = "zqVALUEqz"
"""Stands in each hostile value, so that where it came to shows."""
HTML = (
    f"{MARKER}<script>alert(1)</script><b>x</b>\"' onload=x [l](https://evil.example/) https://evil.example"
    " javascript:x \ue000 0\ue001 {{ 7 }} {% if %} {{{{7*7}}}} &lt;"
)


TEXTS = ("name", "type", "forecast_category", "lead_source", "next_step", "record_type")
EMPTY: dict[str, Any] = dict.fromkeys(
    ("amount", "account", "type", "probability", "pushes", "contact_roles", "next_step")
)


def _saying(text: str) -> Deal:
    said: dict[str, Any] = dict.fromkeys(TEXTS, text)
    people = ("name", "first_name", "last_name", "title", "department", "role")
    managers = ("manager_name", "manager_first_name", "manager_last_name")
    of_people: dict[str, Any] = dict.fromkeys((*people, *managers), text)
    return replace(
        DEAL,
        **said,
        owner=replace(DEAL.owner, **of_people),
        account=Account("0015g00000Lk2QbAAJ", text, industry=text, type=text),
        products=(
            LineItem(text, text, text, Decimal(2), Decimal(30000), Decimal(40000), Decimal("25"), Decimal(60000)),
        ),
        fields={"Segment__c": text, "Budget__c": Decimal("NaN")},
    )


DEALS = {
    "as usual": DEAL,
    "markup": _saying(HTML),
    "long": _saying("x" * 100_000),
    "right to left": _saying("\u202eשלום\u202c مرحبا \u200f"),
    "halves of characters": _saying("a\ud800b\udfff"),
    "control characters": _saying("".join(map(chr, range(32))) + "\x7f\x85\u2028\ufeff\uffff"),
    "private use": _saying("\ue000" + "0\ue001\ue0000\ue001\U0010ffff"),
    "empty texts": _saying(""),
    "spaces": _saying(" \t\n"),
    "no numbers": replace(DEAL, amount=Decimal("NaN"), probability=Decimal("Infinity"), pushes=10**400),
    "signalling": replace(DEAL, amount=Decimal("sNaN"), probability=Decimal("-Infinity"), contact_roles=-1),
    "huge": replace(
        DEAL, amount=Decimal("1e999999"), probability=Decimal("1e-999999"), fields={"Segment__c": "9" * 5000}
    ),
    "nothing": replace(
        DEAL,
        **EMPTY,
        products=(),
        history=(),
        fields={},
    ),
    "first days": replace(
        DEAL, close_date=date.min, created_at=datetime.min.replace(tzinfo=UTC), fields={"Segment__c": date.max}
    ),
    "last days": replace(DEAL, close_date=date.max, fields={"Segment__c": datetime.max.replace(tzinfo=UTC)}),
}
