"""Translates pydantic's errors into a position in the file and a sentence in the author's words."""

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from coach.engine.playbook import advice
from coach.engine.playbook.languages import meant
from coach.engine.playbook.model import (
    LOCALE,
    AdherenceRule,
    CardText,
    Link,
    Objection,
    Playbook,
    PlaybookLimits,
    Question,
    Texts,
    Video,
)
from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.problems import Problems, did_you_mean, quote
from coach.engine.playbook.scalars import as_boolean, as_number, is_null

_MODELS: Mapping[str, type[BaseModel]] = {
    "cards": CardText,
    "locales": Texts,
    "limits": PlaybookLimits,
    "adherence": AdherenceRule,
    "objection": Objection,
    "video": Video,
    "link": Link,
    "question": Question,
}

_WANTED: Mapping[str, str] = {
    "string_type": "takes text",
    "bool_type": "takes true or false",
    "int_type": "takes a whole number",
    "int_from_float": "takes a whole number",
    "decimal_type": "takes a number",
    "is_instance_of": "takes a number",
    "date_type": "takes a date, such as 2027-05-31",
    "tuple_type": "takes a list: begin each item with a dash",
    "dict_type": "takes a map: keys with values, indented",
    "mapping_type": "takes a map: keys with values, indented",
    "model_type": "takes a map: keys with values, indented",
    "enum": "takes draft, live or retired",
}

_INSTEAD: Mapping[str, Callable[[str], str]] = {
    "always": lambda text: advice.FLAGS.get(text.lower(), ""),
    "status": lambda text: {"active": "live", "published": "live", "inactive": "retired", "archived": "retired"}.get(
        text.lower(), text.lower() if text.lower() in ("draft", "live", "retired") else ""
    ),
    **dict.fromkeys(("review_by", "approved_until"), advice.day),
    "minutes": advice.minutes,
    "priority": advice.number,
    "within_days": advice.number,
    **dict.fromkeys(("cooldown_days", "per_deal", "per_rep_per_week"), advice.number),
}

_BOUNDS: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "greater_than": lambda ctx: f"must be more than {ctx['gt']}",
    "greater_than_equal": lambda ctx: f"must be at least {ctx['ge']}",
    "less_than_equal": lambda ctx: f"must be at most {ctx['le']}",
    "string_too_long": lambda ctx: f"is too long: at most {ctx['max_length']} characters",
    "string_too_short": lambda _: "is empty",
    "too_short": lambda ctx: f"needs at least {ctx['min_length']} of them",
    "too_long": lambda ctx: f"has more than the {ctx['max_length']} allowed",
}


def tell(error: ErrorDetails, root: MappingNode, problems: Problems) -> None:
    """Record one of pydantic's errors as a problem at its line and column."""
    path = [*error["loc"], *error.get("ctx", {}).get("at", ())]
    key, value = _find(root, path)
    kind = error["type"]
    if kind == "too_short" and isinstance(value, SequenceNode) and len(value.items) >= error["ctx"]["min_length"]:
        return  # invalid items are not counted, and have errors of their own
    if kind in _WANTED and isinstance(value, ScalarNode) and is_null(value):
        return  # reading has already reported that nothing is here
    if kind == "extra_forbidden":
        problems.add(key.line, key.column, _unknown_key(path), "unknown-key")
    elif kind == "missing":
        if not _misspelt(str(path[-1]), value):
            problems.add(value.line, value.column, f"{_owner(path)} needs {quote(str(path[-1]))}.", "missing-key")
    elif kind == "sentence":
        place = key if path and path[-1] == "[key]" else value
        problems.add(place.line, place.column, error["ctx"]["sentence"], error["ctx"]["rule"])
    else:
        problems.add(value.line, value.column, _mismatch(error, path, value), "type" if kind in _WANTED else "bounds")


def _mismatch(error: ErrorDetails, path: list[int | str], value: YamlNode) -> str:
    name = quote(_last_word(path))
    if wanted := _WANTED.get(error["type"]):
        found = _describe(value, text=error["type"] == "string_type")
        return f"{name} {wanted}, but this is {found}{advice.write(_instead(path, value))}."
    if bound := _BOUNDS.get(error["type"]):
        return f"{name} {bound(error.get('ctx', {}))}."
    return f"{name} cannot be read: {error['msg']}."


def _describe(node: YamlNode, *, text: bool) -> str:
    """What is there and, if text is required, how to write it as text."""
    if isinstance(node, SequenceNode):
        return "a list"
    if isinstance(node, MappingNode):
        hint = " (put text that holds “: ” in quotation marks)" if text and len(node.entries) == 1 else ""
        return f"a map{hint}"
    hint = " (put it in quotation marks if it is text)" if text else ""
    if as_boolean(node) is not None:
        return node.text + hint
    if as_number(node) is not None:
        return f"the number {node.text}{hint}"
    return f"the text {quote(node.text)}"


def _unknown_key(path: list[int | str]) -> str:
    word = str(path[-1])
    model = _model_of(path[:-1])
    hint = did_you_mean(word, model.model_fields)
    if model is CardText and (LOCALE.match(word) or meant(word)):
        hint = f" Other languages stand under “locales”, as in locales: {{{meant(word) or word}: {{tip: …}}}}."
    elif not hint and " " in word.strip():
        hint = " If it is text that goes on from the line above, indent it further than that line."
    return f"There is no key {quote(word)} in {_owner(path).lower()}.{hint}"


def _misspelt(word: str, owner: YamlNode) -> bool:
    """Whether a missing key is there in another spelling. That mistake is reported elsewhere."""
    keys = [key.text for key, _ in owner.entries] if isinstance(owner, MappingNode) else []
    return any(key.strip().lower() == word for key in keys)


def _instead(path: list[int | str], node: YamlNode) -> str:
    """What to write in place of a text, if that is clear."""
    if not isinstance(node, ScalarNode):
        return ""
    word, text = _last_word(path), node.text
    return _INSTEAD[word](text) if word in _INSTEAD else ""


def _model_of(path: list[int | str]) -> type[BaseModel]:
    return next((_MODELS[word] for word in reversed(path) if isinstance(word, str) and word in _MODELS), Playbook)


def _owner(path: list[int | str]) -> str:
    words = [word for word in path[:-1] if isinstance(word, str) and word in _MODELS]
    return {"cards": "A card", "locales": "A locale"}.get(words[-1], quote(words[-1])) if words else "A playbook"


def _last_word(path: list[int | str]) -> str:
    return next((word for word in reversed(path) if isinstance(word, str) and word != "[key]"), "playbook")


def _find(root: MappingNode, path: list[int | str]) -> tuple[YamlNode, YamlNode]:
    """The key and the value at a path; the nearest ones if the path leads nowhere."""
    key: YamlNode = root
    value: YamlNode = root
    for step in path:
        if isinstance(value, MappingNode) and (entry := _entry(value, str(step))):
            key, value = entry
        elif isinstance(value, SequenceNode) and isinstance(step, int) and step < len(value.items):
            key = value = value.items[step]
    return key, value


def _entry(node: MappingNode, word: str) -> tuple[ScalarNode, YamlNode] | None:
    return next(((key, value) for key, value in node.entries if key.text == word), None)
