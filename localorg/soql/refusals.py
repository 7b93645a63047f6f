"""The platform's errors for queries; most of them point at a place in the text."""

from localorg.errors import ApiError, malformed_query

_COLUMN_HINT = (
    "If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. "
    "Please reference your WSDL or the describe call for the appropriate names."
)
_OBJECT_HINT = (
    "If you are attempting to use a custom object, be sure to append the '__c' after the entity name. "
    "Please reference your WSDL or the describe call for the appropriate names."
)
_RELATIONSHIP_HINT = (
    "If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship "
    "name. Please reference your WSDL or the describe call for the appropriate names."
)


def too_complicated() -> ApiError:
    """The query is too deeply nested or too long."""
    sentence = "Query is either selecting too many fields or the filter conditions are too complicated."
    return ApiError(400, "QUERY_TOO_COMPLICATED", sentence)


def unexpected_token(query: str, offset: int, token: str) -> ApiError:
    """A syntax error at ``offset``; an empty ``token`` is the end of the query."""
    return malformed_query(_pointing(query, offset, f"unexpected token: '{token or '<EOF>'}'"))


def malformed_at(query: str, offset: int, sentence: str) -> ApiError:
    """Something in the query is not allowed at ``offset``."""
    return malformed_query(_pointing(query, offset, sentence))


def unknown_column(query: str, offset: int, field: str, entity: str) -> ApiError:
    """A query names a field that the object does not have."""
    sentence = f"No such column '{field}' on entity '{entity}'. {_COLUMN_HINT}"
    return invalid_field_at(query, offset, sentence)


def unknown_relationship(query: str, offset: int, name: str) -> ApiError:
    """A query uses a parent relationship that the object does not have."""
    return invalid_field_at(
        query, offset, f"Didn't understand relationship '{name}' in field path. {_RELATIONSHIP_HINT}"
    )


def unknown_children(query: str, offset: int, name: str) -> ApiError:
    """A subquery names a child relationship that the object does not have."""
    sentence = f"Didn't understand relationship '{name}' in FROM part of query call. {_RELATIONSHIP_HINT}"
    return ApiError(400, "INVALID_TYPE", _pointing(query, offset, sentence))


def unsupported_object(query: str, offset: int, name: str) -> ApiError:
    """A query names an object that this org does not have."""
    return ApiError(
        400, "INVALID_TYPE", _pointing(query, offset, f"sObject type '{name}' is not supported. {_OBJECT_HINT}")
    )


def invalid_field_at(query: str, offset: int, sentence: str) -> ApiError:
    """A field is used in a way that its type does not allow."""
    return ApiError(400, "INVALID_FIELD", _pointing(query, offset, sentence))


def invalid_filter_at(query: str, offset: int, sentence: str) -> ApiError:
    """A filter compares things that cannot be compared."""
    return ApiError(400, "INVALID_QUERY_FILTER_OPERATOR", _pointing(query, offset, sentence))


def _pointing(query: str, offset: int, sentence: str) -> str:
    """The platform's format: a part of the line, a caret under the place, and the row and column, both from 1."""
    start = query.rfind("\n", 0, offset) + 1
    end = query.find("\n", offset)
    line = query[start : len(query) if end < 0 else end]
    column = offset - start
    left = _left_edge(line, column)
    right = _right_edge(line, column)
    row = query.count("\n", 0, offset) + 1
    caret = " " * (column - left) + "^"
    return f"\n{line[left:right]}\n{caret}\nERROR at Row:{row}:Column:{column + 1}\n{sentence}"


_CONTEXT = 40


def _left_edge(line: str, column: int) -> int:
    if column <= _CONTEXT:
        return 0
    space = line.find(" ", column - _CONTEXT, column)
    return column if space < 0 else space + 1


def _right_edge(line: str, column: int) -> int:
    if len(line) - column <= _CONTEXT:
        return len(line)
    space = line.rfind(" ", column, column + _CONTEXT)
    return column + _CONTEXT if space < 0 else space
