"""What a rep can say about a card. Each response is stored as given; none is ever deleted, only followed by others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from coach.engine.deciding.limits import day_start
from coach.engine.languages import message
from coach.engine.model import Quiz
from coach.errors import Rejected
from coach.text import one_line, shorten

SAY_WHY = message("Say in a few words why you do not want this card.")
NO_SUCH_ANSWER = message("This card has no such answer to choose.")
WORDS_LIMIT = 500
"""Maximum characters of a reason in the rep's own words: a sentence or two."""


class ResponseKind(StrEnum):
    """What sort of response it is."""

    OPENED = "opened"
    ACKNOWLEDGED = "acknowledged"
    DONE = "done"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"
    RATED = "rated"
    ANSWERED = "answered"


class Dismissal(StrEnum):
    """Why a rep does not want a card."""

    NOT_RELEVANT = "not_relevant"
    ALREADY_DONE = "already_done"
    WRONG = "wrong"
    OTHER = "other"


class Snooze(StrEnum):
    """How long a rep puts a card off."""

    DAY = "day"
    WEEK = "week"
    STAGE = "stage"


DAYS: Mapping[Snooze, int] = {Snooze.DAY: 1, Snooze.WEEK: 7}


@dataclass(frozen=True, slots=True)
class Response:
    """One response of a rep, at ``at``. Fields that its kind does not need are None.

    ``words`` is a dismissal's reason in the rep's own words. A snooze lasts until ``until``, or while the deal is in
    ``stage``. ``option`` counts from 1; ``sure`` says whether the rep was sure, and ``right`` whether they were right.
    """

    kind: ResponseKind
    at: datetime
    dismissal: Dismissal | None = None
    words: str = ""
    until: datetime | None = None
    stage: str | None = None
    useful: bool | None = None
    option: int | None = None
    sure: bool | None = None
    right: bool | None = None


def dismissed(why: Dismissal, words: str, at: datetime) -> Response:
    """The rep does not want the card. Raises Rejected if the reason is "other" and there are no words."""
    told = shorten(one_line(words), WORDS_LIMIT)
    if why is Dismissal.OTHER and not told:
        raise Rejected(SAY_WHY)
    return Response(ResponseKind.DISMISSED, at, dismissal=why, words=told)


def put_off(length: Snooze, stage: str, at: datetime, zone: tzinfo) -> Response:
    """The rep wants the card later: on a later day, from midnight in ``zone``, or in another stage than ``stage``.

    Whole days, not a number of hours: then pressing the same button twice on one day has the same result.
    """
    if length is Snooze.STAGE:
        return Response(ResponseKind.SNOOZED, at, stage=stage)
    later = day_start(at, zone).astimezone(zone) + timedelta(days=DAYS[length])
    return Response(ResponseKind.SNOOZED, at, until=day_start(later, zone))


def answered(quiz: Quiz | None, option: int, *, sure: bool, at: datetime) -> Response:
    """The rep chose an option. Raises Rejected if there is no such option, or no question."""
    if quiz is None or not 1 <= option <= len(quiz.options):
        raise Rejected(NO_SUCH_ANSWER)
    return Response(ResponseKind.ANSWERED, at, option=option, sure=sure, right=option == quiz.answer)
