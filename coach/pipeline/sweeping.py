"""Every few seconds: wake workers for what is due, and notice changes that come without an event on any deal."""

from contextlib import suppress
from datetime import timedelta

import structlog

from coach.engine.playbook.asking import asked_of
from coach.errors import CoachError, TryAgain
from coach.pipeline.context import StepContext
from coach.ports import Due

log = structlog.get_logger(__name__)

REVISITED_AT_ONCE = 100
"""Open deals decided on again in each sweep after an edit: 1,200 a minute, for some twenty API calls."""
READABLE_EVERY = timedelta(minutes=5)
"""How often Coach checks whether its user can read other fields than before."""
TIDY_EVERY = timedelta(minutes=10)
"""How often Coach looks for remains of interrupted attempts."""
READABLE = "org.readable"
LOOSE = "org.loose"
WANTED_OVER = "deliveries.wanted_over"


def sweep(step: StepContext) -> Due:
    """Wake workers for whatever is due; returns how much is due.

    That is: deals to check again, deals that an edit may have changed, notes that waited until the org takes some
    again, and work whose wake-up was lost.
    """
    step.store.swept()
    _notice_edits(step)
    _notice_rights(step)
    _notice_channels(step)
    _tidy(step)
    step.store.release_held()
    step.store.request_due_checks()
    step.store.revisit_deals(REVISITED_AT_ONCE)
    due = step.store.due()
    if due.deals:
        step.wake.coach()
    if due.deliveries:
        step.wake.write()
    return due


def _notice_edits(step: StepContext) -> None:
    """Notice edits to playbooks. While no deal has events, nothing else would look for them."""
    with suppress(TryAgain):
        step.context()


def _notice_rights(step: StepContext) -> None:
    """Notice, while no deal has events, that the org lets us read other fields than before. One process looks."""
    slot = str(int(step.clock().timestamp() // READABLE_EVERY.total_seconds()))
    if step.store.claim_slot(READABLE, slot):
        # If the org does not answer now, ask it again in five minutes, not in five seconds.
        with suppress(CoachError):
            _look_at_rights(step)


def _look_at_rights(step: StepContext) -> None:
    """Compare the readable fields with the remembered ones.

    The mark contains the library's hash: after an edit of the playbooks, deals are decided on again anyway.
    """
    library = step.context().library
    mark = f"{library.hash} {step.org.readable(asked_of(library))}"
    known = step.memory.recall(READABLE)
    if known and known != mark and known.startswith(library.hash):
        step.store.decide_again()
        log.info("org_shows_other_fields")
    if known != mark:
        step.memory.remember(READABLE, mark)


def _notice_channels(step: StepContext) -> None:
    """Have all deals with deliveries decided on again when a channel is switched on or wants something else.

    That includes closed deals: what is delivered there is of the old kind, too.
    """
    with suppress(TryAgain):
        over = step.context().wanted_over
        if (step.memory.recall(WANTED_OVER) or "") != over:
            step.store.decide_again(noted_too=True)
            step.memory.remember(WANTED_OVER, over)
            log.info("channels_want_otherwise", channels=over)


def _tidy(step: StepContext) -> None:
    """Let channels remove the remains of interrupted attempts, such as a note that is linked to no record.

    One process looks, and only after a recent attempt whose outcome is unknown.
    """
    slot = str(int(step.clock().timestamp() // TIDY_EVERY.total_seconds()))
    if step.store.doubted(TIDY_EVERY * 6) and step.store.claim_slot(LOOSE, slot):
        for channel in step.channels:
            with suppress(CoachError):
                channel.tidy()
