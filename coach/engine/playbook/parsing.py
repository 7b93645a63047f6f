"""Text → the events of a YAML parser: an exact one in Python, and one in C, some twenty times as fast.

They differ in what they refuse, in what they make of some rare signs, and in their messages. So the fast one may only
say what a file without mistakes means, and only if there is nothing in it that they are known to read differently.
"""

import re
from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

import yaml

from coach.engine.playbook.problems import Unreadable
from coach.engine.playbook.syntax import place, syntax_problem

FAST_LOADER: Any = getattr(yaml, "CSafeLoader", None)
"""None if PyYAML was built without libyaml, as on a machine that no wheel is made for."""

_READ_DIFFERENTLY = re.compile(
    r"""
      [^\n -~\xa0-\u2027\u202a-\ud7ff\uf900-\ufdcf\uff00-\uffef\U0001f000-\U0001faff]  # tabs and other unseen signs
    | ^\ +$                  # a line of spaces, which may or may not belong to the text above it
    | ^\ *[^\S\ \n]          # a special space in an indentation
    | ^%                     # a directive
    | ^(?:---|\.\.\.)        # where a document begins or ends
    | ["'\]}]:[^\s]          # a colon right behind a quotation mark or a bracket
    | [|>][-+0-9]*\ *\#       # a remark where a text in lines begins
    """,
    re.VERBOSE | re.MULTILINE,
)
"""What the parsers were found to read differently, by damaging playbooks at random a million times."""


class YamlEventKind(Enum):
    """What a parser has found."""

    DOCUMENT = "the beginning of a document"
    SCALAR = "a scalar"
    SEQUENCE = "the beginning of a list"
    SEQUENCE_END = "the end of a list"
    MAPPING = "the beginning of a map"
    MAPPING_END = "the end of a map"
    ALIAS = "an alias"
    OTHER = "something that says nothing about the content"


class YamlEvent(NamedTuple):
    """``start`` and ``end`` are marks with ``line`` and ``column``, from 0, and ``index``, in characters; or None.

    ``style`` is that of a scalar: a quotation mark, ``|`` or ``>``; empty for an unquoted one. ``flow``: in brackets.
    """

    kind: YamlEventKind
    start: Any
    end: Any
    value: str = ""
    style: str = ""
    flow: bool = False
    anchor: str | None = None
    tag: str | None = None


_KINDS = {
    "DocumentStartEvent": YamlEventKind.DOCUMENT,
    "ScalarEvent": YamlEventKind.SCALAR,
    "SequenceStartEvent": YamlEventKind.SEQUENCE,
    "SequenceEndEvent": YamlEventKind.SEQUENCE_END,
    "MappingStartEvent": YamlEventKind.MAPPING,
    "MappingEndEvent": YamlEventKind.MAPPING_END,
    "AliasEvent": YamlEventKind.ALIAS,
}
"""Both parsers call the classes of their events so."""


def exact_events(text: str) -> Iterator[YamlEvent]:
    """The events of any text. Any error means that the file is not YAML. Raises Unreadable."""
    # Imported only for a file with a mistake, or with something rare: it takes longer than reading a small library.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        yield from map(_event, YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        raise syntax_problem(text, error) from None
    except YAMLError as error:
        line, column = place(text, getattr(error, "position", 0) or 0)
        raise Unreadable(line, column, "There is a character here that YAML does not allow.", "yaml") from None
    except Unreadable:
        raise
    except Exception:  # the parser's internal errors slip out on some broken files; the file is to blame all the same
        raise Unreadable(1, 1, "This is not valid YAML.", "yaml") from None


def fast_events(text: str) -> Iterator[YamlEvent] | None:
    """The same events, if the text has no mistake; None if the fast parser must not be asked. Raises any Exception
    where there is a mistake.
    """
    if FAST_LOADER is None or _READ_DIFFERENTLY.search(text):
        return None
    return map(_event, yaml.parse(text, FAST_LOADER))


def _event(event: Any) -> YamlEvent:
    kind = _KINDS.get(type(event).__name__, YamlEventKind.OTHER)
    start, end = event.start_mark, event.end_mark
    if kind is YamlEventKind.SCALAR:
        return YamlEvent(kind, start, end, event.value, event.style or "", False, event.anchor, event.tag)
    if kind is YamlEventKind.MAPPING or kind is YamlEventKind.SEQUENCE:
        return YamlEvent(kind, start, end, "", "", bool(event.flow_style), event.anchor, event.tag)
    return YamlEvent(kind, start, end)
