"""What an edit of the playbooks does to deals that nothing else happens to."""

import pytest

from coach.engine.model import Deal
from coach.pipeline import Pipeline
from coach.ports import OfferedLibrary
from tests.pipeline.conftest import TRADE, World
from tests.pipeline.world import deal

LOST = """
title: Learn from the no
status: live
when:
  stage: {is: Closed Lost}
  closed: true
cards:
  - name: ask
    title: Ask why you lost
    tip: Ask.
"""


def publish(world: World, **playbooks: str) -> None:
    """Bring an edited library into force."""
    world.playbooks.clear()
    world.playbooks.update(playbooks)
    world.store.libraries.publish(OfferedLibrary(world.context().library.hash, "", playbooks, "host:/playbooks"))


def settle(world: World) -> None:
    """Sweep and work until nothing more comes."""
    for _ in range(8):
        world.pipeline.sweep()
        world.work()
        world.clock.advance(seconds=5)


def after_the_first_library(world: World, *deals: Deal) -> dict[str, str]:
    """Let the deals be coached by the first library; the notes' bodies by id."""
    publish(world, trade=TRADE)
    world.org.put(*deals)
    world.happen(*range(1, len(deals) + 1))
    settle(world)
    return bodies(world)


def bodies(world: World) -> dict[str, str]:
    return {note_id: note.title + note.body for note_id, note in world.org.notes.items()}


def test_an_edit_writes_exactly_the_notes_that_it_changes(world: World) -> None:
    prospect = TRADE.replace("Negotiation/Review", "Prospecting").replace("Ask for something", "Give nothing")
    before = after_the_first_library(world, deal(1), deal(2), deal(3, stage="Prospecting"))
    publish(world, trade=TRADE, prospect=prospect)
    settle(world)
    between = bodies(world)
    assert set(between) - set(before)
    assert {each: between[each] for each in before} == before
    writes = world.org.writes

    publish(world, trade=TRADE, prospect=prospect.replace("Give nothing", "Give little"))
    settle(world)

    changed = {note_id for note_id, body in bodies(world).items() if body != between[note_id]}
    assert changed == set(between) - set(before)
    assert world.org.writes == writes + 1


def test_an_edit_that_changes_no_card_writes_nothing(world: World) -> None:
    after_the_first_library(world, deal(1), deal(2))
    reads, writes = len(world.org.reads), world.org.writes

    publish(world, trade=TRADE + "review_by: 2027-03-31\n", lost=LOST)
    settle(world)

    assert len(world.org.reads) == reads + 1
    assert world.org.writes == writes


def test_a_reverted_edit_brings_every_note_back_as_it_was(world: World) -> None:
    before = after_the_first_library(world, deal(1), deal(2))

    publish(world, trade=TRADE.replace("Ask for", "Beg for"))
    settle(world)
    assert bodies(world) != before
    publish(world, trade=TRADE)
    settle(world)

    assert bodies(world) == before


def test_deals_that_were_closed_before_a_playbook_came_are_not_coached(world: World) -> None:
    after_the_first_library(world, deal(1, stage="Closed Lost"))

    publish(world, trade=TRADE, lost=LOST)
    settle(world)

    assert world.org.notes == {}


def test_every_deal_is_read_once_for_an_edit(world: World) -> None:
    after_the_first_library(world, *(deal(number) for number in range(1, 251)))
    world.org.reads.clear()

    publish(world, trade=TRADE.replace("Ask for", "Beg for"))
    settle(world)

    assert [len(batch) for batch in world.org.reads] == [100, 100, 50]
    assert len({each for batch in world.org.reads for each in batch}) == 250


@pytest.mark.parametrize("late_worker_first", [True, False])
def test_a_worker_that_has_not_seen_the_edit_cannot_undo_it(world: World, late_worker_first: bool) -> None:
    after_the_first_library(world, deal(1))
    old = world.context()
    late = Pipeline(world.store, world.org, world.store, lambda: old, world.bell, world.now, world.pipeline.channels)
    publish(world, trade=TRADE.replace("Ask for", "Beg for"))
    seen: list[str] = []

    for _ in range(3):
        world.happen(1)
        for worker in (late, world.pipeline) if late_worker_first else (world.pipeline, late):
            worker.coach()
            worker.write()
            seen += bodies(world).values()
            world.clock.advance(seconds=3)

    edited = ["Beg for" in body for body in seen]
    assert edited == sorted(edited), "once it was there, the edit stayed"
    assert edited[-1]


def test_a_deal_that_such_a_worker_took_waits_until_it_has_looked_again(world: World) -> None:
    after_the_first_library(world, deal(1))
    old = world.context()
    publish(world, trade=TRADE.replace("Ask for", "Beg for"))
    world.happen(1)

    channels = world.pipeline.channels
    Pipeline(world.store, world.org, world.store, lambda: old, world.bell, world.now, channels).coach()

    assert world.store.due().deals == 0
    world.clock.advance(seconds=2)
    assert world.store.due().deals == 1
