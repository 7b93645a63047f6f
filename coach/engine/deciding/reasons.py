"""What each reason means: a short label for lists, and a sentence that explains it. One row per reason.

Sentences for reasons that can take a card off the record are translatable messages: the rep reads them in their
language.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from coach.engine.languages import message
from coach.engine.model import Reason


@dataclass(frozen=True, slots=True)
class Meaning:
    """``label`` follows the verdict ("Held back: too soon after the last card"), without a full stop."""

    label: str
    sentence: str


MEANINGS: Mapping[Reason, Meaning] = {
    Reason.APPLIES: Meaning("applies", "The playbook applies to this deal."),
    Reason.APPLIES_AGAIN: Meaning("applies again", "The playbook applies again, so its card is back."),
    Reason.STILL_APPLIES: Meaning("still applies", message("The playbook still applies.")),
    Reason.CANNOT_TELL: Meaning(
        "not known whether it still applies",
        message("Data is missing to tell whether the playbook still applies, so its card stays."),
    ),
    Reason.NO_LONGER_APPLIES: Meaning(
        "no longer applies", message("The deal has changed, and the playbook no longer applies to it.")
    ),
    Reason.DEAL_CLOSED: Meaning("deal closed", message("The deal is closed.")),
    Reason.DEAL_GONE: Meaning(
        "deal deleted or hidden", message("The deal was deleted, or Coach may not see it any more.")
    ),
    Reason.PLAYBOOK_GONE: Meaning("removed by its author", message("The playbook or this card of it was removed.")),
    Reason.MISSING_DATA: Meaning("data missing", "Data is missing to tell whether the playbook applies."),
    Reason.DRAFT: Meaning("still a draft", message("The playbook is a draft.")),
    Reason.RETIRED: Meaning("playbook retired", message("The playbook was retired.")),
    Reason.APPROVAL_OVER: Meaning("its approval has ended", message("The approval of the card's text is over.")),
    Reason.NOT_IN_AUDIENCE: Meaning("for other roles", message("The playbook is not meant for the deal's owner.")),
    Reason.AUDIENCE_UNKNOWN: Meaning(
        "not known whether for this rep",
        message("Data is missing to tell whether the playbook is meant for the deal's owner."),
    ),
    Reason.OWNER_INACTIVE: Meaning("owner not active", message("The deal's owner is not an active user.")),
    Reason.COOLDOWN: Meaning(
        "too soon after its last card",
        "This playbook gave the deal a card a short while ago, and waits before the next.",
    ),
    Reason.OUTRANKED: Meaning(
        "others come first",
        message("A deal has room for only so many cards at a time, and others come first on this one."),
    ),
    Reason.DEAL_CAP: Meaning(
        "enough cards of it on this deal", "The playbook has given this deal as many cards as its author allows."
    ),
    Reason.REP_CAP: Meaning(
        "enough cards of it this week", "The playbook has given this rep as many cards this week as its author allows."
    ),
    Reason.DAILY_CAP: Meaning("enough cards for today", "The rep has had all the cards for today."),
    Reason.DEAL_DAILY_CAP: Meaning(
        "enough new cards on this deal today", "The deal has had all the new cards for today."
    ),
    Reason.WEEKLY_MINUTES: Meaning("the week's minutes are used up", "The rep's minutes for this week are used up."),
    Reason.EXHAUSTED: Meaning("all its cards were given", "This deal has had every card that the playbook has."),
    Reason.SNOOZED: Meaning("put off", message("The rep put the card off.")),
    Reason.DONE: Meaning("done", message("The rep has done what the card asks for.")),
    Reason.DISMISSED: Meaning("dismissed", message("The rep dismissed the card.")),
    Reason.MASTERED: Meaning(
        "skill shown already", message("The rep has shown that they can do this, so cards about it rest for a while.")
    ),
    Reason.UNRENDERABLE: Meaning(
        "text could not be filled in", "The card's text could not be filled in for this deal."
    ),
}


def label(reason: Reason | str) -> str:
    """The reason as a short label. A reason written by a later version, unknown to this one, is returned unchanged."""
    return MEANINGS[Reason(reason)].label if reason in MEANINGS else reason.replace("_", " ")


def sentence(reason: Reason | str) -> str:
    """The sentence for ``reason``, without figures; empty for a reason written by a later version."""
    return MEANINGS[Reason(reason)].sentence if reason in MEANINGS else ""
