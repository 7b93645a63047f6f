"""The text of one file → a playbook, and every mistake in it."""

from dataclasses import dataclass
from functools import lru_cache

from pydantic import ValidationError

from coach.engine.playbook.closed import check_closed_stages
from coach.engine.playbook.defaults import Given, inherit
from coach.engine.playbook.model import NAME, Playbook
from coach.engine.playbook.nodes import MappingNode, ScalarNode, YamlNode
from coach.engine.playbook.plain import plain
from coach.engine.playbook.problems import Problems, quote
from coach.engine.playbook.scalars import is_null
from coach.engine.playbook.sentences import tell
from coach.engine.playbook.texts import CheckText, check_texts
from coach.engine.playbook.tree import read_nodes
from coach.errors import Problem

LARGEST = 256 * 1024
"""Maximum characters in one file; the same number limits its bytes."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The result of reading one text. ``playbook`` is None if there are ``problems``, which are in the order of the
    text.

    ``root`` holds the positions of everything in the text; None if nothing could be read.
    """

    root: YamlNode | None
    playbook: Playbook | None
    problems: tuple[Problem, ...]


@lru_cache(maxsize=4096)
def read_playbook(
    name: str, text: str, file: str, check_text: CheckText | None, defaults: tuple[Given, ...] = ()
) -> tuple[Playbook | None, tuple[Problem, ...]]:
    """The playbook, or None, and the mistakes in the text, in its order. Cached.

    ``defaults`` are those of the folders around it, the nearest last; their own mistakes are not reported here.
    """
    reading = read_file(name, text, file, check_text, defaults)
    return reading.playbook, reading.problems


def read_file(
    name: str, text: str, file: str, check_text: CheckText | None, defaults: tuple[Given, ...] = ()
) -> Reading:
    """Same as :func:`read_playbook`, with the positions of everything, and not cached.

    Any error in reading is reported as a problem of this file: no text may stop the others from being read.
    """
    problems = Problems(file)
    try:
        return _reading(name, text, check_text, defaults, problems)
    except Exception as error:
        problems.add(1, 1, f"This file cannot be read ({type(error).__name__}): say it in a simpler way.", "file")
        return Reading(None, None, tuple(problems.found))


def _reading(
    name: str, text: str, check_text: CheckText | None, defaults: tuple[Given, ...], problems: Problems
) -> Reading:
    if not NAME.match(name):
        sentence = (
            f"{quote(name)} cannot name a playbook: call the file by lower-case letters, digits and single dashes."
        )
        problems.add(1, 1, sentence, "name")
    if len(text) > LARGEST:
        problems.add(1, 1, f"This file is larger than {LARGEST // 1024} kB.", "file")
        return Reading(None, None, tuple(problems.found))
    root = read_nodes(text, problems)
    playbook = _model(name, root, defaults, problems) if _is_map(root, problems) else None
    if root and check_text:
        check_texts(root, text, check_text, problems)
    found = tuple(sorted(problems.found, key=lambda problem: (problem.line, problem.column)))
    return Reading(root, None if found else playbook, found)


def _is_map(root: YamlNode | None, problems: Problems) -> bool:
    if root is None or (isinstance(root, ScalarNode) and is_null(root)):
        if not problems.found:
            problems.add(1, 1, "This file is empty: a playbook needs at least title, when and cards.", "empty")
        return False
    if not isinstance(root, MappingNode):
        problems.add(root.line, root.column, "A playbook is a map: title: …, when: …, cards: ….", "type")
        return False
    return True


def _model(name: str, root: YamlNode | None, defaults: tuple[Given, ...], problems: Problems) -> Playbook | None:
    if not isinstance(root, MappingNode):
        return None
    data = {key.text: plain(value, (key.text,), problems) for key, value in root.entries if key.text != "name"}
    if key := root.key("name"):
        problems.add(
            key.line, key.column, f"A playbook is named by its file: {quote(name)}. Leave name out.", "unknown-key"
        )
    try:
        playbook = Playbook.model_validate({**inherit(data, defaults), "name": name if NAME.match(name) else "unnamed"})
    except ValidationError as error:
        for each in error.errors(include_url=False, include_input=False):
            if problems.full:
                break
            tell(each, root, problems)
        return None
    check_closed_stages(playbook.when, problems)
    return playbook
