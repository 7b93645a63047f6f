"""Try a deal: what would be decided on it now, why, and the cards as the rep would read them. Nothing is written."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from coach import ids
from coach.errors import CoachError, Rejected
from coach.evaluate import Desk
from coach.foresee.explanation import Explained, Explanation, explain_deal
from coach.foresee.preview import Preview, preview
from coach.foresee.samples import sample
from coach.model import Deal, RepLoad, Verdict
from coach.ports import Org, Remembered
from coach.web.identity import Viewer

NO_ID = "This is no opportunity: give its id, or the address of its page in Salesforce."
NOT_SEEN = "There is no such opportunity, or its owner is not one of the people whose coaching you may see."

_IN_ADDRESS = re.compile(r"(?:/|=|%2F|\A)(006[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)(?![A-Za-z0-9])")
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Deals:
    """Where deals come from, and what is kept about them. All of these may raise TryAgain.

    ``last_read`` is the deal as it was when it was last decided on, None where it never was.
    """

    org: Callable[[], Org]
    last_read: Callable[[str], Deal | None]
    remembered: Callable[[Sequence[str]], Mapping[str, Remembered]]
    load: Callable[[str], RepLoad]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came out. ``cards`` are those that would be open; ``is_sample``: it is none of the org's."""

    explanation: Explanation
    cards: tuple[Preview, ...]
    sentence: str = ""
    is_sample: bool = False

    @property
    def speaking(self) -> list[Explained]:
        """The playbooks about which something would be decided."""
        return [each for each in self.explanation.playbooks if each.decisions]

    @property
    def silent(self) -> list[Explained]:
        """All others."""
        return [each for each in self.explanation.playbooks if not each.decisions]


def opportunity_id(text: str) -> str:
    """The id in what somebody pasted: an id, or an address that holds one. Raises Rejected."""
    found = _IN_ADDRESS.search(text.strip()[:_LONGEST])
    try:
        return ids.to18(found[1] if found else "", ids.OPPORTUNITY)
    except ValueError:
        raise Rejected(NO_ID) from None


def try_opportunity(deals: Deals, text: str, viewer: Viewer, desk: Desk, now: datetime) -> Tried:
    """Try one of the org's deals. Raises Rejected where there is none that this viewer may see."""
    deal, sentence = _read(deals, opportunity_id(text), desk)
    if deal is None or not viewer.may_see(deal.owner.id):
        # Alike, so that nobody learns which opportunities there are.
        raise Rejected(NOT_SEEN, 404)
    remembered = deals.remembered([deal.id])[deal.id]
    explanation = explain_deal(deal, desk, now, remembered, deals.load(deal.owner.id))
    return Tried(explanation, _cards(explanation, desk), sentence)


def _read(deals: Deals, wanted: str, desk: Desk) -> tuple[Deal | None, str]:
    """The deal as the org has it; where the org cannot be asked, as it was last read, with a sentence that says so."""
    try:
        return deals.org().read_deals([wanted], desk.library.custom_fields).deals.get(wanted), ""
    except CoachError as error:
        deal = deals.last_read(wanted)
        if deal is None:
            raise
        return deal, f"{error} So this is the deal as it was read on {deal.read_at:%Y-%m-%d %H:%M} UTC."


def try_sample(name: str, desk: Desk, now: datetime) -> Tried:
    """Try a deal that comes with Coach. Raises Rejected where there is none of this name."""
    explanation = explain_deal(sample(name, now, desk.limits.timezone), desk, now)
    return Tried(explanation, _cards(explanation, desk), is_sample=True)


def _cards(explanation: Explanation, desk: Desk) -> tuple[Preview, ...]:
    shown = []
    for each in explanation.playbooks:
        for decision in each.decisions:
            if decision.verdict in (Verdict.DELIVER, Verdict.KEEP):
                try:
                    shown.append(preview(each.playbook.name, decision.card, explanation.deal, desk, explanation.at))
                except CoachError:
                    continue  # an open card that cannot be filled in any more stays as it last read
    return tuple(shown)
