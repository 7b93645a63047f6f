"""What each reason means, in a sentence for people: on pages, in the log, and in notes that no longer apply.

Those for which a card can leave the record are messages, for its rep reads them in their language.
"""

from collections.abc import Mapping

from coach.languages import message
from coach.model import Reason

SENTENCES: Mapping[Reason, str] = {
    Reason.APPLIES: "The playbook applies to this deal.",
    Reason.APPLIES_AGAIN: "The playbook applies again, so its card is back.",
    Reason.STILL_APPLIES: message("The playbook still applies."),
    Reason.CANNOT_TELL: message("Data is missing to tell whether the playbook still applies, so its card stays."),
    Reason.NO_LONGER_APPLIES: message("The deal has changed, and the playbook no longer applies to it."),
    Reason.DEAL_CLOSED: message("The deal is closed."),
    Reason.DEAL_GONE: message("The deal was deleted, or Coach may not see it any more."),
    Reason.PLAYBOOK_GONE: message("The playbook or this card of it was removed."),
    Reason.MISSING_DATA: "Data is missing to tell whether the playbook applies.",
    Reason.DRAFT: message("The playbook is a draft."),
    Reason.RETIRED: message("The playbook was retired."),
    Reason.NOT_IN_AUDIENCE: message("The playbook is not meant for the deal's owner."),
    Reason.AUDIENCE_UNKNOWN: message("Data is missing to tell whether the playbook is meant for the deal's owner."),
    Reason.OWNER_INACTIVE: message("The deal's owner is not an active user."),
    Reason.COOLDOWN: "The playbook spoke on this deal a short while ago.",
    Reason.OUTRANKED: message("Playbooks of higher priority have all the places on this deal."),
    Reason.DEAL_CAP: "The playbook has given this deal as many cards as it may.",
    Reason.REP_CAP: "The playbook has given this rep as many cards as it may this week.",
    Reason.DAILY_CAP: "The rep has had all the cards for today.",
    Reason.DEAL_DAILY_CAP: "The deal has had all the new cards for today.",
    Reason.WEEKLY_MINUTES: "The rep's minutes for this week are used up.",
    Reason.EXHAUSTED: "Every card of the playbook has been given on this deal.",
    Reason.SNOOZED: message("The rep put the card off."),
    Reason.DONE: message("The rep has done what the card asks for."),
    Reason.DISMISSED: message("The rep dismissed the card."),
    Reason.MASTERED: message("The rep has shown to master this."),
    Reason.UNRENDERABLE: "The card's text could not be filled in for this deal.",
}


def sentence(reason: Reason) -> str:
    """The sentence for ``reason``, without figures."""
    return SENTENCES[reason]
