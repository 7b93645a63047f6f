"""What Coach keeps on this machine is for its own user alone: names, amounts and what reps answered are in it.

Other users of the machine, and whatever else runs under another name there, get no further than the folder's door.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

FOLDER = 0o700
FILE = 0o600
_OTHERS = 0o077
_OURS = ("coach.db*", "beat-schedule*", "broker", "broker/**/*")
"""What Coach itself puts into the data folder: of whatever else may lie there, its owner disposes."""


def keep_new_files_private() -> None:
    """For a process of Coach's own: what it or a library of its makes from here on is for its user alone."""
    os.umask(_OTHERS)


def private_folder(folder: Path) -> None:
    """Make the folder and those above it, where they are not there. Raises OSError."""
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        each.mkdir(mode=FOLDER, exist_ok=True)
    folder.mkdir(exist_ok=True)  # says so, where it is a file


def private_opener(path: str, flags: int) -> int:
    """For :func:`open`: a new file is for its owner alone, whatever the process makes otherwise."""
    return os.open(path, flags, FILE)


def private_file(path: Path) -> None:
    """Make the file, where it is not there; one that is open to others is closed to them. Raises OSError.

    One that is there is never opened: closing it would drop the locks that this process has on it, and SQLite then
    writes over what others write. Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE))
    _close(path)


def mend(folder: Path) -> None:
    """Close a data folder, and what Coach keeps in it, to others. What is somebody else's is said in the log.

    A folder that everybody may put files into (``/tmp``) stays as it is: others rely on it.
    """
    if left := left_open(folder):
        log.warning("data_open_to_others", paths=left[:20], count=len(left), who_acts="whoever runs Coach")


def left_open(folder: Path) -> list[str]:
    """What stays open to others in a data folder, where everything is closed that can be."""
    if not folder.is_dir():
        return []
    shared = folder.stat().st_mode & stat.S_ISVTX
    left = [str(folder)] if shared else []
    return left + [str(path) for path in _kept_in(folder, but_the_folder=bool(shared)) if not _is_closed(path)]


def _kept_in(folder: Path, but_the_folder: bool) -> Iterator[Path]:
    if not but_the_folder:
        yield folder
    for pattern in _OURS:
        yield from folder.glob(pattern)


def _is_closed(path: Path) -> bool:
    with suppress(FileNotFoundError):  # a message that a worker has just taken
        return _close(path)
    return True


def _close(path: Path) -> bool:
    """Whether nobody else may open it now."""
    mode = stat.S_IMODE(path.lstat().st_mode)
    if path.is_symlink() or not mode & _OTHERS:
        return True
    try:
        path.chmod(mode & ~_OTHERS)
    except PermissionError:
        return False
    return True
