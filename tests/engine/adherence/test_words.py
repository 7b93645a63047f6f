"""What is said of what was looked for on a deal."""

import pytest

from coach.engine.adherence.words import on_deal
from coach.engine.model import Adherence, Author


@pytest.mark.parametrize(
    ("adherence", "author", "told"),
    [
        (Adherence.WAITING, None, "not yet seen on the deal"),
        (Adherence.NOT_SEEN, None, "never seen on the deal"),
        (Adherence.SEEN, Author.REP, "seen on the deal, done by the rep"),
        (Adherence.SEEN, Author.SOMEBODY_ELSE, "seen on the deal, done by somebody else"),
        (Adherence.WAITING, Author.AUTOMATION, "on the deal, but done by an agent or integration: not counted"),
        (Adherence.NOT_SEEN, Author.AUTOMATION, "on the deal, but done by an agent or integration: not counted"),
        (Adherence.WAITING, Author.NOT_KNOWN, "on the deal, but by whom is not known yet: not counted"),
        (Adherence.NOT_SEEN, Author.NOT_KNOWN, "on the deal, but by whom is not known: not counted"),
    ],
)
def test_it_is_said_who_did_it_and_whether_that_counts(adherence: Adherence, author: Author | None, told: str) -> None:
    assert on_deal(adherence, author) == told
