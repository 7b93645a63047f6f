"""Several channels at once: each gets what is its own, and none waits for another."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pytest

from coach.engine.markup import plain
from coach.engine.model import Deal, DeliveredCard, Delivery, DeliveryState, DeliveryWork, Outcome, Receipt
from coach.errors import CoachError, TryAgain
from coach.leases import about_to_create
from coach.ports import Channel, Found
from tests.fixtures.make import said
from tests.pipeline.conftest import World
from tests.pipeline.world import deal


@dataclass
class PaperChannel(Channel):
    """Keeps texts by key. ``down`` is raised before anything is kept; ``loses_answers`` keeps all and says nothing."""

    texts: dict[str, str] = field(default_factory=dict)
    down: CoachError | None = None
    loses_answers: bool = False

    @property
    def name(self) -> str:
        return "paper"

    def deliver(self, work: Sequence[DeliveryWork]) -> Sequence[Receipt]:
        about_to_create([one.key for one in work if one.remote_id is None])
        if self.down:
            raise self.down
        self.texts |= {one.key: plain(one.body) for one in work}
        outcome = Outcome.IN_DOUBT if self.loses_answers else Outcome.WRITTEN
        return [Receipt(one.key, outcome, None if self.loses_answers else one.key) for one in work]

    def find(self, work: Sequence[DeliveryWork]) -> Mapping[str, Found]:
        return {one.key: Found(one.key) for one in work if one.key in self.texts}


def on_paper(opportunity_id: str, _: Deal | None, cards: Sequence[DeliveredCard]) -> tuple[Delivery, ...]:
    keys = [hashlib.sha256(f"paper {each.card.key}".encode()).hexdigest() for each in cards]
    return tuple(
        Delivery(key, "paper", opportunity_id, "Ana", each.card.title, said(each.card.why), each.ended is None)
        for key, each in zip(keys, cards, strict=True)
    )


@pytest.fixture
def paper(world: World) -> PaperChannel:
    """Beside notes, what is wanted on paper."""
    paper, context = PaperChannel(), world.context
    world.pipeline = replace(
        world.pipeline,
        context=lambda: replace(context(), wants=(*context().wants, on_paper)),
        channels=(*world.pipeline.channels, paper),
    )
    world.org.put(deal(1))
    return paper


def test_each_channel_gets_what_is_its_own(world: World, paper: PaperChannel) -> None:
    world.happen(1)
    world.work()
    assert (len(world.org.titles()), len(paper.texts)) == (1, 1)
    assert world.delivery_states() == {DeliveryState.WRITTEN: 2}


def test_a_channel_that_fails_holds_up_no_other(world: World, paper: PaperChannel) -> None:
    paper.down = TryAgain("The printer is out of paper.")
    world.happen(1)
    world.work()
    assert len(world.org.titles()) == 1
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1, DeliveryState.WAITING: 1}

    paper.down = None
    world.clock.advance(hours=1)
    world.work()
    assert len(paper.texts) == 1


def test_what_was_delivered_without_an_answer_is_found_and_not_delivered_twice(
    world: World, paper: PaperChannel
) -> None:
    paper.loses_answers = True
    world.happen(1)
    world.work()
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1, DeliveryState.IN_DOUBT: 1}

    paper.loses_answers = False
    world.clock.advance(hours=1)
    world.work()
    assert (len(paper.texts), world.delivery_states()) == (1, {DeliveryState.WRITTEN: 2})


def test_what_waits_for_a_channel_that_was_switched_off_is_parked_and_says_so(
    world: World, paper: PaperChannel
) -> None:
    world.happen(1)
    world.pipeline.coach()
    world.pipeline = replace(world.pipeline, channels=world.pipeline.channels[:1])
    world.work()
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1, DeliveryState.PARKED: 1}
    (group,) = world.store.health.parked()
    assert group.sentence.startswith("Nothing is sent over “paper” any more: the operator")
    assert not paper.texts


def test_the_daily_check_looks_at_each_channel(world: World, paper: PaperChannel) -> None:
    world.happen(1)
    world.work()
    world.org.notes.clear()
    assert world.pipeline.check_written() == 1
    assert paper.texts
