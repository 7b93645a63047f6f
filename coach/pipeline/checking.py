"""Daily check that every delivery is still where it should be."""

from collections import Counter

import structlog

from coach.pipeline.context import StepContext
from coach.ports import Channel, Whereabouts

log = structlog.get_logger(__name__)

CHECKED_AT_ONCE = 1_000


def check_written(step: StepContext) -> int:
    """Check that written notes are still on their records, and likewise for each channel. Returns how many were lost.

    Lost deliveries are put back. Deliveries that somebody removed are not.

    An org can lose what it has acknowledged: a large outage in 2016 was followed by hours of lost data.
    """
    lost = sum(_check(step, channel) for channel in step.channels)
    if lost:
        step.wake.write()
    return lost


def _check(step: StepContext, channel: Channel) -> int:
    counts: Counter[Whereabouts] = Counter()
    after = ""
    while page := step.store.places(channel.name, after, CHECKED_AT_ONCE):
        sightings = channel.look_at(page)
        step.store.sighted(sightings)
        counts.update(sighting.where for sighting in sightings.values())
        after = max(page)
    log.info("deliveries_checked", channel=channel.name, **{where.value: count for where, count in counts.items()})
    lost = counts[Whereabouts.LOST] + counts[Whereabouts.UNLINKED]
    if lost:
        log.warning("deliveries_lost", channel=channel.name, lost=lost)
    return lost
