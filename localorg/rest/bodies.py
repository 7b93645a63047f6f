"""Read the JSON bodies of calls. Missing values and wrong types raise the platform's errors."""

from typing import Any

from localorg.errors import ApiError, json_parser_error


def as_object(body: Any) -> dict[str, Any]:
    """The body as a JSON object. Raises ApiError."""
    if body is None:
        raise json_parser_error("No content to map to Object due to end of input")
    if not isinstance(body, dict):
        raise _unexpected("an object", body)
    return body


def objects(body: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The list of objects under ``name``. Raises ApiError if it is missing or contains anything else."""
    if name not in body:
        raise required(name)
    items = body[name]
    if not isinstance(items, list):
        raise _unexpected("a list", items)
    return [as_object(item) for item in items]


def text(body: dict[str, Any], name: str) -> str:
    """The string under ``name``. Raises ApiError where it is missing or empty."""
    value = body.get(name)
    if value is None or value == "":
        raise required(name)
    if not isinstance(value, str):
        raise _unexpected("a string", value)
    return value


def flag(body: dict[str, Any], name: str, default: bool) -> bool:
    """The boolean under ``name``. Raises ApiError where it is something else."""
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise _unexpected("a boolean", value)
    return value


def texts(body: dict[str, Any], name: str) -> list[str]:
    """The list of strings under ``name``. Raises ApiError."""
    items = body.get(name)
    if items is None:
        raise required(name)
    if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
        raise _unexpected("a list of strings", items)
    return items


def required(name: str) -> ApiError:
    """The error for a missing required value."""
    return json_parser_error(f"'{name}' is a required field.")


def _unexpected(wanted: str, value: Any) -> ApiError:
    return json_parser_error(f"The request body has {_kind(value)} where {wanted} is expected.")


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "a boolean", type(None): "null"}
    return kinds.get(type(value), "a number")
