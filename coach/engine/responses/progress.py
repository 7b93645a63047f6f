"""How far a rep is with a card.

The invariant behind every page with counts: whoever did a card has acknowledged it, and whoever acknowledged it has
opened it. So each step of the funnel has at most as many cards as the step before.
"""

from dataclasses import dataclass, replace
from datetime import datetime, tzinfo

from coach.engine.languages import Wording, message, words_in
from coach.engine.model import LaidAside, Reason
from coach.engine.responses.response import Dismissal, Response, ResponseKind

DONE = message("The rep has done what the card asks for.")
DISMISSED = {
    Dismissal.NOT_RELEVANT: message("The rep dismissed the card: it is not relevant on this deal."),
    Dismissal.ALREADY_DONE: message("The rep dismissed the card: they had done it already."),
    Dismissal.WRONG: message("The rep dismissed the card: they think that it is wrong."),
    Dismissal.OTHER: message("The rep dismissed the card for a reason of their own."),
}
"""The rep's own words are only for the log, because everybody who sees the record can read the note."""
UNTIL_STAGE = message("The rep put the card off until the stage changes.")
UNTIL_DAY = message("The rep put the card off until {day}.")


@dataclass(frozen=True, slots=True)
class Progress:
    """The combined result of the responses to one card. Each time is that of the first such response.

    ``useful`` is the rep's last word, but the answer is their first: a choice made after reading which option is right
    says nothing. ``laid_aside`` is None while the rep can still act on the card.
    """

    opened_at: datetime | None = None
    acknowledged_at: datetime | None = None
    done_at: datetime | None = None
    dismissed_at: datetime | None = None
    dismissal: Dismissal | None = None
    laid_aside: LaidAside | None = None
    useful: bool | None = None
    answered_at: datetime | None = None
    option: int | None = None
    sure: bool | None = None
    right: bool | None = None


def after(progress: Progress, response: Response, zone: tzinfo) -> Progress:
    """The progress after one more response; equal to ``progress`` if the response adds nothing.

    Any response except opening the card shows that the rep took note of it. ``zone`` determines the day on which a
    snooze ends.
    """
    opened = replace(progress, opened_at=progress.opened_at or response.at)
    if response.kind is ResponseKind.OPENED:
        return opened
    noted = replace(opened, acknowledged_at=progress.acknowledged_at or response.at)
    match response.kind:
        case ResponseKind.DONE:
            return replace(noted, done_at=progress.done_at or response.at, laid_aside=LaidAside(Reason.DONE, DONE))
        case ResponseKind.DISMISSED if response.dismissal:
            return _dismissed(noted, response, response.dismissal)
        case ResponseKind.SNOOZED:
            return replace(noted, laid_aside=_put_off(response, zone))
        case ResponseKind.RATED:
            return replace(noted, useful=response.useful)
        case ResponseKind.ANSWERED if progress.answered_at is None:
            return replace(
                noted, answered_at=response.at, option=response.option, sure=response.sure, right=response.right
            )
        case _:
            return noted


def _dismissed(progress: Progress, response: Response, why: Dismissal) -> Progress:
    return replace(
        progress,
        dismissed_at=progress.dismissed_at or response.at,
        dismissal=why,
        laid_aside=LaidAside(Reason.DISMISSED, DISMISSED[why]),
    )


def _put_off(response: Response, zone: tzinfo) -> LaidAside:
    if response.until is None:
        return LaidAside(Reason.SNOOZED, UNTIL_STAGE, stage=response.stage)
    words = _until(response.until, words_in("en"), zone)
    return LaidAside(Reason.SNOOZED, words, until=response.until)


def why_aside(aside: LaidAside, words: Wording, zone: tzinfo) -> str:
    """Why the card was laid aside, worded for readers of the note. The stored wording is for the log."""
    if aside.reason is Reason.SNOOZED and aside.until:
        return _until(aside.until, words, zone)
    return words.say(aside.words)


def _until(moment: datetime, words: Wording, zone: tzinfo) -> str:
    return words.say(UNTIL_DAY, day=words.figures.day(moment.astimezone(zone).date()))
