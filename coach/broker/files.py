"""Kombu's file broker, with files that appear complete.

Kombu opens a message's file, locks it and then writes it, but readers do not ask for the lock: a reader that comes in
between takes an empty message, and the worker ends with "Unrecoverable error". The same goes for the file that lists an
exchange's queues, which every process writes as it starts. A rename is atomic.
"""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

from coach.config.private import private_opener


class Channel(filesystem.Channel):
    """Like Kombu's, but other processes never read a half-written file."""

    def _put(self, queue: str, message: object, **_: object) -> None:  # type: ignore[override]  # kombu calls it so
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, dumps(message))

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        # Every process binds the same queue, so the last one to write loses no binding.
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        bound = self.get_table(exchange)
        if binding not in bound:
            _write_whole(Path(self.control_folder) / f"{exchange}.exchange", dumps([binding, *bound]))


class Transport(filesystem.Transport):
    """The class that Celery's ``broker_transport`` names."""

    Channel = Channel


def _write_whole(path: Path, text: Any) -> None:
    # A name that no reader looks for: readers go by what follows the first dot.
    half = path.with_name(f"half-{uuid.uuid4()}")
    try:
        with open(half, "w", encoding="utf-8", opener=private_opener) as file:
            file.write(text)
        half.rename(path)
    except OSError as error:
        raise ChannelError(f"Cannot write {path}") from error
