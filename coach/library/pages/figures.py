"""How often a playbook was held back, as far as it may be shown: no figure may be about too few people."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.engine.model import Reason
from coach.library.counts import Times
from coach.web.cells import hidden, total_hidden


@dataclass(frozen=True, slots=True)
class HeldBackCount:
    """How often a playbook was held back, in total and by reason, the most frequent first.

    If too few people are involved, ``total`` is None, or a reason is left out; ``left_out`` is the number of such
    reasons.
    """

    total: int | None = 0
    reasons: tuple[tuple[Reason, int], ...] = ()
    left_out: int = 0


def held_back_count(times: Mapping[Reason, Times], least: int) -> HeldBackCount:
    """The counts that may be shown to a viewer for whom each figure must be about at least ``least`` people."""
    owners = {reason: each.owners for reason, each in times.items()}
    secret = hidden(owners, least)
    shown = {reason: each.count for reason, each in times.items() if reason not in secret}
    return HeldBackCount(
        total=None if total_hidden(owners, least) else sum(each.count for each in times.values()),
        reasons=tuple(sorted(shown.items(), key=lambda item: (-item[1], item[0]))),
        left_out=len(secret),
    )
