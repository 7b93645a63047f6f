"""What a scalar means: the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema), and nothing more.

``no`` and ``12:30`` are text, ``010`` is ten. Numbers become Decimal without passing through binary floating point.
Numbers that nobody would write (more than thirty digits, infinity) stay text, so that no later code can be made to
expand them.
"""

import re
from datetime import date
from decimal import Decimal

from coach.engine.playbook.nodes import ScalarNode

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_TRUE = frozenset({"true", "True", "TRUE"})
_FALSE = frozenset({"false", "False", "FALSE"})
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]{1,30}|[0-9]{1,30}(?:\.[0-9]{0,30})?)(?:[eE][-+]?[0-9]{1,2})?\Z")
_BASED = re.compile(r"0o[0-7]{1,20}\Z|0x[0-9a-fA-F]{1,20}\Z")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def is_null(node: ScalarNode) -> bool:
    """Whether it is empty or null."""
    return node.plain and node.text in _NULL


def as_boolean(node: ScalarNode) -> bool | None:
    """The boolean; None if it is none."""
    if not node.plain:
        return None
    return True if node.text in _TRUE else False if node.text in _FALSE else None


def as_number(node: ScalarNode) -> Decimal | None:
    """The number; None if it is none."""
    if not node.plain:
        return None
    if _DECIMAL.match(node.text):
        return Decimal(node.text)
    return Decimal(int(node.text, 0)) if _BASED.match(node.text) else None


def as_date(node: ScalarNode) -> date | None:
    """The day, written as 2027-05-31, in quotes or not; None if it is none."""
    if not _DATE.match(node.text):
        return None
    try:
        return date.fromisoformat(node.text)
    except ValueError:
        return None


def as_text(node: ScalarNode) -> str | None:
    """The text; None if it means a number, true, false or null."""
    if is_null(node) or as_boolean(node) is not None or as_number(node) is not None:
        return None
    return node.text
