"""Every day: see that the notes that were written are still on their records."""

from collections import Counter

import structlog

from coach.pipeline.ports import Ports
from coach.ports import Whereabouts

log = structlog.get_logger(__name__)

NOTES_CHECKED_AT_ONCE = 1_000


def check_written(ports: Ports) -> int:
    """See that written notes are on their records, for the org's own people alone. Returns how many were lost:
    those are put back, and what somebody removed is not.

    An org can lose what it had acknowledged: a large outage in 2016 was followed by hours of lost data.
    """
    counts: Counter[Whereabouts] = Counter()
    open_links: list[str] = []
    after = ""
    while page := ports.store.note_places(after, NOTES_CHECKED_AT_ONCE):
        sightings = ports.org.look_at_notes(page)
        ports.store.sighted_notes(sightings)
        counts.update(sighting.where for sighting in sightings.values())
        open_links += [one.link_id for one in sightings.values() if one.outsiders and one.link_id]
        after = max(page)
    log.info("notes_checked", **{where.value: count for where, count in counts.items()})
    if open_links:
        log.info("links_kept_inside", links=len(open_links), changed=ports.org.keep_inside(open_links))
    lost = counts[Whereabouts.LOST] + counts[Whereabouts.UNLINKED]
    if lost:
        log.warning("notes_lost", notes=lost)
        ports.wake.write()
    return lost
