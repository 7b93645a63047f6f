from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from coach import ids
from localorg.outbound.model import Message, State
from localorg.outbound.queue import Queue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DEAL = "006000000000001AAA"
MESSAGE = Message("Opportunity", "04k000000000001AAA", "http://127.0.0.1:1/hook", silent_users=("005000000000001AAA",))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    queue = Queue(tmp_path / "org.db")
    queue.define(MESSAGE)
    yield queue
    queue.close()


def test_a_definition_reads_back_as_it_was_made(queue: Queue) -> None:
    assert queue.messages() == (MESSAGE,)


def test_a_definition_of_the_same_name_is_replaced(queue: Queue) -> None:
    queue.define(replace(MESSAGE, active=False))
    assert [message.active for message in queue.messages()] == [False]


def test_a_replaced_message_keeps_its_action_id_and_a_new_one_gets_its_own(queue: Queue) -> None:
    assert queue.action_id("Opportunity") == MESSAGE.action_id
    assert queue.action_id("Another") != MESSAGE.action_id


def test_notification_ids_are_true_ids_and_never_repeat(queue: Queue) -> None:
    made = [queue.add("Opportunity", DEAL, NOW) for _ in range(70)]
    assert [ids.to18(id_, "04l") for id_ in made] == made
    assert len(set(made)) == len(made)


def test_what_waits_survives_the_process(queue: Queue, tmp_path: Path) -> None:
    added = queue.add("Opportunity", DEAL, NOW)
    reopened = Queue(tmp_path / "org.db")
    assert [one.id for one in reopened.due("Opportunity", NOW, 100)] == [added]
    reopened.close()


def test_what_is_not_due_yet_is_not_sent(queue: Queue) -> None:
    queue.add("Opportunity", DEAL, NOW)
    (one,) = queue.due("Opportunity", NOW, 100)
    queue.settle([replace(one, due_at=NOW + timedelta(seconds=30), attempts=1)])
    assert queue.due("Opportunity", NOW + timedelta(seconds=29), 100) == ()
    assert queue.next_due() == NOW + timedelta(seconds=30)


def test_what_is_delivered_is_not_sent_again_but_can_be_looked_at(queue: Queue) -> None:
    queue.add("Opportunity", DEAL, NOW)
    (one,) = queue.due("Opportunity", NOW, 100)
    queue.settle([replace(one, state=State.DELIVERED, attempts=1, last_status=200, last_answer="acknowledged")])
    assert queue.next_due() is None
    assert queue.latest(10) == (queue.latest(10, State.DELIVERED)[0],)


def test_named_notifications_are_sent_again_whatever_became_of_them(queue: Queue) -> None:
    added = queue.add("Opportunity", DEAL, NOW)
    (one,) = queue.due("Opportunity", NOW, 100)
    queue.settle([replace(one, state=State.DELIVERED)])
    assert queue.hasten(NOW, [added, "04l unknown"]) == 1
    assert [one.id for one in queue.due("Opportunity", NOW, 100)] == [added]


def test_taking_a_message_away_takes_along_what_waits_for_it(queue: Queue) -> None:
    queue.add("Opportunity", DEAL, NOW)
    queue.remove("Opportunity")
    assert (queue.messages(), queue.count(State.PENDING)) == ((), 0)
