"""What a folder of playbooks holds: looked at often, read when it changed and has settled."""

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
"""Several files are not written in one moment, and half a file may be a valid playbook: a folder that changed less than
this ago is left alone, unless it looks the same at a second look.
"""

_WATCHED = frozenset({EntryKind.FILE, EntryKind.FOLDER})
Load = Callable[[Path, str | None], Library]


@dataclass(frozen=True, slots=True)
class FoundLibrary:
    """A valid library, with the texts of its files by what they are called in the tree.

    ``revision`` is empty where it is not known.
    """

    library: Library
    revision: str
    texts: Mapping[str, str]


class Folder:
    """Remembers what it has read, and what was wrong with it. For one thread at a time.

    ``not_read`` is what looks like a playbook there, and is none. ``settled``: at the last look the folder was as it
    was when it was read.
    ``load`` reads the folder; ``otherwise`` is the revision where neither git nor a file says one. ``wall`` is the
    time in seconds that the file system's time stamps are in.
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
        """Whether something else was read than before: ``found``, or ``problems``. ``at_once`` waits for nothing."""
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
        """What was read cannot be used, and why."""
        self.found, self.problems = None, problems

    def refuse_whole(self, why: str) -> None:
        """As :meth:`refuse`, for a reason that lies in no single file."""
        self.refuse((Problem(str(self.path), 1, 1, f"The folder {self.path.resolve()} {why}.", FOLDER),))

    def _take(self) -> bool:
        """Read the folder; False where it changed meanwhile, and must be read again."""
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
        """What changes with every edit, and when the last one was; time stamps that nobody can set are looked at."""
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
    """Of what a link leads to, or of the link itself where that is nothing. Raises OSError where it is gone."""
    try:
        return path.stat()
    except OSError:
        return path.lstat()
