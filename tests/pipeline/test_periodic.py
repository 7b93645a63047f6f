"""The periodic tasks, over the pipeline: once for each slot of time, and again where the org was down."""

from datetime import timedelta

import pytest
from celery import Celery
from structlog.testing import capture_logs

from coach.broker.broker import CHECK_WRITTEN, RECONCILE
from coach.errors import TryAgain
from coach.tasks import register
from tests.pipeline.conftest import World
from tests.pipeline.world import MONDAY, deal


@pytest.fixture
def celery(world: World) -> Celery:
    celery = Celery("test")
    register(celery, lambda: world.pipeline, lambda: None, "w", timedelta(minutes=10))
    return celery


def test_a_pass_runs_once_for_each_slot(world: World, celery: Celery) -> None:
    world.pipeline.reconcile()

    celery.tasks[RECONCILE]()
    celery.tasks[RECONCILE]()

    assert len(world.org.asked_since) == 1


def test_a_pass_that_found_no_org_may_be_made_again_in_its_slot(world: World, celery: Celery) -> None:
    world.pipeline.reconcile()
    world.org.down = TryAgain("Salesforce is down.")
    with capture_logs() as said:
        celery.tasks[RECONCILE]()
    assert [line["sentence"] for line in said if line["event"] == "task_failed"] == ["Salesforce is down."]

    world.org.down = None
    celery.tasks[RECONCILE]()

    assert world.org.asked_since == [MONDAY - timedelta(minutes=15)]


def test_a_check_of_notes_that_found_no_org_is_made_up_for_on_the_same_day(world: World, celery: Celery) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    world.org.notes.clear()
    world.org.down = TryAgain("Salesforce is down.")
    with capture_logs() as said:
        celery.tasks[CHECK_WRITTEN]()
    assert [line["sentence"] for line in said if line["event"] == "task_failed"] == ["Salesforce is down."]

    world.org.down = None
    world.clock.advance(hours=1)
    celery.tasks[CHECK_WRITTEN]()
    world.work()

    assert len(world.org.titles()) == 1


def test_a_sweep_says_that_it_ran(world: World) -> None:
    world.pipeline.sweep()
    world.clock.advance(seconds=70)
    assert world.store.figures().sweep_seconds == 70
