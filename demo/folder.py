"""The demo's folder: its lock, its cleaning, and the environment file that connects ``coach`` to this demo."""

import fcntl
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from coach.config.settings import setting_variables
from demo.trouble import Trouble

FOLDER = Path(".demo")
ENVIRONMENT = "env"
_LOCK = "running"
_NEEDED = ("wsgi.py", "playbooks")


@contextmanager
def claimed(folder: Path = FOLDER) -> Iterator["Claim"]:
    """Lock and empty the folder, and hold the lock until the end of the block. Raises Trouble if that fails."""
    missing = [name for name in _NEEDED if not Path(name).exists()]
    if missing:
        raise Trouble(f"There is no {' and no '.join(missing)} here: run the demo in the project's folder.")
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        lock = (folder / _LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise Trouble(f"The demo keeps its files in {folder}/, which cannot be written: {error.strerror}.") from None
    with lock:
        _hold(lock)
        try:
            yield Claim(folder, lock, _emptied(folder))
        finally:
            (folder / ENVIRONMENT).unlink(missing_ok=True)


class Claim:
    """The folder while this process holds the lock; ``left_over`` says whether an earlier demo had left files there."""

    def __init__(self, folder: Path, lock: IO[str], left_over: bool) -> None:
        self._folder = folder
        self._lock = lock
        self.left_over = left_over

    def say(self, sentence: str) -> None:
        """Set the message for another demo that tries to start in this folder."""
        self._lock.truncate(0)
        self._lock.write(sentence)
        self._lock.flush()

    def keep_environment(self, settings: Mapping[str, str], commands: Path) -> Path:
        """Write the file to source, and return its path. It puts ``coach`` on the PATH, connected to this demo only."""
        path = self._folder / ENVIRONMENT
        path.touch(mode=0o600)
        path.write_text(environment(settings, commands), encoding="utf-8")
        return path


def environment(settings: Mapping[str, str], commands: Path) -> str:
    """The content of the file, for sh, bash, zsh and similar shells."""
    others = sorted(setting_variables() - settings.keys())
    lines = [
        "# For your shell while the demo runs: source .demo/env",
        f"unset {' '.join(others)}",
        *(f"export {name}={shlex.quote(value)}" for name, value in settings.items()),
        f'export PATH={shlex.quote(str(commands))}:"$PATH"',
    ]
    return "\n".join(lines) + "\n"


def _hold(lock: IO[str]) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.seek(0)
        said = lock.read().strip() or "It is starting."
        raise Trouble(
            f"A demo runs in this folder already. {said} End it with Ctrl-C where it runs, and start again."
        ) from None


def _emptied(folder: Path) -> bool:
    """Remove everything except the lock; returns whether there was anything."""
    found = [path for path in folder.iterdir() if path.name != _LOCK]
    for path in found:
        try:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        except OSError as error:
            raise Trouble(f"What an earlier demo left in {folder}/ cannot be removed: {error}.") from None
    return bool(found)
