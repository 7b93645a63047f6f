"""The bell: rung at once, not too often, and never in anybody's way."""

import logging
import socket
from pathlib import Path
from threading import Timer

import pytest
import structlog
from celery import Celery
from celery.beat import Scheduler
from kombu.exceptions import OperationalError
from kombu.utils.url import parse_url

from coach.broker.admission import broker_trouble
from coach.broker.broker import CANARY, CHECK_WRITTEN, COACH, RECONCILE, SWEEP, WRITE, CeleryWake, make_celery
from coach.config.settings import Settings, load_settings
from coach.errors import Misconfigured
from coach.logs import set_up_logs


class FakeCelery(Celery):
    """Counts what is sent; ``down`` refuses it as a broker that cannot be reached does."""

    def __init__(self, down: bool = False) -> None:
        super().__init__("fake")
        self.down = down
        self.tries = 0
        self.sent: list[str] = []

    def send_task(self, name: str, *args: object, **options: object) -> None:  # type: ignore[override]  # all we need
        self.tries += 1
        if self.down:
            raise OperationalError("connection refused")
        self.sent.append(name)


def test_the_first_wake_up_of_a_kind_goes_out_at_once() -> None:
    celery = FakeCelery()
    wake = CeleryWake(celery)

    wake.coach()
    wake.write()

    assert celery.sent == [COACH, WRITE]


def test_wake_ups_in_quick_succession_are_one_more_and_none_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    timers: list[Timer] = []
    monkeypatch.setattr(Timer, "start", lambda timer: timers.append(timer))
    celery = FakeCelery()
    wake = CeleryWake(celery)

    for _ in range(50):
        wake.coach()
    assert celery.sent == [COACH]

    (timer,) = timers
    timer.function(*timer.args)
    assert celery.sent == [COACH, COACH]


def test_a_broker_that_is_down_is_not_asked_again_and_again() -> None:
    celery = FakeCelery(down=True)
    wake = CeleryWake(celery)

    wake.coach()
    wake.write()

    assert celery.tries == 1


CORRECTS = "Whoever runs Coach corrects CLOUDAMQP_URL or REDIS_URL; until then events are kept, and no card is written."


@pytest.mark.service
@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"virtual_host": "nowhere"}, "The broker has no such virtual host, or keeps this user out of it."),
        ({"password": "wrong"}, "The broker refuses the user name or the password."),
    ],
)
def test_a_broker_that_refuses_says_who_acts_and_keeps_no_event_out(
    tmp_path: Path, rabbitmq_url: str, changes: dict[str, str], refusal: str
) -> None:
    parts = {**parse_url(rabbitmq_url), **changes}
    place = f"{parts['hostname']}:{parts['port'] or 5672}/{parts['virtual_host']}"
    celery = make_celery(_settings(tmp_path, broker_url=f"amqp://{parts['userid']}:{parts['password']}@{place}"))

    with structlog.testing.capture_logs() as lines:
        CeleryWake(celery).coach()

    assert broker_trouble(celery) == f"{refusal} {CORRECTS}"
    assert broker_trouble(celery)
    assert [line["sentence"] for line in lines] == [f"{refusal} {CORRECTS}"]


@pytest.mark.service
def test_redis_says_only_at_the_first_command_that_it_refuses(tmp_path: Path, redis_url: str) -> None:
    address = redis_url.rpartition("/")[0]

    assert broker_trouble(make_celery(_settings(tmp_path, broker_url=redis_url))) == ""
    refused = broker_trouble(make_celery(_settings(tmp_path, broker_url=f"{address}/9999")))
    assert refused == f"The broker has no database of this number. {CORRECTS}"


def test_whatever_a_broker_s_library_raises_keeps_no_event_out() -> None:
    class Odd(FakeCelery):
        def send_task(self, name: str, *args: object, **options: object) -> None:  # type: ignore[override]  # all we need
            raise RuntimeError("no error that anybody documents")

    CeleryWake(Odd()).coach()


def test_the_file_broker_answers_and_one_that_is_not_there_does_not(tmp_path: Path) -> None:
    assert not broker_trouble(make_celery(_settings(tmp_path)))
    assert broker_trouble(make_celery(_settings(tmp_path, broker_url="redis://127.0.0.1:1/0")))


def test_a_redis_that_takes_connections_and_never_answers_is_not_waited_for(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        celery = make_celery(_settings(tmp_path, broker_url=f"redis://127.0.0.1:{silent.getsockname()[1]}/0"))

        assert broker_trouble(celery) == "The broker does not answer: events are kept, and answered once it does."


def test_messages_hold_no_results_and_nothing_but_json(tmp_path: Path) -> None:
    celery = make_celery(_settings(tmp_path))

    assert celery.conf.task_ignore_result
    assert not celery.conf.result_backend
    assert celery.conf.accept_content == ["json"]


def test_how_much_is_logged_is_coach_s_own_setting_whatever_celery_is_told(tmp_path: Path) -> None:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    try:
        set_up_logs("json", "info")
        make_celery(_settings(tmp_path)).log.setup(loglevel=logging.WARNING)

        assert logging.getLogger("coach.pipeline").isEnabledFor(logging.INFO)
        assert not logging.getLogger("celery.worker.strategy").isEnabledFor(logging.INFO)
    finally:
        root.handlers = handlers
        root.setLevel(level)


def test_a_scheduler_that_starts_begins_with_everything(tmp_path: Path) -> None:
    scheduler = Scheduler(make_celery(_settings(tmp_path)), lazy=True)
    scheduler.setup_schedule()
    scheduler.merge_inplace(scheduler.app.conf.beat_schedule)

    due = {name for name, entry in scheduler.schedule.items() if entry.is_due()[0]}

    assert {SWEEP, CANARY, RECONCILE, CHECK_WRITTEN} <= due


def test_the_daily_check_of_notes_is_sent_for_more_often_so_that_one_failure_does_not_cost_a_day(
    tmp_path: Path,
) -> None:
    assert make_celery(_settings(tmp_path)).conf.beat_schedule[CHECK_WRITTEN]["schedule"] == 3600


def test_a_broker_of_another_kind_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="^The broker must be amqp"):
        make_celery(_settings(tmp_path, broker_url="kafka://127.0.0.1"))


def test_a_data_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Misconfigured, match="^COACH_DATA_DIR cannot be written to: Not a directory"):
        make_celery(_settings(tmp_path, data_dir=tmp_path / "file"))


def _settings(tmp_path: Path, **more: object) -> Settings:
    return load_settings(
        salesforce_url="http://127.0.0.1:1",
        salesforce_org_id="00D000000000001EAA",
        salesforce_consumer_key="key",
        salesforce_consumer_secret="secret",
        **{"data_dir": tmp_path} | more,
    )
