"""Which library a plan compares with."""

from dataclasses import dataclass
from pathlib import Path

from coach.app.parts import load_library
from coach.cli.foresee.revisions import library_at
from coach.engine.cards import check_template
from coach.engine.playbook import Library, load_texts
from coach.errors import Rejected
from coach.library.store import LibraryStore


@dataclass(frozen=True, slots=True)
class NamedLibrary:
    """A library, and its source in words."""

    library: Library
    name: str


def library_against(against: str | None, folder: Path, kept: LibraryStore | None) -> NamedLibrary:
    """The library named by ``--against``: a folder or a revision. Without it, the library in force, else the last
    commit.

    ``folder`` is the one with the current playbooks; revisions are those of its repository. ``kept`` is the part of the
    store that knows the library in force, if there is a database.
    """
    if against is None:
        return _in_force(kept) or NamedLibrary(_last_commit(folder), "the last commit")
    if Path(against).is_dir():
        return NamedLibrary(load_library(Path(against)), f"folder {against}")
    library = library_at(folder, against)
    return NamedLibrary(library, f"revision {against} ({(library.revision or '')[:10]})")


def _in_force(kept: LibraryStore | None) -> NamedLibrary | None:
    current = kept.in_force() if kept else None
    texts = kept.texts(current.library) if kept and current else {}
    if not current or not texts:
        return None
    library = load_texts(texts, revision=current.revision or None, check_text=check_template)
    return NamedLibrary(library, f"what is in force since {current.at:%Y-%m-%d %H:%M} UTC")


def _last_commit(folder: Path) -> Library:
    try:
        return library_at(folder, "HEAD")
    except Rejected as error:
        raise Rejected(f"{error} Say what to compare with: --against REV or --against FOLDER.") from None
