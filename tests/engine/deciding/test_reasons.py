"""Every reason can be told."""

import pytest

from coach.engine.deciding import label, sentence
from coach.engine.deciding.reasons import MEANINGS
from coach.engine.model import Reason


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_few_words_and_a_sentence(reason: Reason) -> None:
    assert sentence(reason)[0].isupper()
    assert sentence(reason).endswith(".")
    assert label(reason)[0].islower()
    assert not label(reason).endswith(".")


@pytest.mark.parametrize("reason", Reason)
def test_no_reason_is_called_by_a_word_of_the_program_s_own(reason: Reason) -> None:
    assert not {"_", "outranked", "exhausted", "mastered", "unrenderable"} & {*label(reason).split(), *label(reason)}


def test_no_two_reasons_read_alike() -> None:
    assert len({meaning.sentence for meaning in MEANINGS.values()}) == len(Reason)
    assert len({meaning.label for meaning in MEANINGS.values()}) == len(Reason)


def test_a_reason_of_a_later_version_is_shown_as_it_is_kept() -> None:
    assert (label("not_before_noon"), sentence("not_before_noon")) == ("not before noon", "")
