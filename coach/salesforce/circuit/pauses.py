"""How long an org is left alone: pure arithmetic, in seconds."""

MINUTE = 60.0
HOUR = 60 * MINUTE
LONGEST = 30 * MINUTE
_MOMENT = 15.0
"""Longer than it takes until a note without an answer is looked for, so that the look decides."""


def pause(times: int) -> float:
    """The pause after the org has refused everything ``times`` in a row: two minutes, then twice as long each time.

    Half an hour at most; none for ``times`` of 0.
    """
    return min(2 * MINUTE * 2 ** min(times - 1, 10), LONGEST) if times > 0 else 0.0


def moment(times: int) -> float:
    """The pause after ``times`` too many calls in a row without an answer: a moment, then four times as long each time.

    It grows faster because nothing else ends it if the org cannot be asked what became of the notes either.
    """
    return min(_MOMENT * 4 ** min(times - 1, 10), LONGEST) if times > 0 else 0.0
