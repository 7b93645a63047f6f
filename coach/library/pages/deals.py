"""Deals for somebody to try: by id or address, by name, or those that changed last. None that they may not see.

Who may see the coaching of a deal's owner tries it with all that is known. Whoever else may read the record in
Salesforce tries it as if no card had ever been given: what a rep was given, and did with it, is not theirs to see.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from coach.engine.model import Deal, RepLoad
from coach.errors import CoachError, Rejected
from coach.ports import DealsRead, Remembered
from coach.web.viewer import Viewer

NOT_SEEN = "There is no such opportunity, or you may not see it in Salesforce."
SHOWN = 25
"""Deals to choose from: read with one call."""


class DealSource(Protocol):
    """What is asked of the org; each may raise TryAgain and Undeliverable."""

    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Read opportunities with all that a deal holds."""

    def deals_named(self, text: str) -> Sequence[str]:
        """The ids of at most 200 opportunities with these words in their name or their account's; without words, of
        those that are open. Last changed first.
        """

    def seen_by(self, user_id: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of these opportunities that this user may read in the org."""


@dataclass(frozen=True, slots=True)
class Deals:
    """Where deals come from, and what is kept about them. All of these may raise TryAgain.

    ``last_read`` is the deal as it was when it was last decided on, None where it never was.
    """

    org: Callable[[], DealSource]
    last_read: Callable[[str], Deal | None]
    remembered: Callable[[Sequence[str]], Mapping[str, Remembered]]
    load: Callable[[str], RepLoad]


@dataclass(frozen=True, slots=True)
class Opened:
    """A deal that one may try. ``whole``: with what its owner was given; ``sentence`` says if it is an old one."""

    deal: Deal
    whole: bool
    sentence: str = ""


def open_deal(deals: Deals, opportunity_id: str, viewer: Viewer, fields: frozenset[str]) -> Opened:
    """The deal of this id. Raises Rejected where there is none that this viewer may see."""
    deal, sentence = _read(deals, opportunity_id, fields)
    whole = deal is not None and viewer.may_see(deal.owner.id)
    if deal is None or not (whole or _may_read(deals, viewer, [deal.id])):
        # Alike, so that nobody learns which opportunities there are.
        raise Rejected(NOT_SEEN, 404)
    return Opened(deal, whole, sentence)


def find_deals(deals: Deals, text: str, viewer: Viewer, fields: frozenset[str]) -> tuple[list[Deal], bool]:
    """At most 25 deals of this name that the viewer may read; and whether there may be more of them."""
    org = deals.org()
    found = org.deals_named(text)
    seen = _may_read(deals, viewer, found)
    shown = [each for each in found if each in seen][:SHOWN]
    read = org.read_deals(shown, fields).deals if shown else {}
    return [read[each] for each in shown if each in read], len(seen) > SHOWN or len(found) >= _ASKED


_ASKED = 200
"""As many as are asked for by name; of so many there may be more."""


def _may_read(deals: Deals, viewer: Viewer, ids: Sequence[str]) -> frozenset[str]:
    """Those that the viewer may read in the org; a token is nobody there."""
    if not ids or viewer.user_id is None:
        return frozenset()
    return deals.org().seen_by(viewer.user_id, ids)


def _read(deals: Deals, wanted: str, fields: frozenset[str]) -> tuple[Deal | None, str]:
    """The deal as the org has it; where the org cannot be asked, as it was last read, with a sentence that says so."""
    try:
        return deals.org().read_deals([wanted], fields).deals.get(wanted), ""
    except CoachError as error:
        deal = deals.last_read(wanted)
        if deal is None:
            raise
        return deal, f"{error} So this is the deal as it was read on {deal.read_at:%Y-%m-%d %H:%M} UTC."
