"""An approval that ends within a month, or has ended.

After its last day a card is not given any more, and leaves the records it is on. Its owner has the text approved again,
and writes the new day.

Fails on 2027-06-01::

    approved_until: 2027-06-20

Passes on 2027-06-01::

    approved_until: 2027-12-31
"""

from collections.abc import Iterator
from datetime import date

from coach.lint.context import Context
from coach.lint.findings import RuleRemark, Severity
from coach.lint.subject import Subject

ID = "approval-ends"
SEVERITY = Severity.WARNING
WITHIN_DAYS = 31


def check(subject: Subject, context: Context) -> Iterator[RuleRemark]:
    """Check the playbook's own last day, and that of each card."""
    playbook = subject.playbook
    days: list[tuple[tuple[str | int, ...], date | None]] = [(("approved_until",), playbook.approved_until)]
    days += [(("cards", place, "approved_until"), card.approved_until) for place, card in enumerate(playbook.cards)]
    who = playbook.owner or "somebody"
    for path, day in days:
        if day and (day - context.today).days <= WITHIN_DAYS:
            yield subject.remark(
                subject.at(*path), f"The approval {_when(day, context.today)}: {who} should have it approved again."
            )


def _when(day: date, today: date) -> str:
    days = (day - today).days
    if days < 0:
        return f"ended on {day.isoformat()}, so its cards are not given"
    if days == 0:
        return "ends today"
    return f"ends on {day.isoformat()}, in {days} {'day' if days == 1 else 'days'}"
