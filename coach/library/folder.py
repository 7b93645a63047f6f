"""The contents of a folder of playbooks: checked often, read once it has changed and settled."""

import os
import stat
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from coach.engine.playbook import Library
from coach.engine.playbook.folders import EntryKind, not_read, walk
from coach.engine.playbook.library import content_hash
from coach.engine.playbook.load import FOLDER, read_tree
from coach.errors import InvalidPlaybook, Problem
from coach.library.revision import cheaply, revision_of

SETTLED_SECONDS = 2.0
"""Writing several files takes a moment, and half a file may be a valid playbook. So a folder that changed more recently
than this is left alone, unless it looks the same at a second look.
"""

_WATCHED = frozenset({EntryKind.FILE, EntryKind.FOLDER})
Load = Callable[[Path, str | None], Library]


@dataclass(frozen=True, slots=True)
class FoundLibrary:
    """A valid library, with the texts of its files by their key in the tree.

    ``revision`` is empty if it is not known.
    """

    library: Library
    revision: str
    texts: Mapping[str, str]


class Folder:
    """Remembers what it has read, and the mistakes in it. For one thread at a time.

    ``not_read`` are files that look like playbooks but are not. ``settled``: at the last look, the folder had not
    changed since it was read. ``load`` reads the folder. ``otherwise`` is the revision if neither git nor a file gives
    one. ``wall`` returns the time in seconds, on the clock of the file system's time stamps.
    """

    def __init__(self, path: Path, load: Load, otherwise: str = "", wall: Callable[[], float] = time.time) -> None:
        self.path = path
        self.found: FoundLibrary | None = None
        self.problems: tuple[Problem, ...] = ()
        self.not_read: tuple[Problem, ...] = ()
        self.settled = False
        self._load = load
        self._otherwise = otherwise
        self._wall = wall
        self._last: object = None
        self._read: object = None

    def look(self, *, at_once: bool = False) -> bool:
        """Read the folder if needed. Returns whether ``found`` or ``problems`` changed. ``at_once`` does not wait for
        it to settle.
        """
        seen, changed_at = self._fingerprint()
        still, self._last = seen == self._last, seen
        self.settled = seen == self._read
        if self.settled or not (at_once or still or changed_at + SETTLED_SECONDS <= self._wall()):
            return False
        self.settled = self._take()
        if self.settled:
            self._read = seen
        return self.settled

    def refuse(self, problems: tuple[Problem, ...]) -> None:
        """Mark what was read as unusable, with the problems."""
        self.found, self.problems = None, problems

    def refuse_whole(self, why: str) -> None:
        """Same as :meth:`refuse`, for a problem that belongs to no single file."""
        self.refuse((Problem(str(self.path), 1, 1, f"The folder {self.path.resolve()} {why}.", FOLDER),))

    def _take(self) -> bool:
        """Read the folder. Returns False if it changed meanwhile, and must be read again."""
        revision = revision_of(self.path, self._otherwise)
        try:
            library = self._load(self.path, revision or None)
            texts, _ = read_tree(self.path)
        except InvalidPlaybook as error:
            self.refuse(error.problems)
            return True
        except OSError as error:
            self.refuse_whole(f"cannot be read: {error.strerror}")
            return True
        except Exception as error:
            self.refuse_whole(f"cannot be read ({type(error).__name__}: {error})")
            return True
        if content_hash(texts) != library.hash:
            return False
        self.found, self.problems, self.not_read = (
            FoundLibrary(library, revision, texts),
            (),
            tuple(not_read(self.path)),
        )
        return True

    def _fingerprint(self) -> tuple[object, float]:
        """A value that changes with every edit, and the time of the last edit. Uses time stamps that nobody can set."""
        try:
            tree = [seen.path for seen in walk(self.path) if seen.kind in _WATCHED]
            stamps = [(str(path), _status(path)) for path in (self.path, *tree)]
        except OSError:
            return "in motion, or not there", self._wall()
        seen = tuple(
            (name, status.st_mtime_ns, status.st_ctime_ns, status.st_size)
            for name, status in stamps
            if not stat.S_ISDIR(status.st_mode)
        )
        changed_at = max(status.st_ctime for _, status in stamps)
        return (seen, cheaply(self.path)), changed_at


def _status(path: Path) -> os.stat_result:
    """The status of a link's target, or of the link itself if it is broken. Raises OSError if the path is gone."""
    try:
        return path.stat()
    except OSError:
        return path.lstat()
