"""Common spellings that the language does not take, and what their authors should write instead.

Each function returns the correct spelling, or empty text if only the author can know it.
"""

import re
from collections.abc import Mapping
from datetime import date

GROUPS: Mapping[str, str] = {"and": "all", "or": "any", "none": "not", "and_not": "not", "nor": "not"}
FLAGS: Mapping[str, str] = {
    **dict.fromkeys(("yes", "y", "on", "ja", "oui", "si", "x"), "true"),
    **dict.fromkeys(("no", "n", "off", "nein", "non"), "false"),
}

_NUMBER = re.compile(
    r"(?P<sign>-?)\s*(?:[$€£¥]|[A-Z]{3}\b)?\s*"
    r"(?P<digits>[0-9]{1,15}|[0-9]{1,3}(?P<mark>[,_'’ \u00a0\u202f])[0-9]{3}(?:(?P=mark)[0-9]{3}){0,3})"
    r"(?P<rest>\.[0-9]{1,9})?\s*(?:(?P<times>[kKmM])|[%$€£¥]|(?P<unit>[A-Za-z]{2,12}))?\Z"
)
_ZEROS = {"k": "000", "m": "000000"}
_ANY_DATE = re.compile(r"([0-9]{1,4})[-./]([0-9]{1,2})[-./]([0-9]{1,4})\Z")


def number(text: str) -> str:
    """``80,000``, ``$80k``, ``14 days`` and ``20 %`` as plain digits."""
    found = _NUMBER.match(text.strip())
    if not found or (found["times"] and found["rest"]):
        return ""
    digits = re.sub(r"[^0-9]", "", found["digits"])
    return found["sign"] + digits + (found["rest"] or "") + _ZEROS.get((found["times"] or "").lower(), "")


def minutes(text: str) -> str:
    """``2:30`` as minutes."""
    found = re.match(r"([0-9]{1,2}):([0-5][0-9])\Z", text.strip())
    return f"{int(found[1]) + round(int(found[2]) / 60, 2):g}" if found else number(text)


def day(text: str) -> str:
    """A date in any order as 2027-12-31; empty if day and month are ambiguous."""
    found = _ANY_DATE.match(text.strip())
    if not found:
        return ""
    one, two, three = (int(part) for part in found.groups())
    orders = {(one, two, three)} if len(found[1]) == 4 else {(three, two, one), (three, one, two)}
    days = {read for order in orders if (read := _date(*order)) and len(found[3 if len(found[1]) < 4 else 1]) == 4}
    return days.pop().isoformat() if len(days) == 1 else ""


def _date(year: int, month: int, day_: int) -> date | None:
    try:
        return date(year, month, day_)
    except ValueError:
        return None


def slug(text: str) -> str:
    """``Write the Trigger!`` as write-the-trigger."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:80].strip("-")


def write(instead: str) -> str:
    """“; write …”, or empty text."""
    return f"; write {instead}" if instead else ""
