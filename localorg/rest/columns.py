"""The columns of a query's answer, without its rows: for ``columns=true``, which the ``sf`` command line uses.

A parent is one column, with its selected fields as join columns. A subquery is one column with its own columns as join
columns; like a function, it is marked as aggregate.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from localorg.errors import malformed_query
from localorg.schema import Field, FieldType, ObjectType, Schema
from localorg.schema.types import NUMERIC
from localorg.soql.parse import parse
from localorg.soql.tree import Call, Item, Query

_APEX_TYPES = {
    FieldType.ID: "Id",
    FieldType.REFERENCE: "Id",
    FieldType.BOOLEAN: "Boolean",
    FieldType.INT: "Integer",
    FieldType.DOUBLE: "Double",
    FieldType.CURRENCY: "Decimal",
    FieldType.PERCENT: "Double",
    FieldType.DATE: "Date",
    FieldType.DATETIME: "Datetime",
    FieldType.BASE64: "Blob",
}
_WITHOUT_TEXT = NUMERIC | {FieldType.BOOLEAN, FieldType.DATE, FieldType.DATETIME}

Column = dict[str, Any]


def column_metadata(schema: Schema, soql: str) -> dict[str, Any]:
    """The columns of a query that is known to be valid. Raises ApiError if the text cannot be parsed."""
    query = parse(soql)
    one = schema.named(query.source)
    columns = _columns(schema, query, one)
    return {
        "columnMetadata": columns,
        "entityName": one.name,
        "groupBy": bool(query.group_by),
        "idSelected": any(column["columnName"] == "Id" for column in columns),
        "keyPrefix": one.key_prefix,
    }


def _columns(schema: Schema, query: Query, one: ObjectType) -> list[Column]:
    found: list[Column] = []
    unnamed = 0
    for item in query.items:
        if isinstance(item, Query):
            found.append(_subquery(schema, item, one))
        elif not isinstance(item.expression, Call):
            _add_path(schema, found, one, _without_alias(query, item.expression.parts))
        elif item.expression.function == "FIELDS":
            found.extend(_plain(field) for field in one.fields.values())
        else:
            found.append(_function(item, item.expression, unnamed))
            unnamed += item.alias is None
    return found


def _without_alias(query: Query, parts: Sequence[str]) -> Sequence[str]:
    """The path without the name or alias of the queried object, with which it may begin."""
    known = {name.casefold() for name in (query.alias, query.source) if name}
    return parts[1:] if len(parts) > 1 and parts[0].casefold() in known else parts


def _add_path(schema: Schema, columns: list[Column], one: ObjectType, parts: Sequence[str]) -> None:
    if len(parts) == 1:
        field = one.by_folded_name.get(parts[0].casefold())
        if field is None:
            raise malformed_query(f"No such column '{parts[0]}' on entity '{one.name}'.")
        columns.append(_plain(field))
        return
    up = one.parents.get(parts[0].casefold())
    if up is None or up.relationship_name is None:
        raise malformed_query(f"Didn't understand relationship '{parts[0]}' in field path.")
    joined = next((column for column in columns if column["columnName"] == up.relationship_name), None)
    if joined is None:
        joined = _column(up.relationship_name, foreign_key=up.name)
        columns.append(joined)
    _add_path(schema, joined["joinColumns"], schema.named(up.reference_to[-1]), parts[1:])


def _subquery(schema: Schema, query: Query, one: ObjectType) -> Column:
    down = one.children.get(query.source.casefold())
    if down is None:
        raise malformed_query(f"Didn't understand relationship '{query.source}' in FROM part of query call.")
    columns = _columns(schema, query, schema.objects[down.child])
    return _column(down.name or query.source, aggregate=True, join=columns)


def _function(item: Item, call: Call, number: int) -> Column:
    """The column of a function. Without an alias, the first one is named expr0, the next one expr1."""
    arguments = ", ".join(str(argument) for argument in call.arguments)
    return _column(item.alias or f"expr{number}", aggregate=True, display=f"{call.function.lower()}({arguments})")


def _plain(field: Field) -> Column:
    return {
        **_column(field.name),
        "apexType": _APEX_TYPES.get(field.type, "String"),
        "booleanType": field.type is FieldType.BOOLEAN,
        "custom": field.custom,
        "insertable": field.createable,
        "numberType": field.type in NUMERIC,
        "textType": field.type not in _WITHOUT_TEXT,
        "updatable": field.updateable,
    }


def _column(
    name: str, aggregate: bool = False, display: str = "", foreign_key: str | None = None, join: Iterable[Column] = ()
) -> Column:
    return {
        "aggregate": aggregate,
        "apexType": None,
        "booleanType": False,
        "columnName": name,
        "custom": False,
        "displayName": display or name,
        "foreignKeyName": foreign_key,
        "insertable": False,
        "joinColumns": list(join),
        "numberType": False,
        "textType": False,
        "updatable": False,
    }
