"""What is attached to one record, whoever attached it. Source: Object Reference, ContentDocumentLink."""

from coach.ids import OPPORTUNITY, to18
from coach.salesforce import query
from coach.salesforce.client import Client


def attached_to(client: Client, deal_id: str) -> frozenset[str]:
    """The ids of the documents on this opportunity. Raises ValueError if this is not an opportunity's id."""
    soql = f"SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{to18(deal_id, OPPORTUNITY)}'"
    return frozenset(to18(str(row["ContentDocumentId"])) for row in query.rows_of(client, [query.path(soql)]))
