"""What hangs on one record, whoever hung it there. Source: Object Reference, ContentDocumentLink."""

from coach.ids import OPPORTUNITY, to18
from coach.salesforce import query
from coach.salesforce.client import Client


def hanging_on(client: Client, deal_id: str) -> frozenset[str]:
    """The ids of the documents on this opportunity. Raises ValueError for what is not one's id."""
    soql = f"SELECT ContentDocumentId FROM ContentDocumentLink WHERE LinkedEntityId = '{to18(deal_id, OPPORTUNITY)}'"
    return frozenset(to18(str(row["ContentDocumentId"])) for row in query.rows_of(client, [query.path(soql)]))
