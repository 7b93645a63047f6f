"""How often a playbook was held back, as far as that may be told: no figure is about too few people."""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.engine.model import Reason
from coach.library.counts import Times
from coach.web.cells import hidden, total_hidden


@dataclass(frozen=True, slots=True)
class HeldBackCount:
    """How often a playbook was held back, in all and by reason, the most frequent first.

    ``total`` is None, and a reason is left out, where too few people are in it; ``left_out`` says how many are.
    """

    total: int | None = 0
    reasons: tuple[tuple[Reason, int], ...] = ()
    left_out: int = 0


def told(times: Mapping[Reason, Times], least: int) -> HeldBackCount:
    """What may be told to somebody for whom a figure must be about ``least`` people."""
    owners = {reason: each.owners for reason, each in times.items()}
    secret = hidden(owners, least)
    shown = {reason: each.count for reason, each in times.items() if reason not in secret}
    return HeldBackCount(
        total=None if total_hidden(owners, least) else sum(each.count for each in times.values()),
        reasons=tuple(sorted(shown.items(), key=lambda item: (-item[1], item[0]))),
        left_out=len(secret),
    )
