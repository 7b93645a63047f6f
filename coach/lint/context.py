"""Everything that rules may use besides the files."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property

from coach.engine.inventory import Inventory
from coach.lint.logic.stages import USUAL_TYPES, StageTypes


@dataclass(frozen=True, eq=False)
class Context:
    """The day, the org, and the limits on a card.

    ``inventory`` is None if the org is not known; then the stages that every new org begins with are assumed to have
    their usual types. ``minutes`` is the longest that a card may take to read, ``title`` the maximum number of
    characters in its headline, ``places`` how many cards a deal can have open at a time. ``whole`` says that the files
    are a complete library.
    """

    today: date
    inventory: Inventory | None = None
    minutes: Decimal = Decimal(2)
    title: int = 80
    places: int = 3
    whole: bool = True

    @property
    def now(self) -> datetime:
        """Noon on that day."""
        return datetime.combine(self.today, time(12), UTC)

    @cached_property
    def stage_types(self) -> StageTypes:
        """The types of the org's stages; if the org is not known, those of a new org's stages."""
        if self.inventory is None:
            return USUAL_TYPES
        return StageTypes.of({name: (stage.closed, stage.won) for name, stage in self.inventory.stages.items()})
