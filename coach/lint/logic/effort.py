"""A limit on the effort for one question about a playbook.

The consequences of some conditions take minutes to work out, but an author waits only seconds. A question that exceeds
the limit counts as undecided, and lint says nothing about it.
"""

MOST = 40_000
"""Conditions that are looked at for one question; some 20,000 of them take a second."""


class Effort:
    """A budget of attempts."""

    def __init__(self) -> None:
        self._left = MOST

    def allows(self, cost: int = 1) -> bool:
        """Spend ``cost`` from the budget, and return whether it was enough."""
        self._left -= cost
        return self._left >= 0
