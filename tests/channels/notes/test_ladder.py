from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.channels.notes.draft import Draft, Said
from coach.channels.notes.ladder import Ladder, Refusing, Sent
from coach.errors import AnswerLost, TryAgain, Undeliverable
from coach.leases import elapsed, renewing
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.client import Refused
from coach.salesforce.composite import Saved
from coach.salesforce.faults import Fault
from tests.channels.notes.fakes import BAD, NOT_OFFERED, UNEXPECTED, PaperRung, draft
from tests.salesforce.fakes import DictMemory, Hands, answer

SIZES = st.integers(1, 60)


class Stairs:
    """Three rungs of 16, 4 and 1 over one set of bad drafts, and what is remembered of them."""

    def __init__(self, bad: set[str] | None = None, spoiled: bool = False, known: str | None = None) -> None:
        self.bad = bad or set()
        self.rungs = [
            PaperRung("wide", 16, self.bad, spoiled=spoiled),
            PaperRung("narrow", 4, self.bad, spoiled=spoiled),
            PaperRung("single", 1, self.bad, spoiled=False),
        ]
        self.finding = CachedCapability(DictMemory(), "notes_in", timedelta(days=30), Hands())
        if known:
            self.finding.set(known)

    def send(self, number: int) -> Sent:
        return Ladder(self.rungs, self.finding).send([draft(one) for one in range(number)])

    def send_all(self, number: int) -> Sent:
        """As often as it takes until something was said of each: a run ends after a few bad ones in a row."""
        total = Sent(unsent=[draft(one) for one in range(number)])
        while total.unsent:
            sent = Ladder(self.rungs, self.finding).send(total.unsent)
            assert sent.said, "a run gets on"
            total = Sent(total.said | sent.said, sent.unsent)
        return total

    def written(self) -> dict[str, int]:
        total: dict[str, int] = {}
        for rung in self.rungs:
            for key, times in rung.written.items():
                total[key] = total.get(key, 0) + times
        return total

    def calls(self) -> list[int]:
        return [len(rung.calls) for rung in self.rungs]


def test_each_call_that_creates_is_announced_before_it_is_made_and_an_update_is_not() -> None:
    stairs, announced = Stairs(), []

    def announce(keys: Collection[str]) -> bool:
        announced.append((set(keys), dict(stairs.written())))
        return True

    drafts = [draft(one) for one in range(18)]
    update = replace(drafts[17], note_id="069000000000001AAA")
    with renewing(lambda: True, timedelta(minutes=1), elapsed(), announce=announce):
        Ladder(stairs.rungs, stairs.finding).send([*drafts[:17], update])
    first = {one.key for one in drafts[:16]}
    assert announced == [(first, {}), ({drafts[16].key}, dict.fromkeys(first, 1))]


def test_nothing_is_sent_that_could_not_be_announced() -> None:
    stairs = Stairs()
    with renewing(lambda: True, timedelta(minutes=1), elapsed(), announce=lambda _: False):
        sent = stairs.send(20)
    assert (len(sent.unsent), sent.said, stairs.written()) == (20, {}, {})


def raising(failure: Exception) -> Callable[[object], NoReturn]:
    """Something that fails whatever it is handed."""

    def fail(_: object) -> NoReturn:
        raise failure

    return fail


def keys(numbers: set[int]) -> set[str]:
    return {f"card-{one}" for one in numbers}


@given(
    SIZES, st.sets(st.integers(0, 59), max_size=12), st.booleans(), st.sampled_from([None, "wide", "narrow", "single"])
)
def test_every_good_draft_is_written_once_and_every_bad_one_is_told_of_alone(
    number: int, bad: set[int], spoiled: bool, known: str | None
) -> None:
    stairs = Stairs(keys(bad), spoiled, known)
    sent = stairs.send_all(number)
    everyone = keys(set(range(number)))
    assert stairs.written() == dict.fromkeys(everyone - keys(bad), 1)
    assert {key for key, said in sent.said.items() if said.saved.fault == BAD} == everyone & keys(bad)
    assert sent.said.keys() == everyone
    assert not sent.unsent


@given(SIZES, st.sets(st.integers(0, 59), max_size=1), st.integers(0, 2), st.booleans())
def test_a_rung_that_is_not_offered_costs_one_call_whatever_is_sent(
    number: int, bad: set[int], offered: int, spoiled: bool
) -> None:
    stairs = Stairs(keys(bad), spoiled)
    for rung in stairs.rungs[:offered]:
        rung.refuses = NOT_OFFERED
    stairs.send(number)
    everyone = keys(set(range(number)))
    assert stairs.written() == dict.fromkeys(everyone - keys(bad), 1)
    assert all(count <= 1 for count in stairs.calls()[:offered])


@pytest.mark.parametrize(("offered", "name"), [(0, "wide"), (1, "narrow"), (2, "single")])
def test_the_rung_that_works_is_remembered(offered: int, name: str) -> None:
    stairs = Stairs()
    for rung in stairs.rungs[:offered]:
        rung.refuses = NOT_OFFERED
    stairs.send(20)
    assert stairs.finding.get() == name
    before = stairs.calls()[:offered]
    stairs.send(20)
    assert stairs.calls()[:offered] == before


def test_a_rung_that_breaks_on_drafts_which_are_fine_below_is_not_used_again() -> None:
    stairs = Stairs()
    stairs.rungs[0].instead = raising(Refused(UNEXPECTED))
    stairs.send(16)
    assert stairs.finding.get() == "narrow"


def test_two_rungs_that_break_lead_to_the_third() -> None:
    stairs = Stairs()
    for rung in stairs.rungs[:2]:
        rung.instead = raising(Refused(UNEXPECTED))
    stairs.send(4)
    assert stairs.finding.get() == "single"


def test_a_bad_draft_on_a_rung_not_known_yet_does_not_condemn_the_rung() -> None:
    stairs = Stairs(keys({3}), spoiled=True)
    stairs.send(16)
    assert stairs.finding.get() is None
    stairs.bad.clear()
    stairs.send(16)
    assert stairs.finding.get() == "wide"


def test_a_bad_draft_on_a_known_rung_is_found_in_few_calls() -> None:
    stairs = Stairs(keys({5}), spoiled=True, known="wide")
    stairs.send(16)
    assert stairs.calls() == [1 + 2 + 2, 1 + 2 + 2, 2 + 1]
    assert stairs.finding.get() == "wide"


def _one_is_odd(rung: PaperRung, odd: Said, drafts: Sequence[Draft]) -> dict[str, Said]:
    return {one.key: odd if one.key == "card-3" else rung.take(one.key) for one in drafts}


def test_one_odd_draft_does_not_step_the_org_down() -> None:
    stairs = Stairs(known="wide")
    odd = Said(Saved(None, NOT_OFFERED))
    for rung in stairs.rungs:
        rung.instead = partial(_one_is_odd, rung, odd)
    sent = stairs.send(16)
    assert stairs.finding.get() == "wide"
    assert stairs.written() == dict.fromkeys(keys(set(range(16)) - {3}), 1)
    assert sent.said["card-3"] == odd
    assert sent.stopped is None


def test_an_org_that_takes_no_notes_at_all_is_found_out_in_a_few_calls() -> None:
    stairs = Stairs()
    for rung in stairs.rungs:
        rung.refuses = NOT_OFFERED
    sent = stairs.send(60)
    assert isinstance(sent.stopped, Undeliverable)
    assert stairs.calls() == [1, 1, 1]
    assert len(sent.unsent) == 60
    assert not sent.said


def test_a_lost_answer_leaves_exactly_its_batch_in_doubt_and_ends_the_run() -> None:
    stairs = Stairs(known="wide")
    stairs.rungs[0].instead = raising(AnswerLost("lost"))
    sent = stairs.send(40)
    assert {
        key for key, said in sent.said.items() if said.saved.fault and said.saved.fault.code == "ANSWER_LOST"
    } == keys(set(range(16)))
    assert [one.key for one in sent.unsent] == [f"card-{number}" for number in range(16, 40)]
    assert isinstance(sent.stopped, AnswerLost)


@pytest.mark.parametrize(
    "failure", [TryAgain("busy"), Undeliverable("locked", "X"), Refused(Fault("SERVER_UNAVAILABLE"))]
)
def test_what_stops_one_batch_stops_all(failure: Exception) -> None:
    stairs = Stairs(known="wide")
    stairs.rungs[0].instead = raising(failure)
    sent = stairs.send(40)
    assert sent.stopped is not None
    assert len(sent.unsent) == 40
    assert not sent.said


def test_after_the_org_broke_on_a_call_what_was_carried_out_is_not_sent_again() -> None:
    stairs = Stairs(keys({0}), spoiled=True, known="wide")
    there = Said(Saved("note", None))
    sent = Ladder(stairs.rungs, stairs.finding, lambda _: {"card-7": there}).send([draft(n) for n in range(16)])
    assert sent.said["card-7"] is there
    assert "card-7" not in stairs.written()


def test_where_looking_fails_the_whole_call_is_in_doubt() -> None:
    stairs = Stairs(keys({0}), spoiled=True, known="wide")
    sent = Ladder(stairs.rungs, stairs.finding, raising(TryAgain("busy"))).send([draft(n) for n in range(20)])
    assert {said.saved.fault.code for said in sent.said.values() if said.saved.fault} == {"ANSWER_LOST"}
    assert len(sent.said) == 16
    assert len(sent.unsent) == 4


def test_those_held_back_by_another_are_sent_again_without_it() -> None:
    stairs = Stairs(known="wide")
    rung = stairs.rungs[0]

    def all_or_none(drafts: Sequence[Draft]) -> dict[str, Said] | None:
        if "card-3" not in {one.key for one in drafts}:
            return None
        held_back = Fault(answer("halted")[0]["errorCode"])
        return {one.key: Said(Saved(None, BAD if one.key == "card-3" else held_back)) for one in drafts}

    rung.instead = all_or_none
    sent = stairs.send(10)
    assert stairs.written() == dict.fromkeys(keys(set(range(10)) - {3}), 1)
    assert sent.said["card-3"].saved.fault == BAD
    assert stairs.calls() == [2, 0, 0]


@pytest.mark.parametrize("known", [None, "wide", "narrow", "single"])
@pytest.mark.parametrize("spoiled", [False, True])
def test_an_org_that_refuses_everything_is_found_out_in_a_handful_of_calls(known: str | None, spoiled: bool) -> None:
    stairs = Stairs(keys(set(range(60))), spoiled, known)
    sent = stairs.send(60)
    assert isinstance(sent.stopped, Refusing)
    assert sum(stairs.calls()) <= 3
    assert len(sent.said) + len(sent.unsent) == 60
    assert stairs.finding.get() == known


def test_a_creation_that_finds_nothing_has_found_no_notes_at_all() -> None:
    stairs = Stairs(known="single")
    for rung in stairs.rungs:
        rung.refuses = Fault("NOT_FOUND", "The requested resource does not exist", 404)
    sent = stairs.send(60)
    assert isinstance(sent.stopped, Undeliverable)
    assert "turns on Notes (Setup → Notes Settings)" in str(sent.stopped)
    assert stairs.calls() == [0, 0, 1]
    assert len(sent.unsent) == 60
