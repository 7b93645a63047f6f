"""One file as rules see it: its text, the playbook read from it, and the position of everything in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from coach.engine.cards import check_template
from coach.engine.playbook.conditions import Condition
from coach.engine.playbook.defaults import Given
from coach.engine.playbook.folders import sets_defaults
from coach.engine.playbook.library import fields_of
from coach.engine.playbook.model import Playbook
from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.read import Reading, read_file
from coach.engine.playbook.texts import place_in_text
from coach.lint.findings import RuleRemark

Path = tuple[str | int, ...]
"""Keys and list indexes, from the top of the file."""

_NOT_PROSE = frozenset({"name", "url"})


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its name for people, the name of the playbook that it should hold, and its text.

    ``defaults`` are those of the folders that contain it, the nearest last.
    """

    file: str
    name: str
    text: str
    defaults: tuple[Given, ...] = ()

    @property
    def sets_defaults(self) -> bool:
        """Whether this is a folder's file of defaults, which holds no playbook."""
        return sets_defaults(self.name)


@dataclass(frozen=True, slots=True)
class Text:
    """One text of a card, as parsed from YAML. ``path`` is its position in the file."""

    path: Path
    node: ScalarNode


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A file that holds a valid playbook. Subjects are compared by identity."""

    source: SourceFile
    root: MappingNode
    playbook: Playbook

    @property
    def own(self) -> "Subject":
        """The same subject with only the file's own audience: the folders' conditions have no line in this file."""
        alone = read_file(self.source.name, self.source.text, self.source.file, None).playbook
        return replace(self, playbook=self.playbook.model_copy(update={"audience": alone.audience if alone else None}))

    def at(self, *path: str | int) -> YamlNode:
        """The node at a path, or its nearest existing ancestor."""
        node: YamlNode = self.root
        for step in path:
            if isinstance(node, MappingNode) and (value := node.value(str(step))):
                node = value
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
        return node

    def texts(self) -> Iterator[Text]:
        """The texts of all cards, in all languages, in the order of the file."""
        for path, node in _scalars(self.at("cards"), ("cards",)):
            if path[-1] not in _NOT_PROSE:
                yield Text(path, node)

    def scalars(self) -> Iterator[tuple[Path, ScalarNode]]:
        """Every scalar value with its path."""
        yield from _scalars(self.root, ())

    def compared(self, condition: Condition) -> Iterator[tuple[str, YamlNode]]:
        """The values, as text, that a condition of this file compares with, each with its node."""
        value = _below(self.root, condition.line, condition.column)
        items = value.items if isinstance(value, SequenceNode) else (value,)
        yield from ((item.text, item) for item in items if isinstance(item, ScalarNode))

    def remark(self, node: YamlNode, sentence: str) -> RuleRemark:
        """A remark about a node."""
        return RuleRemark(node.line, node.column, sentence)

    def remark_in(self, text: Text, offset: int, sentence: str) -> RuleRemark:
        """A remark about a place within a text; ``offset`` counts characters from 0."""
        before = text.node.text[:offset]
        line, column = before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
        return RuleRemark(*place_in_text(text.node, line, column, self.source.text.split("\n")), sentence)


def fields_named(sources: Iterable[SourceFile]) -> frozenset[str]:
    """The further fields named by the valid playbooks among ``sources``."""
    subjects = (each for source in sources if not source.sets_defaults and isinstance(each := read(source), Subject))
    return frozenset().union(*(fields_of(each.playbook) for each in subjects))


def read(source: SourceFile) -> Subject | Reading:
    """Read a file for the rules. Returns the Reading, with its problems, if the file holds no valid playbook."""
    reading = read_file(source.name, source.text, source.file, check_template, source.defaults)
    if reading.playbook is None or not isinstance(reading.root, MappingNode):
        return reading
    return Subject(source, reading.root, reading.playbook)


def _below(node: YamlNode, line: int, column: int) -> YamlNode | None:
    """The value of the key at this line and column."""
    if isinstance(node, ScalarNode):
        return None
    if isinstance(node, SequenceNode):
        return next((found for item in node.items if (found := _below(item, line, column))), None)
    for key, value in node.entries:
        if (key.line, key.column) == (line, column):
            return value
        if found := _below(value, line, column):
            return found
    return None


def _scalars(node: YamlNode, path: Path) -> Iterator[tuple[Path, ScalarNode]]:
    if isinstance(node, ScalarNode):
        yield path, node
    elif isinstance(node, SequenceNode):
        for place, item in enumerate(node.items):
            yield from _scalars(item, (*path, place))
    else:
        for key, value in node.entries:
            yield from _scalars(value, (*path, key.text))
