"""Every reason can be told."""

import pytest

from coach.decide import sentence
from coach.decide.reasons import SENTENCES
from coach.model import Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    assert sentence(reason)[0].isupper()
    assert sentence(reason).endswith(".")


def test_no_two_reasons_read_alike() -> None:
    assert len(set(SENTENCES.values())) == len(Reason)
