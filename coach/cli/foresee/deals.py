"""The deal that a command is asked about: from the org, from a sample, from a file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from coach import ids
from coach.errors import Rejected
from coach.evaluate import Desk
from coach.foresee.files import read_deal, with_fields
from coach.foresee.samples import sample
from coach.model import Deal

if TYPE_CHECKING:
    from coach.salesforce.org import SalesforceOrg


def deal_in_org(org: "SalesforceOrg", text: str, desk: Desk) -> Deal:
    """The opportunity of this id. Raises Rejected where the org has none, or shows none."""
    try:
        opportunity_id = ids.to18(text.strip(), ids.OPPORTUNITY)
    except ValueError as error:
        raise Rejected(f"“{text}” {error}.") from None
    deal = org.read_deals([opportunity_id], desk.library.custom_fields).deals.get(opportunity_id)
    if deal is None:
        raise Rejected(f"The org has no opportunity {opportunity_id}, or hides it from Coach.")
    return deal


def deal_in_file(path: Path, desk: Desk, at: datetime) -> Deal:
    """The deal in a JSON file. Raises Rejected with every mistake in it."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Rejected(
            f"{path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}."
        ) from None
    return with_fields(read_deal(text, str(path), at, desk.limits.timezone), desk.library.custom_fields)


def deal_in_sample(name: str, desk: Desk, at: datetime) -> Deal:
    """A deal that comes with Coach. Raises Rejected where there is none of this name."""
    return with_fields(sample(name, at, desk.limits.timezone), desk.library.custom_fields)
