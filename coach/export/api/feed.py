"""The feed as JSON. A follower stores ``next`` and passes it in the next request. Rows never change their position."""

from typing import Any

from flask import request

from coach.errors import Rejected
from coach.export.api.numbers import number
from coach.export.feed_facts import ANSWER, Fact
from coach.export.pages.deps import ApiContext
from coach.privacy.audit import AccessKind
from coach.queue.feed import FeedCursor, FeedKind
from coach.web.viewer import Viewer

ROWS, MOST_ROWS = 100, 1_000
LAST = 10**18 - 1

CLEARED = (
    "What comes after this place is not kept any more in full: rows up to {gone} were cleared away when their time was"
    " over. Begin again without after, and take over what is missing from an export."
)
AHEAD = (
    "This place is beyond the end of the feed: the database has probably been restored from an older copy. Begin again"
    " without after."
)


def read(api: ApiContext, viewer: Viewer) -> dict[str, Any]:
    """The rows after a position. Raises Rejected, 410, for a position after which rows have been deleted."""
    after = number("after", 0, 0, LAST)
    stretch = api.export.follow(after, number("limit", ROWS, 1, MOST_ROWS), viewer.rep_scope())
    if request.args.get("after") is not None:
        _refuse_gaps(after, stretch.gone_through, stretch.head)
    api.record_shown(viewer, AccessKind.FEED, (place.rep_id for place in stretch.places))
    facts = api.export.facts(stretch.places)
    events = [_event(api, viewer, place, fact) for place, fact in zip(stretch.places, facts, strict=True)]
    return {"events": events, "next": str(stretch.after), "more": stretch.more}


def _refuse_gaps(after: int, gone_through: int, head: int) -> None:
    if 0 < after < gone_through:
        raise Rejected(CLEARED.format(gone=gone_through), 410)
    if after > head:
        raise Rejected(AHEAD, 410)


def _event(api: ApiContext, viewer: Viewer, place: FeedCursor, fact: Fact | None) -> dict[str, Any]:
    if (
        fact is not None
        and place.kind is FeedKind.RESPONSE
        and api.services.answers_private
        and place.rep_id != viewer.user_id
    ):
        fact = fact | dict.fromkeys(ANSWER)
    return {
        "position": place.position,
        "kind": place.kind,
        "at": place.at.isoformat(),
        "rep_id": place.rep_id,
        "decision": fact if place.kind is FeedKind.DECISION else None,
        "settlement": fact if place.kind is FeedKind.SETTLEMENT else None,
        "response": fact if place.kind is FeedKind.RESPONSE else None,
    }
