"""What a manager and a rep may talk about: three things, each with why it was picked, and what went well. Pure.

Three, because a conversation in which everything comes up changes nothing. Each kind of topic comes once, the one first
from which most follows: what was ticked off and cannot be seen on the deal, then what the rep cannot do yet, then what
they do not read, do not want, have no time for, and put off.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from coach.model import Author, Reason
from coach.respond import Band, Dismissal, Evidence, band
from coach.store.teams.given import GivenCard

MOST = 3
CARDS_SHOWN = 3
UNREAD_AFTER = timedelta(days=7)
OFTEN = 3
"""How often something must happen in the weeks looked at to be a habit."""


@dataclass(frozen=True, slots=True)
class Topic:
    """Something to talk about. ``why`` says why it was picked, ``cards`` are what it is about."""

    title: str
    why: str
    cards: tuple[GivenCard, ...] = ()


@dataclass(frozen=True, slots=True)
class RepPicture:
    """What is known of one rep over the weeks looked at; ``cards`` newest first."""

    cards: Sequence[GivenCard]
    skills: Mapping[str, Evidence]
    held_back: Mapping[Reason, int]
    now: datetime


def topics(picture: RepPicture) -> tuple[Topic, ...]:
    """At most three."""
    found = [topic for pick in _PICKS for topic in pick(picture)]
    return tuple(found[:MOST])


def went_well(picture: RepPicture) -> tuple[Topic, ...]:
    """At most three things to begin with."""
    return tuple([*_followed(picture), *_strong(picture), *_moved(picture)][:MOST])


def _ticked_off(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.done_at and each.missed]
    if cards:
        why = f"{_cards(len(cards))} marked as done, and what the card asks for was not seen on the deal in time."
        yield Topic("Done, but not to be seen on the deal", why, _largest(cards))


def _cannot_yet(picture: RepPicture) -> Iterator[Topic]:
    weak = sorted(skill for skill, evidence in picture.skills.items() if band(evidence) is Band.PRACTISE)
    if weak:
        cards = [each for each in picture.cards if each.skill in weak]
        why = "By answers and by what deals show, most of it is still to come; cards about it come first."
        yield Topic(f"Practise {_listed(weak[:2])}", why, _largest(cards))


def _unread(picture: RepPicture) -> Iterator[Topic]:
    before = picture.now - UNREAD_AFTER
    cards = [each for each in picture.cards if each.is_open and not each.acknowledged_at and each.delivered_at < before]
    if cards:
        days = (picture.now - cards[-1].delivered_at).days
        why = f"{_cards(len(cards))} without a response for more than a week, the oldest for {days} days."
        yield Topic("Cards that nobody said anything about", why, _largest(cards))


def _unwanted(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.dismissal in (Dismissal.WRONG, Dismissal.NOT_RELEVANT)]
    if len(cards) > 1:
        why = f"{_cards(len(cards))} dismissed as wrong or not relevant: what does the playbook not know?"
        yield Topic("Advice that did not fit", why, _largest(cards))


def _no_time(picture: RepPicture) -> Iterator[Topic]:
    count = picture.held_back.get(Reason.WEEKLY_MINUTES, 0)
    if count >= OFTEN:
        why = f"{count} times a card was held back, for the week's minutes were used up."
        yield Topic("More to coach than a week has minutes for", why)


def _put_off(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.aside is Reason.SNOOZED]
    if len(cards) >= OFTEN:
        yield Topic("Put off, more than once", f"{_cards(len(cards))} put off.", _largest(cards))


_PICKS: tuple[Callable[[RepPicture], Iterator[Topic]], ...] = (
    _ticked_off,
    _cannot_yet,
    _unread,
    _unwanted,
    _no_time,
    _put_off,
)


def _followed(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.done_at and each.seen_by is Author.REP]
    if cards:
        yield Topic("Done, and to be seen on the deal", f"{_cards(len(cards))} followed through.", _largest(cards))


def _strong(picture: RepPicture) -> Iterator[Topic]:
    strong = sorted(skill for skill, evidence in picture.skills.items() if band(evidence) is Band.STRONG)
    if strong:
        yield Topic(f"Strong in {_listed(strong)}", "By answers, and by what deals show.")


def _moved(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.moved_at]
    deals = {each.opportunity_id for each in cards}
    if deals:
        count = "One deal" if len(deals) == 1 else f"{len(deals)} deals"
        yield Topic(
            f"{count} moved forward after a card", "Within 30 days; the card need not be the cause.", _largest(cards)
        )


def _largest(cards: Sequence[GivenCard]) -> tuple[GivenCard, ...]:
    """One a deal, the largest deals first: a small deal teaches as much, but a large one is worth the talk."""
    by_deal = {each.opportunity_id: each for each in reversed(cards)}
    ordered = sorted(by_deal.values(), key=lambda each: (-(each.amount or Decimal(0)), each.key))
    return tuple(ordered[:CARDS_SHOWN])


def _cards(count: int) -> str:
    return "One card" if count == 1 else f"{count} cards"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
