"""Which of the org's limits is used up, as far as the org says.

Source: REST API Developer Guide, "Limits".
"""

from collections.abc import Mapping

from coach.errors import CoachError
from coach.salesforce.client import Client, Refused

_SENTENCES = {
    "ContentPublicationLimit": (
        "The org has published as many note versions as 24 hours allow ({most}): they come back hour by hour, and an "
        "admin can ask Salesforce for more."
    ),
    "DailyApiRequests": "The org has used up its {most} API calls of 24 hours: they come back hour by hour.",
    "FileStorageMB": "The org's file storage of {most} MB is full: an admin frees some or buys more.",
    "DataStorageMB": "The org's data storage of {most} MB is full: an admin frees some or buys more.",
}


def used_up(client: Client) -> str | None:
    """The sentence for the first used-up limit; None if there is none."""
    try:
        limits = client.get("limits")
    except (CoachError, Refused):
        return None
    for name, sentence in _SENTENCES.items():
        limit = limits.get(name) if isinstance(limits, Mapping) else None
        if isinstance(limit, Mapping) and limit.get("Max") and limit.get("Remaining") == 0:
            return sentence.format(most=limit["Max"])
    return None
