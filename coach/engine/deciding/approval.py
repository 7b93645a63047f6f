"""Which cards are still approved. In life science, what reps say to customers is approved up to a certain day only."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, tzinfo

from coach.engine.playbook.model import Playbook


def approved(playbook: Playbook, today: date) -> Playbook:
    """The playbook with only those cards whose approval still holds; the last day itself counts."""
    if all(day >= today for day in _last_days(playbook)):
        return playbook
    over = playbook.approved_until is not None and playbook.approved_until < today
    cards = () if over else tuple(card for card in playbook.cards if (card.approved_until or today) >= today)
    return playbook.model_copy(update={"cards": cards})


def next_end(playbook: Playbook, now: datetime, zone: tzinfo) -> datetime | None:
    """The next midnight in ``zone`` at which an approval ends; None if none ends after ``now``."""
    ends = (datetime.combine(day + timedelta(days=1), time.min, zone) for day in _last_days(playbook))
    return min((end for end in ends if end > now), default=None)


def _last_days(playbook: Playbook) -> Iterator[date]:
    days = (playbook.approved_until, *(card.approved_until for card in playbook.cards))
    return (day for day in days if day is not None)
