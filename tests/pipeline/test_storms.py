"""Workers die one after the other with work in hand; what is new afterwards does not wait for what they held."""

import contextlib
from datetime import timedelta

import pytest

from coach.engine.model import DeliveryState
from tests.pipeline.conftest import World
from tests.pipeline.world import deal, opportunity_id

MANY = 200
EVERY = 5.0
STORM = timedelta(minutes=10)
STEP = 0.25
"""Seconds that a batch of one takes."""


class Lost(BaseException):
    """A worker dies: nothing that it holds is given back."""


def die() -> None:
    raise Lost


def storm(world: World) -> None:
    """A worker dies every five seconds, whatever it has in hand."""
    world.org.takes_its_time = die
    end = world.clock.now + STORM
    while world.clock.now < end:
        for step in (world.pipeline.coach, world.pipeline.write):
            with contextlib.suppress(Lost):
                step()
        world.clock.advance(seconds=EVERY)
    world.org.takes_its_time = lambda: None


def seconds_until(world: World, number: int) -> float:
    """How long the new deal waits for its note, with a sweep every five seconds and workers that follow the bell."""
    began = world.clock.now
    while not world.org.titles(number):
        assert world.clock.now - began < timedelta(hours=1)
        world.bell.rung.clear()
        world.pipeline.sweep()
        left = EVERY
        while world.bell.rung and left > 0:
            step = world.pipeline.write if world.bell.rung.pop(0) == "write" else world.pipeline.coach
            step()
            world.clock.advance(seconds=STEP)
            left -= STEP
        world.clock.advance(seconds=max(left, 0))
    return (world.clock.now - began).total_seconds()


@pytest.mark.parametrize("hands", ["deals", "notes"])
def test_after_a_storm_of_crashes_a_new_deal_has_its_note_within_a_minute(world: World, hands: str) -> None:
    world.org.put(*(deal(number) for number in range(1, MANY + 2)))
    world.happen(*range(1, MANY + 1))
    if hands == "notes":
        world.pipeline.coach()
    storm(world)
    world.happen(MANY + 1)

    assert seconds_until(world, MANY + 1) <= 60


def test_those_that_were_held_have_theirs_soon_after_and_once(world: World) -> None:
    world.org.put(*(deal(number) for number in range(1, 31)))
    world.happen(*range(1, 31))
    world.pipeline.coach()
    storm(world)

    for number in range(1, 31):
        seconds_until(world, number)
    world.clock.advance(hours=1)
    world.work()

    assert world.delivery_states() == {DeliveryState.WRITTEN: 30}
    assert sorted(note.opportunity_id for note in world.org.notes.values()) == [opportunity_id(n) for n in range(1, 31)]
