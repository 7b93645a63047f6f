"""The nodes of a YAML tree, each with its position."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A word or text. ``style`` is how it was written: a quotation mark, ``|`` or ``>``; empty for an unquoted
    scalar.
    """

    text: str
    style: str
    line: int
    column: int

    @property
    def plain(self) -> bool:
        """Whether it is unquoted, so that it may mean a number, true, false or null."""
        return not self.style


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple["YamlNode", ...]
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys and values, in the author's order. No key occurs twice."""

    entries: tuple[tuple[ScalarNode, "YamlNode"], ...]
    line: int
    column: int

    def key(self, text: str) -> ScalarNode | None:
        """The key with this text."""
        return next((key for key, _ in self.entries if key.text == text), None)

    def value(self, text: str) -> "YamlNode | None":
        """The value of this key."""
        return next((value for key, value in self.entries if key.text == text), None)


YamlNode = ScalarNode | SequenceNode | MappingNode
