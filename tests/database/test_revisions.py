"""No revision is edited in place: a database that has it already would count as up to date, and lack what was added."""

import tokenize
from hashlib import sha256
from pathlib import Path

import pytest

from coach.database.migrations import versions

_BEFORE = "of a chain that is gone"
RECORDED = {
    **{f"{number:04}": _BEFORE for number in range(1, 18)},
    "20261130": "402fd3af98eb1f91",
    "20261130b": "523c52a5cbd509a4",
}
"""The digest of each revision, by its name. A line stays after its revision has gone: its name is never given again."""
_NOT_CODE = (tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT)
FILES = [path for path in Path(str(versions.__file__)).parent.glob("*.py") if path.name != "__init__.py"]


def _digest(path: Path) -> str:
    with path.open("rb") as source:
        words = [token.string for token in tokenize.tokenize(source.readline) if token.type not in _NOT_CODE]
    return sha256(" ".join(words).encode()).hexdigest()[:16]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_revision_is_edited_in_place(path: Path) -> None:
    revision, digest = path.name.partition("_")[0], _digest(path)

    assert f'revision: str = "{revision}"' in path.read_text(encoding="utf-8"), "the file is called by its revision"
    assert RECORDED.get(revision) == digest, (
        f"Databases that have revision {revision} already lack what {path.name} says now, and still count as up"
        f" to date. Where people have such databases, take the edit back and add a revision after it. Else give"
        f' it a name that is not in RECORDED, such as the day, in the file and its name; add "<name>": "<digest>" to'
        f" RECORDED, and leave the old line there. The digest of this file is now {digest}."
    )
