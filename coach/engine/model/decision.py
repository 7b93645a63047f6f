"""Decision: deliver, keep, retire or hold back, with a named reason."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from coach.engine.model.match import Trace


class Verdict(StrEnum):
    """What is done about one playbook on one deal."""

    DELIVER = "deliver"
    KEEP = "keep"
    RETIRE = "retire"
    HOLD_BACK = "hold_back"


class Reason(StrEnum):
    """Why a decision was made. Stored with the decision, and shown to anybody who asks.

    :mod:`coach.engine.deciding.reasons` has a sentence for each.
    """

    APPLIES = "applies"
    APPLIES_AGAIN = "applies_again"
    STILL_APPLIES = "still_applies"
    CANNOT_TELL = "cannot_tell"
    NO_LONGER_APPLIES = "no_longer_applies"
    DEAL_CLOSED = "deal_closed"
    DEAL_GONE = "deal_gone"
    PLAYBOOK_GONE = "playbook_gone"
    MISSING_DATA = "missing_data"
    DRAFT = "draft"
    RETIRED = "retired"
    APPROVAL_OVER = "approval_over"
    NOT_IN_AUDIENCE = "not_in_audience"
    AUDIENCE_UNKNOWN = "audience_unknown"
    OWNER_INACTIVE = "owner_inactive"
    COOLDOWN = "cooldown"
    OUTRANKED = "outranked"
    DEAL_CAP = "deal_cap"
    REP_CAP = "rep_cap"
    DAILY_CAP = "daily_cap"
    DEAL_DAILY_CAP = "deal_daily_cap"
    WEEKLY_MINUTES = "weekly_minutes"
    EXHAUSTED = "exhausted"
    SNOOZED = "snoozed"
    DONE = "done"
    DISMISSED = "dismissed"
    MASTERED = "mastered"
    UNRENDERABLE = "unrenderable"


@dataclass(frozen=True, slots=True)
class Decision:
    """What is done about one playbook on one deal, and why.

    ``card`` names the card within its playbook. ``occasion`` counts from 1 how often the playbook has delivered on this
    deal. Both are set for every verdict except HOLD_BACK. ``detail`` is a sentence with the figures ("22 of 24 minutes
    used this week"). ``minutes`` is what a delivery costs from the rep's weekly budget; 0 if a card is reopened.
    A new card without its question has ``left_out``, a sentence that says why; one with a question about a skill names
    the skill in ``asks``.
    """

    playbook: str
    verdict: Verdict
    reason: Reason
    detail: str
    card: str | None = None
    occasion: int = 0
    minutes: Decimal = Decimal(0)
    trace: Trace | None = None
    asks: str | None = None
    left_out: str = ""
