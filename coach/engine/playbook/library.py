"""All playbooks together: immutable, and identified by a hash of their content."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from coach.engine.playbook.conditions import Node, custom_fields
from coach.engine.playbook.model import Playbook, Status

_FIELD_IN_TEXT = re.compile(
    r"\bdeal\.(product\.)?fields(?:((?:\.[A-Za-z]\w*){1,6})|\[\s*[\"']([A-Za-z][\w.]*)[\"']\s*\])"
)


@dataclass(frozen=True, slots=True)
class Library:
    """``playbooks`` by name, in order of their names.

    ``hash`` is the SHA-256, in hex, of the files' texts and their keys in the tree. File order, time stamps, the tree's
    location and line endings make no difference to it. ``folders`` gives each playbook's folder in the tree, empty for
    the root. ``audiences`` are those that folders set, by the key of the defaults file, with their positions; their
    copies in the playbooks have none. ``revision`` is the git revision of the files, if there is one. ``custom_fields``
    are the API names that live and draft playbooks ask for, in conditions or in texts; those of line items begin with
    ``product.``.
    """

    hash: str
    playbooks: Mapping[str, Playbook]
    revision: str | None = None
    custom_fields: frozenset[str] = field(default=frozenset())
    folders: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    audiences: Mapping[str, Node] = field(default_factory=lambda: MappingProxyType({}))


def make_library(
    sources: Mapping[str, str],
    playbooks: Mapping[str, Playbook],
    revision: str | None,
    folders: Mapping[str, str] = MappingProxyType({}),
    audiences: Mapping[str, Node] = MappingProxyType({}),
) -> Library:
    """Build a library from the texts by file, and the playbooks and their folders by name."""
    ordered = {name: playbooks[name] for name in sorted(playbooks)}
    asked = (fields_of(playbook) for playbook in ordered.values() if playbook.status is not Status.RETIRED)
    fields = frozenset[str]().union(*asked)
    of_folders = MappingProxyType(dict(folders)), MappingProxyType(dict(audiences))
    return Library(content_hash(sources), MappingProxyType(ordered), revision, fields, *of_folders)


def content_hash(sources: Mapping[str, str]) -> str:
    """One hash for a set of texts by name. Lengths are hashed too, so that no text can pose as the end of another."""
    digest = hashlib.sha256()
    for name in sorted(sources):
        for text in (name, sources[name].replace("\r\n", "\n").replace("\r", "\n")):
            data = text.encode()
            digest.update(f"{len(data)}:".encode())
            digest.update(data)
    return digest.hexdigest()


def fields_of(playbook: Playbook) -> frozenset[str]:
    """The API names of the further fields that a playbook asks for."""
    in_conditions = (custom_fields(tree) for tree in playbook.trees)
    in_texts = (name for text in texts_of(playbook) for _, name in fields_in(text))
    return frozenset().union(*in_conditions, in_texts)


def fields_in(text: str) -> Iterator[tuple[int, str]]:
    """The further fields that a text prints, each with its position; those of line items begin with ``product.``."""
    for found in _FIELD_IN_TEXT.finditer(text):
        yield found.start(), (found[1] or "") + (found[2] or found[3]).removeprefix(".")


def texts_of(playbook: Playbook) -> Iterator[str]:
    """Every text of the cards, in every language."""
    for card in playbook.cards:
        yield from _strings(card.model_dump(mode="json"))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _strings(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _strings(part)
