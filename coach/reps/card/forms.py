"""A submitted form of a card's page → the rep's response."""

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import TypeVar

from coach.engine.languages import message
from coach.engine.responses import Dismissal, Response, ResponseKind, Snooze, answered, dismissed, put_off
from coach.errors import Rejected
from coach.reps.stored import StoredCard

Say = Callable[[datetime], Response]
"""Makes the response, given the time at which it is stored."""

NOT_A_FORM = message("This is not what the card's page sends. Load the page again, and try once more.")
CHOOSE = message("Choose one of the answers first.")

_Choice = TypeVar("_Choice", bound=StrEnum)


def said(form: Mapping[str, str], kept: StoredCard, zone: tzinfo) -> Say:
    """The response in the form. Raises Rejected, with a sentence for the rep."""
    kind = _one_of(ResponseKind, form.get("do", ""))
    match kind:
        case ResponseKind.ACKNOWLEDGED | ResponseKind.DONE:
            return lambda at: Response(kind, at)
        case ResponseKind.DISMISSED:
            why, words = _one_of(Dismissal, form.get("why", "")), form.get("words", "")
            dismissed(why, words, kept.delivered_at)
            return lambda at: dismissed(why, words, at)
        case ResponseKind.SNOOZED:
            length = _one_of(Snooze, form.get("length", ""))
            return lambda at: put_off(length, kept.stage, at, zone)
        case ResponseKind.RATED:
            useful = _yes_or_no(form.get("useful", ""))
            return lambda at: Response(ResponseKind.RATED, at, useful=useful)
        case ResponseKind.ANSWERED:
            return _answer(form, kept)
        case _:
            raise Rejected(NOT_A_FORM)


def _answer(form: Mapping[str, str], kept: StoredCard) -> Say:
    option = form.get("option", "")
    if not option:
        raise Rejected(CHOOSE)
    if len(option) > 1 or not option.isascii() or not option.isdigit():
        raise Rejected(NOT_A_FORM)
    number, sure = int(option), form.get("sure") == "yes"
    answered(kept.card.question, number, sure=sure, at=kept.delivered_at)
    return lambda at: answered(kept.card.question, number, sure=sure, at=at)


def _one_of(choices: type[_Choice], value: str) -> _Choice:
    try:
        return choices(value)
    except ValueError:
        raise Rejected(NOT_A_FORM) from None


def _yes_or_no(value: str) -> bool:
    if value not in ("yes", "no"):
        raise Rejected(NOT_A_FORM)
    return value == "yes"
