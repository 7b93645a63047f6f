"""A scorecard per playbook: was it found, engaged with, adopted, used right, and did the deal move? Pure.

The last is correlation, not causation: reps use playbooks where they see a chance. Only a comparison with deals without
a card could tell more.
"""

from dataclasses import dataclass
from math import sqrt

from coach.teams.scorecard import Playbooks, PlaybookSums
from coach.web.cells import hidden

Z = 1.96
"""For a 95% confidence interval."""


@dataclass(frozen=True, slots=True)
class Proportion:
    """A count out of a total; ``low`` and ``high`` are the 95% confidence interval of the share."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        return self.count / self.of if self.of else None

    @property
    def low(self) -> float:
        return self._wilson(-1)

    @property
    def high(self) -> float:
        return self._wilson(1)

    def _wilson(self, sign: int) -> float:
        """E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22, 1927."""
        if not self.of:
            return 0.0 if sign < 0 else 1.0
        share, square = self.count / self.of, Z * Z / self.of
        middle, spread = share + square / 2, Z * sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return min(1.0, max(0.0, (middle + sign * spread) / (1 + square)))


@dataclass(frozen=True, slots=True)
class Score:
    """One playbook.

    ``moved_after_seen`` and ``moved_otherwise`` split the cards by whether what they ask for was seen on the deal.
    ``answered_right`` is None if so few people answered that it could reveal one person's answer: answers are private.
    """

    playbook: str
    cards: int
    reps: int
    deals: int
    engaged: Proportion
    adopted: Proportion
    used_right: Proportion
    moved_after_seen: Proportion
    moved_otherwise: Proportion
    useful: Proportion
    dismissed: Proportion
    answered_right: Proportion | None


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The playbooks that were given most come first. ``kept_back`` is the number of playbooks that are not shown
    because too few people are in them.
    """

    scores: tuple[Score, ...]
    kept_back: int = 0


def scorecard(found: Playbooks, least: int, groups_only: bool, answers_from: int) -> Scorecard:
    """``least`` is the number of people required for a figure about a group, ``answers_from`` for one about answers.

    ``groups_only``: the viewer may see nothing about a single person.
    """
    secret = hidden(found.reps, least) if groups_only else frozenset()
    scores = [_score(each, answers_from) for each in found.sums if each.playbook not in secret]
    return Scorecard(tuple(sorted(scores, key=lambda each: (-each.cards, each.playbook))), len(secret))


def _score(sums: PlaybookSums, answers_from: int) -> Score:
    funnel = sums.funnel
    return Score(
        playbook=sums.playbook,
        cards=funnel.delivered,
        reps=sums.reps,
        deals=sums.deals,
        engaged=Proportion(funnel.opened, funnel.delivered),
        adopted=Proportion(funnel.done, funnel.delivered),
        used_right=Proportion(sums.seen, sums.looked),
        moved_after_seen=Proportion(sums.moved_after_seen, sums.seen),
        moved_otherwise=Proportion(sums.moved - sums.moved_after_seen, funnel.delivered - sums.seen),
        useful=Proportion(sums.useful, sums.useful + sums.useless),
        dismissed=Proportion(sums.dismissed, funnel.delivered),
        answered_right=Proportion(sums.right, sums.answered) if sums.answering >= answers_from else None,
    )
