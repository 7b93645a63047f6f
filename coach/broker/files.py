"""Kombu's broker made of files, with files that come into being whole.

Kombu opens a message's file, locks it and then writes it, and readers do not ask for the lock: one that comes in
between takes an empty message, and the worker ends with "Unrecoverable error". The same goes for the file that says
which queues an exchange has, which every process writes as it starts. Renaming has no in between.
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
    """As Kombu's, but what others read is never half written."""

    def _put(self, queue: str, message: object, **_: object) -> None:  # type: ignore[override]  # kombu calls it so
        name = f"{round(time.monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        _write_whole(Path(self.data_folder_out) / name, dumps(message))

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str | None) -> None:
        # Every process binds the same queue, so that the last one to write takes nothing away.
        binding = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        bound = self.get_table(exchange)
        if binding not in bound:
            _write_whole(Path(self.control_folder) / f"{exchange}.exchange", dumps([binding, *bound]))


class Transport(filesystem.Transport):
    """What Celery's ``broker_transport`` names."""

    Channel = Channel


def _write_whole(path: Path, text: Any) -> None:
    # A name that no reader looks for: they go by what follows the first dot.
    half = path.with_name(f"half-{uuid.uuid4()}")
    try:
        with open(half, "w", encoding="utf-8", opener=private_opener) as file:
            file.write(text)
        half.rename(path)
    except OSError as error:
        raise ChannelError(f"Cannot write {path}") from error
