"""How far cards get. Each step has at most as many cards as the step before."""

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many cards reached each step. ``seen``: done, and what they ask for was seen on the deal in time."""

    delivered: int = 0
    opened: int = 0
    acknowledged: int = 0
    done: int = 0
    seen: int = 0

    def __add__(self, other: "Funnel") -> "Funnel":
        return Funnel(
            self.delivered + other.delivered,
            self.opened + other.opened,
            self.acknowledged + other.acknowledged,
            self.done + other.done,
            self.seen + other.seen,
        )

    def steps(self) -> tuple[tuple[str, int], ...]:
        """Name and count, from the first to the last."""
        return tuple((each.name, getattr(self, each.name)) for each in fields(Funnel))
