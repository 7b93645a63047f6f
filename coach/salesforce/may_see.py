"""Find opportunities by name, and who may see them: for pages, which show people no more than the org does.

People sign in with the scope openid alone, so Coach cannot query in their name; our user asks what they may do.

What the query can and cannot tell (Object Reference, UserRecordAccess, "Usage"): it takes up to 200 records; if it
filters by access level, only RecordId may be selected; records that our own user may not read are left out. Restriction
rules are not considered, and do not exist for opportunities (Restriction Rules Developer Guide).
"""

from collections.abc import Iterable, Sequence

from simple_salesforce.format import format_soql

from coach.engine.inventory import DEAL_OBJECT, Schema
from coach.ids import OPPORTUNITY, USER, to18
from coach.salesforce import query
from coach.salesforce.client import Client

MOST = 200
_LONGEST_TEXT = 80
_MOST_WORDS = 6
_NAMES = ("Name", "Account.Name")


def deals_named(client: Client, schema: Schema, text: str) -> list[str]:
    """The ids of at most 200 opportunities whose name, or whose account's, contains every word. Last changed first.

    Without words, open opportunities.
    """
    words = text[:_LONGEST_TEXT].split()[:_MOST_WORDS]
    names = [name for name in _NAMES if schema.reads(DEAL_OBJECT, name)]
    held = [f"({' OR '.join(_holds(name, word) for name in names)})" for word in words] or ["IsClosed = false"]
    soql = f"SELECT Id FROM Opportunity WHERE {' AND '.join(held)} ORDER BY LastModifiedDate DESC LIMIT {MOST}"
    return [to18(str(row["Id"])) for row in query.rows_of(client, [query.path(soql)])]


def seen_by(client: Client, user_id: str, ids: Iterable[str]) -> frozenset[str]:
    """Of these opportunities, those that this user may read."""
    user, wanted = to18(user_id, USER), [to18(each, OPPORTUNITY) for each in ids]
    portions = [wanted[start : start + MOST] for start in range(0, len(wanted), MOST)]
    rows = query.rows_of(client, [query.path(_access(user, portion)) for portion in portions])
    return frozenset(to18(str(row["RecordId"])) for row in rows)


def _access(user: str, ids: Sequence[str]) -> str:
    return (
        f"SELECT RecordId FROM UserRecordAccess WHERE UserId = {query.quoted(user)} AND RecordId IN {query.among(ids)} "
        "AND HasReadAccess = true"
    )


def _holds(name: str, word: str) -> str:
    """Wildcards that somebody types count as letters."""
    return str(format_soql(f"{name} LIKE '%{{:like}}%'", word))
