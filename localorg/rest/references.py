"""``@{reference}``: how a part of a composite refers to an earlier part's answer. Pure."""

import re
from collections.abc import Mapping
from typing import Any

from localorg.rest.failures import halted

_REFERENCE = re.compile(r"@\{([^}]*)\}")
_STEP = re.compile(r"\.?([A-Za-z0-9_]+)|\[(\d+)\]")
_MISSING = object()


def resolve(value: Any, answers: Mapping[str, Any]) -> Any:
    """``value`` with every reference replaced. ``answers`` are the bodies of earlier parts, by reference id.

    A string that consists of one reference becomes the value itself, whatever its type; a reference inside a longer
    string becomes text. Raises ApiError (PROCESSING_HALTED) if there is no such value.
    """
    if isinstance(value, str):
        return _resolve_text(value, answers)
    if isinstance(value, list):
        return [resolve(item, answers) for item in value]
    if isinstance(value, dict):
        return {key: resolve(item, answers) for key, item in value.items()}
    return value


def _resolve_text(text: str, answers: Mapping[str, Any]) -> Any:
    if "@{" not in text:
        return text
    whole = _REFERENCE.fullmatch(text)
    if whole:
        return _look_up(whole[1], answers)
    return _REFERENCE.sub(lambda found: str(_look_up(found[1], answers)), text)


def _look_up(path: str, answers: Mapping[str, Any]) -> Any:
    name = re.split(r"[.\[]", path, maxsplit=1)[0]
    found = _walk(answers.get(name, _MISSING), path[len(name) :])
    if found is _MISSING or found is None or isinstance(found, (dict, list)):
        raise halted(
            f"Invalid reference specified. No value for {path} found in {name}. Provided referenceId ('{path}') must "
            "start with a letter or a number, and it can contain only letters, numbers and underscores ('_')."
        )
    return found


def _walk(body: Any, path: str) -> Any:
    position = 0
    while position < len(path) and body is not _MISSING:
        step = _STEP.match(path, position)
        if step is None:
            return _MISSING
        body = _entry(body, step[1]) if step[1] else _item(body, int(step[2]))
        position = step.end()
    return body


def _entry(body: Any, name: str) -> Any:
    """The entry with this name. Names are case-sensitive: an answer's ``id`` is not found as ``Id``."""
    return body.get(name, _MISSING) if isinstance(body, dict) else _MISSING


def _item(body: Any, index: int) -> Any:
    return body[index] if isinstance(body, list) and index < len(body) else _MISSING
