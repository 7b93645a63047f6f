"""Formats money, dates and numbers for people."""

from datetime import date, datetime
from decimal import Decimal

_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥"}
_WITHOUT_CENTS = frozenset({"JPY"})


def money(amount: object, currency: object = None) -> str:
    """``$12,500.00``; empty if there is no amount. Without a currency it is in dollars."""
    if amount is None or amount == "":
        return ""
    code = str(currency or "USD")
    figures = f"{abs(Decimal(str(amount))):,.{0 if code in _WITHOUT_CENTS else 2}f}"
    return f"{'-' if Decimal(str(amount)) < 0 else ''}{_SIGNS.get(code, code + ' ')}{figures}"


def number(value: object) -> str:
    """``1,250`` or ``2.5``: as many decimals as there are."""
    if value is None or value == "":
        return ""
    plain = Decimal(str(value)).normalize()
    return f"{plain:,f}"


def percent(value: object) -> str:
    """``12.5%``."""
    figures = number(value)
    return f"{figures}%" if figures else ""


def day(value: object) -> str:
    """``Dec 31, 2026``."""
    if not value:
        return ""
    when = date.fromisoformat(str(value)[:10])
    return f"{when:%b} {when.day}, {when.year}"


def moment(value: object) -> str:
    """``Dec 31, 2026, 3:40 PM UTC``."""
    if not value:
        return ""
    when = datetime.fromisoformat(str(value))
    return f"{day(value)}, {when.hour % 12 or 12}:{when:%M %p} UTC"
