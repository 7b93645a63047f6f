"""Restrictions on valid queries that the platform does not answer."""

from collections.abc import Iterator

from localorg.errors import ApiError, malformed_query, not_queryable
from localorg.schema.features import Features
from localorg.schema.types import IDS, ObjectType
from localorg.soql import tree
from localorg.soql.scope import Scope

MAX_OFFSET = 2000
_LINK = "ContentDocumentLink"
_LINK_KEYS = ("id", "contentdocumentid", "linkedentityid")


def check_source(one: ObjectType) -> None:
    """Raises ApiError for an object that cannot be queried."""
    if not one.queryable:
        raise not_queryable(one.name)


def check_offset(query: tree.Query) -> None:
    """Raises ApiError for an OFFSET that goes too far."""
    if query.offset > MAX_OFFSET:
        raise ApiError(400, "NUMBER_OUTSIDE_VALID_RANGE", f"Maximum SOQL offset allowed is {MAX_OFFSET}")


def check_links(scope: Scope, query: tree.Query, features: Features) -> None:
    """Check that a query for document links filters by document or record, and by little else. Raises ApiError."""
    if scope.one.name != _LINK or features.query_all_files:
        return
    keys = {key: operator for key, operator in _keys(query.where) if key in _LINK_KEYS}
    if not keys:
        raise malformed_query(
            "Implementation restriction: ContentDocumentLink requires a filter by a single Id on ContentDocumentId or "
            "LinkedEntityId using the equals operator or multiple Id's using the IN operator."
        )
    if keys.get("linkedentityid") != "=" and any(_is_other(scope, path) for path in paths(query.where)):
        raise malformed_query(
            "Implementation restriction: filtering on non-id fields is only permitted when filtering by "
            "ContentDocumentLink.LinkedEntityId using the equals operator."
        )


def check_semi_join(one: ObjectType) -> None:
    """Raises ApiError for an object that is not allowed in a semi-join."""
    if one.name == _LINK:
        raise malformed_query(f"Entity '{_LINK}' is not supported for semi join inner selects")


def paths(condition: tree.Condition | None) -> Iterator[tree.Path]:
    """Every field in a condition, except those in the inner queries of semi-joins."""
    match condition:
        case tree.AllOf(terms) | tree.AnyOf(terms):
            for term in terms:
                yield from paths(term)
        case tree.Negation(term):
            yield from paths(term)
        case tree.Comparison(left) | tree.Member(left) | tree.SemiJoin(left) | tree.Includes(left):
            if isinstance(left, tree.Path):
                yield left


def _keys(condition: tree.Condition | None) -> Iterator[tuple[str, str]]:
    """The fields that the condition restricts for every record to given values, each with its operator: = or in."""
    match condition:
        case tree.AllOf(terms):
            for term in terms:
                yield from _keys(term)
        case tree.Comparison(tree.Path(parts), "="):
            yield parts[-1].casefold() if len(parts) == 1 else "", "="
        case tree.Member(tree.Path(parts), _, False) | tree.SemiJoin(tree.Path(parts), _, False):
            yield parts[-1].casefold() if len(parts) == 1 else "", "in"


def _is_other(scope: Scope, path: tree.Path) -> bool:
    return scope.term(path).type not in IDS


_ACCESS = "UserRecordAccess"
_LEVELS = ("hasreadaccess", "haseditaccess", "hasdeleteaccess", "hastransferaccess", "hasallaccess")
MOST_RECORDS = 200


def check_access(scope: Scope, query: tree.Query) -> None:
    """Check a query for UserRecordAccess: one user, at most 200 records, few combinations of fields. Raises ApiError.

    Source: Object Reference, UserRecordAccess, "Usage". The two messages about selected fields are the platform's own,
    as people quote them; the wording of the other two is not known.
    """
    if scope.one.name != _ACCESS:
        return
    keys = dict(_keys(query.where))
    records = _records(query.where)
    if keys.get("userid") != "=" or not records:
        raise malformed_query(f"{_ACCESS} requires a filter by a single UserId and by RecordId")
    if records > MOST_RECORDS:
        raise malformed_query(f"{_ACCESS} takes at most {MOST_RECORDS} record ids")
    filtered = [str(path).casefold() for path in paths(query.where)]
    selected = [str(item.expression).casefold() if isinstance(item, tree.Item) else "" for item in query.items]
    if "recordid" not in selected:
        raise ApiError(400, "INVALID_FIELD", "RecordId field must be selected")
    allowed = {"recordid"} if set(filtered) & set(_LEVELS) else {"recordid", "maxaccesslevel", *_LEVELS}
    if not set(selected) <= allowed or not set(filtered) <= {"userid", "recordid", *_LEVELS}:
        raise ApiError(400, "INVALID_FIELD", "Can select only RecordId, a Has*Access field, and MaxAccessLevel")


def _records(condition: tree.Condition | None) -> int:
    """How many records a condition names."""
    match condition:
        case tree.AllOf(terms):
            return sum(_records(term) for term in terms)
        case tree.Comparison(tree.Path((name,)), "=") if name.casefold() == "recordid":
            return 1
        case tree.Member(tree.Path((name,)), values, False) if name.casefold() == "recordid":
            return len(values)
    return 0
