from pathlib import Path

import pytest
from kombu import Connection

from coach.broker.files import Channel, Transport


@pytest.fixture
def channel(tmp_path: Path) -> Channel:
    options = {"data_folder_in": str(tmp_path), "data_folder_out": str(tmp_path), "control_folder": str(tmp_path)}
    connection = Connection("filesystem://localhost//", transport=Transport, transport_options=options)
    channel = connection.channel()
    assert isinstance(channel, Channel)
    return channel


class Curious:
    """A message that looks, while it is being written, whether somebody could already take it."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.could_be_taken: list[int] = []

    def __json__(self) -> str:
        self.could_be_taken.append(self.channel._size("coach"))
        return "all of it"


def test_a_message_can_be_taken_only_once_it_is_whole(channel: Channel) -> None:
    message = Curious(channel)

    channel._put("coach", message)

    assert message.could_be_taken == [0]
    assert str(channel._get("coach")) == "all of it"


def test_binding_a_queue_again_changes_nothing_and_leaves_nothing_behind(channel: Channel, tmp_path: Path) -> None:
    for _ in range(2):
        channel._queue_bind("coach", "coach", "", "coach")

    assert [binding.queue for binding in channel.get_table("coach")] == ["coach"]
    assert [path.name for path in tmp_path.iterdir()] == ["coach.exchange"]
