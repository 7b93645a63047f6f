"""What changes beside deals is noticed: records, fields that we may see, rates, and whatever leaves no stamp."""

from datetime import timedelta

import pytest

from coach.errors import TryAgain
from coach.pipeline import org_status, reconciling
from tests.pipeline.conftest import TRADE, World
from tests.pipeline.test_edits import after_the_first_library, publish, settle
from tests.pipeline.world import MONDAY, deal

HOUR = timedelta(hours=1)


@pytest.fixture
def coached(world: World) -> World:
    """A world with one open deal that has its card."""
    world.pipeline.reconcile()
    after_the_first_library(world, deal(1))
    world.org.reads.clear()
    return world


def test_the_org_is_asked_for_what_the_playbooks_ask_for(coached: World) -> None:
    coached.pipeline.reconcile()

    assert coached.org.asked.facts == {"stage", "deal_name"}


def test_each_pass_looks_again_at_the_deals_that_were_decided_on_the_longest_time_ago(coached: World) -> None:
    coached.org.put(deal(1, stage="Qualification"))

    coached.pipeline.reconcile()
    coached.work()

    assert coached.org.titles() == []


@pytest.mark.parametrize("off", [-HOUR, HOUR])
def test_a_worker_s_clock_has_no_say_in_where_a_pass_begins(coached: World, off: timedelta) -> None:
    coached.org.clock = lambda: MONDAY + off
    coached.pipeline.reconcile()
    coached.org.clock = lambda: MONDAY + off + timedelta(minutes=10)
    coached.pipeline.reconcile()

    assert coached.org.asked_since[-1] == MONDAY + off - timedelta(minutes=15)


def test_a_field_that_we_may_see_now_has_its_deals_decided_on_again(coached: World) -> None:
    coached.org.shows = "one more field"
    settle(coached)
    assert coached.org.reads == []

    coached.clock.advance(minutes=5)
    settle(coached)

    assert coached.org.reads == [[deal(1).id]]


def test_a_deal_that_waits_for_an_admin_is_tried_at_once_when_the_org_shows_other_fields(coached: World) -> None:
    coached.org.down = TryAgain("Not now.", timedelta(hours=3))
    coached.happen(1)
    coached.pipeline.coach()
    coached.org.down = None
    coached.org.shows = "everything again"
    coached.clock.advance(minutes=6)

    coached.pipeline.sweep()

    assert coached.store.due().deals == 1


def test_an_org_that_does_not_answer_is_asked_for_its_fields_every_five_minutes_and_no_sweep_fails(
    coached: World,
) -> None:
    asked: list[object] = []
    coached.org.takes_its_time = lambda: asked.append(None)
    coached.org.down = TryAgain("Salesforce is down.")
    coached.clock.advance(minutes=6)

    for _ in range(3):
        coached.pipeline.sweep()

    assert len(asked) == 1


def test_other_playbooks_are_no_other_fields(coached: World) -> None:
    publish(coached, trade=TRADE.replace("Ask for", "Beg for"))
    settle(coached)
    coached.org.reads.clear()
    coached.clock.advance(minutes=6)
    settle(coached)

    assert coached.org.reads == []


def test_other_exchange_rates_have_every_deal_decided_on_again(coached: World) -> None:
    for rates in ("of today", "of tomorrow"):
        assert coached.store.libraries.to_revisit() == 0
        coached.org.rates = rates
        coached.pipeline.reconcile()

    assert coached.store.recall("org.rates") == "of tomorrow"
    assert coached.store.libraries.to_revisit() == 1


def test_how_far_a_worker_s_clock_is_off_is_kept_for_people(coached: World) -> None:
    coached.pipeline.reconcile()

    assert org_status(coached.store).skew == -HOUR


def test_a_loss_that_tells_no_deal_has_many_more_looked_at_once(
    coached: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reconciling, "LOOKED_AT_AGAIN", 0)
    coached.org.lost_at = MONDAY
    coached.pipeline.reconcile()
    coached.work()
    assert coached.org.reads == [[deal(1).id]]

    coached.pipeline.reconcile()
    coached.work()

    assert len(coached.org.reads) == 1
