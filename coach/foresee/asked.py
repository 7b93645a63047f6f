"""Which deal a user's input means: an id, the URL of a record's page, or words in its name."""

import re

from coach import ids

NO_OPPORTUNITY_AT = (
    "This address holds no opportunity’s id, which begins with 006. Copy the address of the deal’s page in Salesforce,"
    " or look for the deal by a part of its name."
)
NO_OPPORTUNITY_ID = (
    "This is not the id of an opportunity, which begins with 006 and has 15 or 18 characters. Copy the address of the"
    " deal’s page in Salesforce, or look for the deal by a part of its name."
)
NO_DEAL_NAMED = (
    "No deal that {who} may see in Salesforce has these words in its name or its account’s. Try fewer words, or give"
    " the address of its page."
)
MAY_BE_MORE = "There may be more: add a word of the name."

_IN_ADDRESS = re.compile(r"(?:/|=|%2F|\A)(006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"\A(?:https?://|[\w.-]+\.(?:force|salesforce)\.com(?:/|\Z))", re.IGNORECASE)
_LIKE_AN_ID = re.compile(r"\A0[0-9A-Z][A-Za-z0-9]{10,}\Z")
_LONGEST = 2_000


def opportunity_id(text: str) -> str | None:
    """The id in pasted text: an id, or a URL that contains one; None if there is none."""
    found = _IN_ADDRESS.search(text.strip()[:_LONGEST])
    try:
        return ids.to18(found[1] if found else "", ids.OPPORTUNITY)
    except ValueError:
        return None


def no_name(text: str) -> str:
    """Why this cannot be a deal's name, if it is an id or a URL without a deal; empty if it can be one."""
    text = text.strip()
    if opportunity_id(text) is not None:
        return ""
    if _ADDRESS.match(text):
        return NO_OPPORTUNITY_AT
    return NO_OPPORTUNITY_ID if _LIKE_AN_ID.match(text) else ""
