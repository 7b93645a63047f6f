from datetime import timedelta

import pytest

from coach.salesforce.capabilities import CachedCapability
from tests.salesforce.fakes import DictMemory, Hands

DAY = timedelta(days=1)


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def memory() -> DictMemory:
    return DictMemory()


@pytest.fixture
def finding(memory: DictMemory, hands: Hands) -> CachedCapability:
    return CachedCapability(memory, "notes_in", DAY, hands)


def test_nothing_is_known_at_first(finding: CachedCapability) -> None:
    assert finding.get() is None


def test_a_finding_serves_every_process_with_the_same_memory(
    finding: CachedCapability, memory: DictMemory, hands: Hands
) -> None:
    finding.set("single")
    assert CachedCapability(memory, "notes_in", DAY, hands).get() == "single"
    assert CachedCapability(memory, "other", DAY, hands).get() is None


def test_a_finding_ages_however_often_it_is_confirmed(finding: CachedCapability, hands: Hands) -> None:
    finding.set("single")
    hands.pass_by(DAY / 2)
    finding.set("single")
    hands.pass_by(DAY / 2)
    assert finding.get() is None


def test_a_value_may_hold_any_text(finding: CachedCapability) -> None:
    finding.set('{"a@b": 1}')
    assert finding.get() == '{"a@b": 1}'


@pytest.mark.parametrize("rubbish", ["", "single", "@single", "yesterday@single", "2026-11-23T12:00:00@single"])
def test_what_somebody_else_wrote_there_is_unknown(finding: CachedCapability, memory: DictMemory, rubbish: str) -> None:
    memory.remember("salesforce.notes_in", rubbish)
    assert finding.get() is None
