"""Sharing: the rows that a user's query may find. Whoever sees an opportunity also sees its related records."""

from collections.abc import Iterator

from localorg.soql.binder import Binder
from localorg.soql.context import Context
from localorg.soql.scope import Scope

_ON_A_DEAL = ("OpportunityId", "LinkedEntityId")


def shared(scope: Scope, context: Context, binder: Binder) -> Iterator[str]:
    """Conditions on the rows of one FROM."""
    if context.outside and scope.one.name == "ContentDocumentLink":
        yield f"{scope.table}.\"Visibility\" = 'AllUsers'"
    if not context.hidden:
        return
    if scope.one.name == "Opportunity":
        yield f"NOT ({_hidden(scope.table, context, binder)})"
    for field in _ON_A_DEAL:
        if field in scope.one.fields:
            hidden = _hidden("deal", context, binder)
            yield f'{scope.table}."{field}" NOT IN (SELECT Id FROM "Opportunity" deal WHERE {hidden})'


def _hidden(table: str, context: Context, binder: Binder) -> str:
    if context.hidden == "owned":
        return f'{table}."OwnerId" <> {binder.bind(context.user_id)}'
    return f"{table}.Id IN {binder.bind_list(context.hidden)}"
