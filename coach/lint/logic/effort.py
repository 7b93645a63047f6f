"""How much may be tried before a question about one playbook is left open.

Conditions can be written whose consequences take minutes to work out. An author waits for seconds, so what is not
worked out by then counts as undecided, and nothing is said about it.
"""


class Effort:
    """Counts what has been tried; ``most`` is in conditions looked at, some 20,000 to a second."""

    def __init__(self, most: int = 40_000) -> None:
        self._left = most

    def allows(self, cost: int = 1) -> bool:
        """Whether this may still be tried; if so, it counts as tried."""
        self._left -= cost
        return self._left >= 0
