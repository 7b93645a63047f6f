"""Defaults for a folder's playbooks: the file ``_defaults.yaml`` → the keys that a playbook in it can leave out.

The nearest folder wins, and a playbook's own keys win over all folders; limits are merged one by one. Audiences are the
exception: all of them must hold. So a playbook in a region's folder cannot leave its region by setting an audience of
its own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from pydantic import ValidationError, create_model

from coach.engine.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Node, Not, SomeProduct
from coach.engine.playbook.model import Playbook
from coach.engine.playbook.nodes import MappingNode, ScalarNode, YamlNode
from coach.engine.playbook.plain import plain
from coach.engine.playbook.problems import Problems, did_you_mean, quote
from coach.engine.playbook.scalars import is_null
from coach.engine.playbook.sentences import tell
from coach.engine.playbook.tree import read_nodes
from coach.errors import Problem

KEYS = ("status", "skill", "owner", "review_by", "approved_until", "priority", "always", "audience", "limits")
"""Keys that may be set for a whole folder: who is responsible, for whom it is, how often it may speak. A playbook's
content is always its own.
"""

_Defaults = create_model(
    "Defaults",
    __config__=Playbook.model_config,
    **{name: (Playbook.model_fields[name].annotation, Playbook.model_fields[name]) for name in KEYS},  # type: ignore[call-overload]  # fields that are known at run time
)


@dataclass(frozen=True, slots=True)
class Given:
    """A folder's defaults file: its display name, and its text."""

    file: str
    text: str


@dataclass(frozen=True, slots=True)
class Defaults:
    """What one file sets. ``values`` are model input, valid ones only; ``problems`` are the mistakes."""

    root: YamlNode | None
    values: Mapping[str, object]
    problems: tuple[Problem, ...]


@lru_cache(maxsize=1024)
def read_defaults(given: Given) -> Defaults:
    """Cached. Any error in reading is reported as a problem of this file."""
    problems = Problems(given.file)
    try:
        root = read_nodes(given.text, problems)
        values = _values(root, problems)
    except Exception as error:
        problems.add(1, 1, f"This file cannot be read ({type(error).__name__}): say it in a simpler way.", "file")
        root, values = None, {}
    found = tuple(sorted(problems.found, key=lambda problem: (problem.line, problem.column)))
    return Defaults(root, MappingProxyType({} if found else values), found)


def inherit(own: dict[str, object], defaults: Sequence[Given]) -> dict[str, object]:
    """A playbook's own keys, completed with the defaults of the folders above it. The nearest folder is last."""
    joined = dict(own)
    for given in reversed(defaults):
        for key, value in read_defaults(given).values.items():
            joined[key] = _joined(joined[key], value, key) if key in joined else value
    if joined.get("always") is True and "limits" not in own:
        # Limits set for a folder are for playbooks that can be held back.
        joined.pop("limits", None)
    return joined


def as_playbook(defaults: Defaults) -> Playbook:
    """A dummy playbook with only these defaults, for code that inspects conditions. The conditions keep their
    positions.
    """
    root = defaults.root
    audience = root.value("audience") if isinstance(root, MappingNode) else None
    asked = plain(audience, ("audience",), Problems("")) if audience else None
    nothing = {"when": AllOf(()), "cards": ({"name": "none", "title": "None", "tip": "None."},)}
    return Playbook.model_validate({"name": "defaults", "title": "Defaults", "audience": asked, **nothing})


def _joined(mine: object, value: object, key: str) -> object:
    if isinstance(mine, AllOf) and isinstance(value, AllOf):
        return AllOf((*value.parts, *mine.parts))
    if key == "limits" and isinstance(mine, Mapping) and isinstance(value, Mapping):
        return {**value, **mine}
    return mine


def _values(root: YamlNode | None, problems: Problems) -> dict[str, object]:
    if root is None or (isinstance(root, ScalarNode) and is_null(root)):
        return {}
    if not isinstance(root, MappingNode):
        problems.add(root.line, root.column, "Defaults are a map: owner: …, audience: …, limits: ….", "type")
        return {}
    for key, _ in root.entries:
        if key.text not in KEYS:
            problems.add(key.line, key.column, _unknown(key.text), "unknown-key")
    data = {key.text: plain(value, (key.text,), problems) for key, value in root.entries if key.text in KEYS}
    try:
        _Defaults.model_validate(data)
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            tell(each, root, problems)
    return {key: _elsewhere(value) if isinstance(value, AllOf) else value for key, value in data.items()}


def _elsewhere(node: Node) -> Node:
    """The same conditions without positions, for playbooks that inherit them."""
    match node:
        case Condition():
            return replace(node, line=0, column=0)
        case AllOf(parts):
            return AllOf(tuple(_elsewhere(part) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_elsewhere(part) for part in parts))
        case Not(part):
            return Not(_elsewhere(part))
        case SomeProduct() | EveryProduct():
            return node


def _unknown(word: str) -> str:
    can = f"defaults set {', '.join(KEYS)}"
    if word in Playbook.model_fields:
        return f"{quote(word)} is each playbook's own: {can}."
    return f"There is no key {quote(word)} in defaults.{did_you_mean(word, KEYS) or f' They set: {can[14:]}.'}"
