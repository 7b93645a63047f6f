"""A broker that refuses is asked now and then, by those who would otherwise end, or ask all the time."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import structlog
from celery import Celery
from kombu import Connection
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from coach.broker.admission import ASK_AGAIN_SECONDS, broker_trouble, trouble, wait_for_admission
from tests.machine import lacking, port_of_its_own

UNTIL_THEN = (
    "Whoever runs Coach corrects CLOUDAMQP_URL or REDIS_URL; until then events are kept, and no card is written."
)


class AccessRefused(Exception):
    """As amqp calls it."""


class Refusing(Celery):
    """An application whose broker refuses so often, and then lets it in."""

    def __init__(self, refusals: list[Exception]) -> None:
        super().__init__("refused", broker="memory://")
        self.refusals = refusals

    def connection_for_write(self, *args: Any, **options: Any) -> Connection:
        if self.refusals:
            raise self.refusals.pop()
        return super().connection_for_write()


def test_who_is_refused_waits_says_why_each_time_and_goes_on_once_it_is_let_in() -> None:
    slept: list[float] = []
    with structlog.testing.capture_logs() as lines:
        wait_for_admission(Refusing([AccessRefused(), AccessRefused()]), slept.append)
    assert slept == [ASK_AGAIN_SECONDS] * 2
    sentence = f"The broker refuses the user name or the password. {UNTIL_THEN}"
    assert [(line["event"], line["sentence"]) for line in lines] == [("broker_refuses", sentence)] * 2


def test_a_broker_that_is_away_is_left_to_celery_to_wait_for() -> None:
    slept: list[float] = []
    wait_for_admission(Refusing([ConnectionRefusedError()]), slept.append)
    assert slept == []


def test_a_refusal_is_found_behind_what_a_library_wraps_around_it() -> None:
    wrapped = RuntimeError("something else")
    wrapped.__cause__ = AccessRefused()
    assert trouble(wrapped).startswith("The broker refuses the user name or the password.")


@pytest.fixture
def guarded() -> Iterator[int]:
    """The port of a Redis of its own that asks for a password."""
    program = shutil.which("redis-server")
    if program is None:
        lacking("redis-server is not installed")
    port = port_of_its_own()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--requirepass", "right", "--save", ""]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            patient = Retry(ConstantBackoff(0.1), -1)
            with redis.Redis(port=port, password="right", retry=patient) as client:  # of this test
                client.ping()
            yield port
        finally:
            process.kill()


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        (":wrong@", "The broker refuses the user name or the password."),
        ("", "The broker refuses the user name or the password."),
        (":right@", ""),
    ],
)
def test_a_redis_that_asks_for_a_password_says_so(guarded: int, tmp_path: Path, who: str, refusal: str) -> None:
    celery = Celery("guarded", broker=f"redis://{who}127.0.0.1:{guarded}/0")
    assert broker_trouble(celery) == (f"{refusal} {UNTIL_THEN}" if refusal else "")
