"""What a YAML text says, told by another parser: an independent witness for what was read from it."""

import re
from decimal import Decimal
from typing import Any

import yaml

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_ONLY_IN_1_1 = str.maketrans({"\x85": "<NEL>", "\u2028": "<LS>", "\u2029": "<PS>"})
"""Ends of lines in YAML 1.1, which the witness speaks; in 1.2 they are letters like any other."""

_DEFAULTS = (("cooldown_days", Decimal(30)), ("priority", Decimal(50)), ("status", "draft"), ("always", False))


def meaning(text: str) -> Any:
    """Lists, and maps as lists of pairs, with the values of YAML 1.2's core schema. Raises yaml.YAMLError."""
    return _meaning(yaml.compose(text.translate(_ONLY_IN_1_1), Loader=yaml.BaseLoader))


def essence(said: Any) -> Any:
    """The same, where neither the order of keys makes a difference, nor whether a default or ``is`` is written out."""
    if isinstance(said, tuple):
        pairs = {key: essence(value) for key, value in said if (key, value) not in _DEFAULTS}
        if isinstance(flag := pairs.get("is"), bool) and len(pairs) == 1:
            return flag
        return {key: value for key, value in pairs.items() if (key, value) != ("limits", {})}
    return [essence(each) for each in said] if isinstance(said, list) else said


def _meaning(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return tuple((_meaning(key), _meaning(value)) for key, value in node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_meaning(value) for value in node.value]
    if node is None or node.style is not None:
        return node and node.value
    if node.value in ("true", "True", "TRUE", "false", "False", "FALSE"):
        return node.value.lower() == "true"
    return Decimal(node.value) if _NUMBER.match(node.value) else node.value
