"""A text that fails on one deal holds back that card on that deal, with a reason that is stored and shown."""

from decimal import Decimal, InvalidOperation
from itertools import count

import pytest
from jinja2.exceptions import UndefinedError

from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.model import Event, EventKind, Reason, Received, Source, Verdict
from coach.engine.notes import Style, notes_in
from coach.errors import TryAgain
from coach.log.lines import LogLine
from coach.log.page import PageRequest
from coach.pipeline import Pipeline, receive
from tests.fixtures.make import ORG
from tests.library.pages.conftest import LibraryWorld
from tests.pipeline.world import Bell, deal, opportunity_id, over_notes

FAILS = """\
title: What was agreed
status: live
when: {stage: {is: Negotiation/Review}}
cards:
  - name: one
    title: What was agreed
    tip: They said {{ deal.fields.Agreed__c }}.
"""
HOLDS = FAILS.replace("What was agreed", "Ask for something back").replace("{{ deal.fields.Agreed__c }}", "so")
FAILURES = (
    AssertionError(),
    IndexError("no such place"),
    InvalidOperation(),
    KeyError("nothing"),
    MemoryError(),
    OSError(28, "No space left on device"),
    RecursionError("maximum recursion depth exceeded"),
    RuntimeError("dictionary changed size"),
    TryAgain("Later."),
    UndefinedError("no such thing"),
    UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
    ValueError("not that"),
    ZeroDivisionError(),
)


class Trap(str):
    """A value that raises something as soon as it is to be written."""

    error: Exception

    def __str__(self) -> str:
        raise self.error


def trapped(error: Exception) -> Trap:
    trap = Trap("a value")
    trap.error = error
    return trap


def work(world: LibraryWorld, deals: int) -> None:
    """Something happens to all deals, and one worker decides and writes until nothing is due."""
    store, bell, numbers = world.service.store, Bell(), count(1)

    def context() -> EvaluationContext:
        current = world.registry.current()
        return EvaluationContext(
            current.library, current.rulebook, Limits(weekly_minutes=Decimal(0)), (notes_in(Style.CARD),)
        )

    clock = lambda: world.service.database_clock.now  # noqa: E731
    pipeline = Pipeline(store, world.org, store, context, bell, clock, over_notes(store, world.org, clock))
    events = [
        Event(ORG, Source.JSON, f"event-{next(numbers)}", EventKind.CHANGED, opportunity_id(each))
        for each in range(deals)
    ]
    receive(store, bell, Received(tuple(events)))
    while pipeline.coach() or pipeline.write():
        pass


def lines(world: LibraryWorld) -> list[LogLine]:
    return list(world.service.store.logbook.page(PageRequest(), None).lines)


@pytest.fixture
def worked(library: LibraryWorld) -> LibraryWorld:
    """Two playbooks, and a deal for each failure; the last deal has nothing amiss."""
    for file in library.folder.iterdir():
        file.unlink()
    library.write(fails=FAILS, holds=HOLDS)
    for number, failure in enumerate(FAILURES):
        library.org.put(deal(number, org_id=ORG, fields={"Agreed__c": trapped(failure)}))
    library.org.put(deal(len(FAILURES), org_id=ORG, fields={"Agreed__c": "three years"}))
    work(library, len(FAILURES) + 1)
    return library


def test_no_other_card_and_no_other_deal_waits(worked: LibraryWorld) -> None:
    store = worked.service.store

    assert store.figures().deals_waiting == 0
    for number in range(len(FAILURES)):
        assert [title for title in worked.org.titles(number) if "Ask for something back" in title]
        assert not [title for title in worked.org.titles(number) if "What was agreed" in title]
    assert [title for title in worked.org.titles(len(FAILURES)) if "What was agreed" in title]


def test_each_is_held_back_with_its_reason(worked: LibraryWorld) -> None:
    held = [each.entry for each in lines(worked) if each.entry.verdict == Verdict.HOLD_BACK]
    failed = {each.opportunity_id: each for each in held if each.playbook == "fails"}

    assert sorted(failed) == [opportunity_id(number) for number in range(len(FAILURES))]
    for number, failure in enumerate(FAILURES):
        entry = failed[opportunity_id(number)]
        assert entry.reason == Reason.UNRENDERABLE
        assert entry.detail.startswith("The card's text could not be filled in for this deal. ")
        assert (str(failure) or type(failure).__name__) in entry.detail or type(failure).__name__ in entry.detail


def test_the_playbook_s_page_names_it(worked: LibraryWorld) -> None:
    page = worked.get("/library/playbooks/fails").get_data(as_text=True)

    assert "text could not be filled in" in page
    assert "text could not be filled in" not in worked.get("/library/playbooks/holds").get_data(as_text=True)
