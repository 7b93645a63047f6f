"""Nodes → plain values for the models; conditions become their tree."""

from collections.abc import Mapping

from coach.engine.playbook.conditions import AllOf
from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.problems import Problems, quote
from coach.engine.playbook.reading import AUDIENCE, SEEN, WHEN, AllowedWords, read_conditions
from coach.engine.playbook.scalars import as_boolean, as_date, as_number, is_null

_ALLOWED: Mapping[tuple[str, ...], AllowedWords] = {
    ("when",): WHEN,
    ("audience",): AUDIENCE,
    ("adherence", "seen"): SEEN,
}
_UNREAD = AllOf(())
_DAYS = (("review_by",), ("approved_until",))
"""Keys that take a day."""


def plain(node: YamlNode, path: tuple[str, ...], problems: Problems) -> object:
    """The value as model input; conditions become their tree."""
    if allowed := _ALLOWED.get(path):
        return read_conditions(node, allowed, problems) or _UNREAD
    if isinstance(node, MappingNode):
        return {key.text: plain(value, (*path, key.text), problems) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return tuple(plain(item, path, problems) for item in node.items)
    if is_null(node):
        sentence = f"There is nothing under {quote(path[-1])}: fill it in, or leave it out."
        problems.add(node.line, node.column, sentence, "empty")
    return as_date(node) or node.text if path[-1:] in _DAYS else _scalar(node)


def _scalar(node: ScalarNode) -> object:
    if is_null(node):
        return None
    if (flag := as_boolean(node)) is not None:
        return flag
    if (number := as_number(node)) is not None:
        return int(number) if number == number.to_integral_value() and "." not in node.text else number
    return node.text
