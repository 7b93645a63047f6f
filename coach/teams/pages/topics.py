"""What a manager and a rep may talk about: three topics, each with why it was picked, and what went well. Pure.

Only three, because a conversation about everything changes nothing. They are the strongest three reasons why the rep is
listed as needing their manager, each with the largest deals concerned.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from coach.engine.model import Author, Reason
from coach.engine.responses import Band, Dismissal, Evidence, band
from coach.teams.given import GivenCard
from coach.teams.pages.rules import Need
from coach.teams.pages.thresholds import UNANSWERED_AFTER, Rule
from coach.teams.pages.words import cards as so_many
from coach.teams.pages.words import listed

MOST = 3
CARDS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. ``why`` says why it was picked, ``cards`` are the cards concerned. ``rows`` is the text of the link to
    the log at ``address``, if there is one.
    """

    title: str
    why: str
    cards: tuple[GivenCard, ...] = ()
    rows: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class RepPicture:
    """What is known of one rep over the weeks covered. ``cards`` are newest first. ``later`` is the start of the second
    half of the weeks.
    """

    cards: Sequence[GivenCard]
    skills: Mapping[str, Evidence]
    needs: Sequence[Need]
    now: datetime
    later: datetime


def topics(picture: RepPicture) -> tuple[Topic, ...]:
    """At most three topics."""
    return tuple(_topic(picture, need) for need in picture.needs[:MOST])


def _topic(picture: RepPicture, need: Need) -> Topic:
    about = [each for each in picture.cards if _ABOUT[need.rule](each, need, picture)]
    return Topic(need.title, need.why, _largest(about), need.rows, need.address)


def _unanswered(each: GivenCard, _need: Need, picture: RepPicture) -> bool:
    old = each.delivered_at <= picture.now - UNANSWERED_AFTER
    return each.is_open and not each.acknowledged_at and old and each.still_theirs


_ABOUT: Mapping[Rule, Callable[[GivenCard, Need, RepPicture], bool]] = {
    Rule.DONE_NOT_SEEN: lambda each, *_: each.done_at is not None and each.missed,
    # Only the log shows which cards were answered wrongly, to those who may see it.
    Rule.SURE_AND_WRONG: lambda each, need, _: each.skill == need.skill,
    Rule.PRACTISE: lambda each, need, _: each.skill == need.skill,
    Rule.UNANSWERED: _unanswered,
    Rule.DROPPED: lambda each, _, picture: each.missed and each.delivered_at >= picture.later,
    Rule.NOT_WRITTEN: lambda *_: False,
    Rule.DID_NOT_FIT: lambda each, *_: each.dismissal in (Dismissal.WRONG, Dismissal.NOT_RELEVANT),
    Rule.NO_TIME: lambda *_: False,
    Rule.NO_DATA: lambda *_: False,
    Rule.PUT_OFF: lambda each, *_: each.aside is Reason.SNOOZED,
}
"""Which of the cards are named. If none can be, the log's rows say more."""


def went_well(picture: RepPicture) -> tuple[Topic, ...]:
    """At most three good things to begin with."""
    return tuple([*_followed(picture), *_strong(picture), *_moved(picture)][:MOST])


def _followed(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.done_at and each.seen_by is Author.REP]
    if cards:
        yield Topic("Done, and to be seen on the deal", f"{so_many(len(cards))} followed through.", _largest(cards))


def _strong(picture: RepPicture) -> Iterator[Topic]:
    strong = sorted(skill for skill, evidence in picture.skills.items() if band(evidence) is Band.STRONG)
    if strong:
        yield Topic(f"Strong in {listed(strong)}", "By answers, and by what deals show.")


def _moved(picture: RepPicture) -> Iterator[Topic]:
    cards = [each for each in picture.cards if each.moved_at]
    deals = {each.opportunity_id for each in cards}
    if deals:
        count = "One deal" if len(deals) == 1 else f"{len(deals)} deals"
        yield Topic(
            f"{count} moved forward after a card", "Within 30 days; the card need not be the cause.", _largest(cards)
        )


def _largest(cards: Sequence[GivenCard]) -> tuple[GivenCard, ...]:
    """One card per deal, the largest deals first: a small deal teaches as much, but a large one is worth the
    conversation.
    """
    by_deal = {each.opportunity_id: each for each in reversed(cards)}
    ordered = sorted(by_deal.values(), key=lambda each: (-(each.amount or Decimal(0)), each.key))
    return tuple(ordered[:CARDS_SHOWN])
