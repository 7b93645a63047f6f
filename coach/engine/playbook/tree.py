"""Text → a tree of nodes with positions, from a safe and unsurprising subset of YAML.

Rejected: tags, anchors, aliases, merge keys, directives, duplicate and non-text keys, a second document, more than 20
levels, control characters. The tree is built from the parser's events. So depth is bounded before anything recurses,
and no file can make a small text expand into a large value.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from coach.engine.playbook.nodes import MappingNode, ScalarNode, SequenceNode, YamlNode
from coach.engine.playbook.parsing import YamlEvent, YamlEventKind, exact_events, fast_events
from coach.engine.playbook.problems import Problems, Unreadable, quote
from coach.engine.playbook.strict import NO_SPACE, apart, check_characters, ended, position
from coach.engine.playbook.syntax import QUOTE_IT
from coach.text import PLACEHOLDER_MARKS

DEEPEST = 20
MOST_NODES = 20_000
"""Maximum keys, values, lists and maps in one file; more would take seconds to read, and nobody writes that many."""
_UNSEEN = re.compile(f"[\\x00-\\x08\\x0b-\\x1f\\x7f\\ud800-\\udfff{''.join(PLACEHOLDER_MARKS)}]")
_NODES = (YamlEventKind.SCALAR, YamlEventKind.SEQUENCE, YamlEventKind.MAPPING, YamlEventKind.ALIAS)


def read_nodes(text: str, problems: Problems) -> YamlNode | None:
    """The only document in ``text``. None if it is empty or unreadable, which is then among ``problems``."""
    return read_fast(text) or read_exactly(text, problems)


def read_fast(text: str) -> YamlNode | None:
    """The map in a text without mistakes. None if there may be one, or something else than a map, or a sign that is
    read differently: the exact parser knows.
    """
    problems = Problems("")
    try:
        text = ended(text)
        events = fast_events(text)
        root = _Builder(text, events, problems).document() if events else None
    except Exception:  # the C parser has errors of its own, and only those of the exact one are told
        return None
    return root if isinstance(root, MappingNode) and not problems.found else None


def read_exactly(text: str, problems: Problems) -> YamlNode | None:
    """Same as :func:`read_nodes`, whatever the text holds, and some ten times as slow."""
    try:
        check_characters(text)
        whole = ended(text)
        return _Builder(whole, exact_events(whole), problems).document()
    except Unreadable as mistake:
        problems.add(min(mistake.line, text.count("\n") + 1), mistake.column, mistake.sentence, mistake.rule)
        return None


_ANCHOR = f"A text that begins with * or & means something else in YAML: {QUOTE_IT}. Anchors and aliases are not used."
_BRACES = f"A text that begins with {{{{ is no text to YAML: {QUOTE_IT}."


_OUTDENTED = "This belongs to what was opened above, so indent it more; or a quotation mark or bracket was not closed."


@dataclass(frozen=True, slots=True)
class _Around:
    """The innermost enclosing block: its content must be indented by at least ``column`` spaces.

    ``opened`` is the line of the outermost enclosing bracket; 0 outside brackets.
    """

    column: int = 0
    opened: int = 0

    @property
    def in_brackets(self) -> bool:
        return self.opened > 0

    @property
    def outdented(self) -> str:
        """The sentence for something that is not indented far enough."""
        if not self.opened:
            return _OUTDENTED
        return f"The bracket on line {self.opened} is not closed before this: close it there, or indent this more."

    def within(self, event: YamlEvent) -> "_Around":
        """The context inside the list or map that begins here."""
        if event.flow or self.in_brackets:
            return _Around(self.column, self.opened or event.start.line + 1)
        return _Around(event.start.column + 1)


class _Builder:
    """Builds nodes from events. Recursion is bounded by the language's maximum depth."""

    def __init__(self, text: str, events: Iterator[YamlEvent], problems: Problems) -> None:
        self._events = apart(text, events)
        self._text = text
        self._lines = text.split("\n")
        self._problems = problems
        self._nodes = 0

    def document(self) -> YamlNode | None:
        node: YamlNode | None = None
        for event in self._events:
            if event.kind is YamlEventKind.DOCUMENT:
                if node is not None:
                    sentence = "A second document begins here: a file holds one playbook."
                    raise Unreadable(*position(event), sentence, "yaml")
            elif event.kind in _NODES:
                node = self._node(event, 1, _Around())
        return node

    def _node(self, event: YamlEvent, depth: int, around: _Around) -> YamlNode:
        line, column = position(event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise Unreadable(line, column, f"There are more than {MOST_NODES:,} keys and values in this file.", "file")
        if event.kind is YamlEventKind.ALIAS or event.anchor is not None:
            raise Unreadable(line, column, _ANCHOR, "yaml")
        if event.tag is not None:
            raise Unreadable(line, column, "Tags (!) are not used in playbooks: put text in quotation marks.", "yaml")
        if around.in_brackets and column <= around.column:
            raise Unreadable(line, column, around.outdented, "yaml")
        if event.kind is YamlEventKind.SCALAR:
            self._check_scalar(event, around)
            return _scalar(event)
        if depth > DEEPEST:
            raise Unreadable(line, column, f"This is nested more than {DEEPEST} levels deep.", "yaml")
        if event.kind is YamlEventKind.SEQUENCE:
            return SequenceNode(tuple(self._items(depth, around.within(event))), line, column)
        if event.kind is YamlEventKind.MAPPING:
            return MappingNode(tuple(self._entries(depth, around.within(event))), line, column)
        raise Unreadable(line, column, "This is not valid YAML.", "yaml")

    def _items(self, depth: int, around: _Around) -> Iterator[YamlNode]:
        while (event := next(self._events)).kind is not YamlEventKind.SEQUENCE_END:
            yield self._node(event, depth + 1, around)
        self._check_end(event, around)

    def _entries(self, depth: int, around: _Around) -> Iterator[tuple[ScalarNode, YamlNode]]:
        seen: dict[str, int] = {}
        while (event := next(self._events)).kind is not YamlEventKind.MAPPING_END:
            key = self._key(event, depth, around)
            value = self._node(next(self._events), depth + 1, around)
            if isinstance(value, ScalarNode) and value.plain and not value.text:
                value = ScalarNode("", "", key.line, key.column)  # the parser places an empty value at the next token
            if key.text in seen:
                sentence = f"{quote(key.text)} is here twice; the first is on line {seen[key.text]}."
                self._problems.add(key.line, key.column, sentence, "duplicate-key")
                continue
            seen[key.text] = key.line
            yield key, value
        self._check_end(event, around)

    def _check_scalar(self, event: YamlEvent, around: _Around) -> None:
        """Report texts that this parser accepts, but others, such as an editor's, read differently."""
        if event.style in ("'", '"'):
            self._check_end(event, around)
        elif not event.style and event.value.endswith(":"):
            sentence = "This text ends with a colon, as a key does: put it in quotation marks."
            raise Unreadable(*position(event), sentence, "yaml")
        elif not event.style and around.in_brackets and event.value == "-":
            raise Unreadable(*position(event), f"A dash alone means a list in YAML: {QUOTE_IT}.", "yaml")
        if event.style in ("|", ">"):
            self._check_block(event)
            return
        for number in range(event.start.line + 1, event.end.line + 1):
            line = self._lines[number]
            if line.strip() and len(line) - len(line.lstrip()) < around.column:
                raise Unreadable(number + 1, 1, _OUTDENTED if event.style else around.outdented, "yaml")

    def _check_block(self, event: YamlEvent) -> None:
        """Report a block scalar of spaces only: its indentation is ambiguous."""
        below = self._lines[event.start.line + 1 : event.end.line]
        if below and not event.value.strip(" \n") and any(line.startswith(" ") for line in below):
            sentence = "Nothing but spaces stands below this: write a text, or leave it out."
            raise Unreadable(*position(event), sentence, "yaml")

    def _check_end(self, event: YamlEvent, around: _Around) -> None:
        mark = event.end
        if around.in_brackets and mark.column < around.column:
            raise Unreadable(mark.line + 1, max(1, mark.column), around.outdented, "yaml")
        if self._text[mark.index : mark.index + 1] == "#":
            raise Unreadable(mark.line + 1, mark.column + 1, NO_SPACE, "yaml")

    def _key(self, event: YamlEvent, depth: int, around: _Around) -> ScalarNode:
        key = self._node(event, depth + 1, around)
        if isinstance(key, MappingNode) and event.flow:
            raise Unreadable(key.line, max(1, key.column - 1), _BRACES, "yaml")
        if not isinstance(key, ScalarNode):
            raise Unreadable(key.line, key.column, "A key must be a word, not a list or a map.", "yaml")
        if key.plain and key.text == "<<":
            raise Unreadable(key.line, key.column, "Merge keys (<<) are not used in playbooks: write it out.", "yaml")
        return key


def _scalar(event: YamlEvent) -> ScalarNode:
    line, column = position(event)
    if unseen := _UNSEEN.search(event.value):
        letter = unseen[0]
        sentence = "This text holds a control character, which no reader could see."
        if letter in PLACEHOLDER_MARKS:
            sentence = (
                f"This text holds the private-use character U+{ord(letter):04X}, which nobody can see: type it anew."
            )
        raise Unreadable(line, column, sentence, "yaml")
    return ScalarNode(event.value, event.style, line, column)
