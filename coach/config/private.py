"""Keep Coach's files readable for its own user alone: they contain names, amounts and the answers of reps.

Other users of the machine, and processes that run as other users, cannot even list the folder.
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
"""The files that Coach itself writes into the data folder. Any other file there is left to its owner."""


def keep_new_files_private() -> None:
    """Set the umask, so that files that this process and its libraries create from now on are for its user alone.

    Only for Coach's own processes.
    """
    os.umask(_OTHERS)


def private_folder(folder: Path) -> None:
    """Create the folder and its missing parents. Raises OSError."""
    for each in reversed([each for each in (folder, *folder.parents) if not each.exists()]):
        each.mkdir(mode=FOLDER, exist_ok=True)
    folder.mkdir(exist_ok=True)  # raises if it is a file


def private_opener(path: str, flags: int) -> int:
    """An opener for :func:`open`: a new file is for its owner alone, whatever the umask."""
    return os.open(path, flags, FILE)


def private_file(path: Path) -> None:
    """Create the file if it does not exist; otherwise remove other users' access to it. Raises OSError.

    An existing file is never opened. Closing it would drop this process's locks on it, and SQLite would then overwrite
    what others write. Source: https://www.sqlite.org/howtocorrupt.html, section 2.2.
    """
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, FILE))
    _close(path)


def mend(folder: Path) -> None:
    """Remove other users' access to a data folder and to Coach's files in it; log the paths where that fails.

    It fails for paths that belong to another user. A folder in which everybody may create files (``/tmp``) stays as it
    is, because others rely on it.
    """
    if left := left_open(folder):
        log.warning("data_open_to_others", paths=left[:20], count=len(left), who_acts="whoever runs Coach")


def left_open(folder: Path) -> list[str]:
    """Remove other users' access wherever possible, and return the paths in the data folder that stay open to them."""
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
    with suppress(FileNotFoundError):  # a queue message that a worker has just taken
        return _close(path)
    return True


def _close(path: Path) -> bool:
    """Remove other users' access to a path; returns whether it is closed to them now."""
    mode = stat.S_IMODE(path.lstat().st_mode)
    if path.is_symlink() or not mode & _OTHERS:
        return True
    try:
        path.chmod(mode & ~_OTHERS)
    except PermissionError:
        return False
    return True
