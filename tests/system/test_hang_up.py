"""Whoever hangs up on a process that sends: the next message is sent all the same."""

import gc
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from celery import Celery
from celery.beat import Scheduler
from kombu import Queue

from coach.broker.broker import SWEEP, CeleryWake, make_celery
from coach.config.settings import load_settings
from tests.hang_up import Middle, middle
from tests.machine import alone_with

pytestmark = [
    pytest.mark.service,
    # py-amqp leaves the socket of a connection that was hung up to the garbage collector: it is called in here.
    pytest.mark.filterwarnings("ignore:Exception ignored.*socket.socket:pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning"),
]


@pytest.fixture(params=["rabbitmq_url", "redis_url"])
def broker(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a real broker, which nobody empties meanwhile."""
    url: str = request.getfixturevalue(request.param)
    with alone_with(url):
        yield url


@pytest.fixture
def between(broker: str) -> Iterator[Middle]:
    """Somebody between the process and its broker."""
    address = urlsplit(broker)
    with middle(address.hostname or "127.0.0.1", address.port or 0) as each:
        yield each


@pytest.fixture
def celery(broker: str, between: Middle, tmp_path: Path) -> Iterator[Celery]:
    """The application of a process that reaches its broker through somebody in between; its queue is its own."""
    address = urlsplit(broker)
    through = address._replace(netloc=address.netloc.replace(f":{address.port}", f":{between.port}")).geturl()
    settings = load_settings(
        salesforce_url="http://127.0.0.1:1",
        salesforce_org_id="00D000000000001EAA",
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        data_dir=tmp_path,
        broker_url=through,
    )
    app = make_celery(settings)
    app.conf.task_default_queue = f"test-{uuid.uuid4().hex}"
    yield app
    with app.connection_for_write() as connection:
        Queue(app.conf.task_default_queue, channel=connection.default_channel).delete()
    app.close()
    gc.collect()


def arrived(celery: Celery) -> int:
    """How many messages wait in the queue; they are taken out."""
    with celery.connection_for_read() as connection:
        queue = connection.SimpleQueue(celery.conf.task_default_queue)
        count = len(queue)
        queue.clear()
        queue.close()
    return count


def sweep_of(celery: Celery) -> Callable[[], object]:
    """Sending what is due, as beat does, on beat's own connection."""
    scheduler = Scheduler(celery, lazy=True)
    scheduler.setup_schedule()
    scheduler.merge_inplace(celery.conf.beat_schedule)
    return lambda: scheduler.apply_async(scheduler.schedule[SWEEP], producer=scheduler.producer, advance=False)


def test_beat_sends_the_next_sweep_after_its_broker_hung_up(celery: Celery, between: Middle) -> None:
    send = sweep_of(celery)
    send()
    assert arrived(celery) == 1

    for _ in range(3):
        between.cut()
        send()
        assert arrived(celery) == 1


def test_a_wake_up_is_sent_after_the_broker_hung_up(celery: Celery, between: Middle) -> None:
    CeleryWake(celery).coach()
    assert arrived(celery) == 1

    for _ in range(3):
        between.cut()
        CeleryWake(celery).coach()
        assert arrived(celery) == 1
