"""The rules as bare bit sets in integers: the least that finding them can cost."""

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

from bench.rules import Rule


class BitSets:
    """What somebody would write for exactly these five facts: a bit set for each value, joined by “and”."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._all = (1 << len(rules)) - 1
        self._stage = _by_value([(number, (rule.stage,)) for number, rule in enumerate(rules)])
        self._family = _by_value([(number, (rule.family,)) for number, rule in enumerate(rules)])
        self._industry = _by_value([(number, rule.industries) for number, rule in enumerate(rules)])
        self._cuts = sorted({cut for rule in rules for cut in (rule.low, rule.high + 1)})
        self._sizes = [
            sum(1 << number for number, rule in enumerate(rules) if rule.low <= cut < rule.high + 1)
            for cut in self._cuts
        ]
        self._days = sorted({rule.days for rule in rules})
        self._since = [
            sum(1 << number for number, rule in enumerate(rules) if rule.days <= days) for days in self._days
        ]

    def numbers(self, facts: Any) -> list[int]:
        """The rules that hold for one deal."""
        amount = facts["amount"]
        if amount is None:
            return []
        place, since = bisect_right(self._cuts, amount) - 1, bisect_right(self._days, facts["days"]) - 1
        if place < 0 or since < 0:
            return []
        rows = self._stage.get(facts["stage"], 0) & self._family.get(facts["family"], 0)
        rows &= self._sizes[place] & self._since[since] & self._industry.get(facts["industry"], 0)
        found = []
        while rows:
            lowest = rows & -rows
            found.append(lowest.bit_length() - 1)
            rows ^= lowest
        return found


def _by_value(named: Sequence[tuple[int, tuple[str, ...]]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, values in named:
        for value in values:
            found[value] = found.get(value, 0) | 1 << number
    return found
