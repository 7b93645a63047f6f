"""Deals for a viewer to try: by id or URL, by name, or the most recently changed. Only deals that the viewer may see.

A viewer who may see the coaching of the deal's owner tries the deal with all its history. Any other viewer who may read
the record in Salesforce tries it as if no card had ever been given: a rep's cards and responses are not theirs to see.
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
"""Maximum deals to choose from: they are read with one call."""


class DealSource(Protocol):
    """Queries to the org. Each may raise TryAgain and Undeliverable."""

    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Read opportunities with everything that a deal holds."""

    def deals_named(self, text: str) -> Sequence[str]:
        """The ids of at most 200 opportunities with these words in their name or their account's name; without words,
        of open opportunities. Last changed first.
        """

    def seen_by(self, user_id: str, ids: Sequence[str]) -> frozenset[str]:
        """Those of these opportunities that this user may read in the org."""


@dataclass(frozen=True, slots=True)
class Deals:
    """The sources of deals, and what is stored about them. All of these may raise TryAgain.

    ``last_read`` returns the deal as of its last decision; None if there was none.
    """

    org: Callable[[], DealSource]
    last_read: Callable[[str], Deal | None]
    remembered: Callable[[Sequence[str]], Mapping[str, Remembered]]
    load: Callable[[str], RepLoad]


@dataclass(frozen=True, slots=True)
class Opened:
    """A deal that the viewer may try. ``whole``: with what its owner was given. ``sentence`` says so if it is a stored
    one.
    """

    deal: Deal
    whole: bool
    sentence: str = ""


def open_deal(deals: Deals, opportunity_id: str, viewer: Viewer, fields: frozenset[str]) -> Opened:
    """The deal with this id. Raises Rejected if there is none that this viewer may see."""
    deal, sentence = _read(deals, opportunity_id, fields)
    whole = deal is not None and viewer.may_see(deal.owner.id)
    if deal is None or not (whole or _may_read(deals, viewer, [deal.id])):
        # The same error in both cases, so that nobody learns which opportunities exist.
        raise Rejected(NOT_SEEN, 404)
    return Opened(deal, whole, sentence)


def find_deals(deals: Deals, text: str, viewer: Viewer, fields: frozenset[str]) -> tuple[list[Deal], bool]:
    """At most 25 deals of this name that the viewer may read; and whether there may be more."""
    org = deals.org()
    found = org.deals_named(text)
    seen = _may_read(deals, viewer, found)
    shown = [each for each in found if each in seen][:SHOWN]
    read = org.read_deals(shown, fields).deals if shown else {}
    return [read[each] for each in shown if each in read], len(seen) > SHOWN or len(found) >= _ASKED


_ASKED = 200
"""The maximum asked for by name; with this many results, there may be more."""


def _may_read(deals: Deals, viewer: Viewer, ids: Sequence[str]) -> frozenset[str]:
    """Those that the viewer may read in the org. A service token is not a user there."""
    if not ids or viewer.user_id is None:
        return frozenset()
    return deals.org().seen_by(viewer.user_id, ids)


def _read(deals: Deals, wanted: str, fields: frozenset[str]) -> tuple[Deal | None, str]:
    """The deal from the org. If the org cannot be asked: the deal as last read, with a sentence that says so."""
    try:
        return deals.org().read_deals([wanted], fields).deals.get(wanted), ""
    except CoachError as error:
        deal = deals.last_read(wanted)
        if deal is None:
            raise
        return deal, f"{error} So this is the deal as it was read on {deal.read_at:%Y-%m-%d %H:%M} UTC."
