"""Every few seconds: wake workers for what is due, and notice what changed while nothing happened to any deal."""

from contextlib import suppress
from datetime import timedelta

import structlog

from coach.engine.notes import Style
from coach.engine.playbook.asking import asked_of
from coach.errors import CoachError, TryAgain
from coach.pipeline.ports import Ports
from coach.ports import Due

log = structlog.get_logger(__name__)

REVISITED_AT_ONCE = 100
"""Open deals decided on again in each sweep after an edit: 1,200 a minute, for some twenty API calls."""
READABLE_EVERY = timedelta(minutes=5)
"""How often it is looked whether the org shows us other fields than before."""
TIDY_EVERY = timedelta(minutes=10)
"""How often it is looked for what attempts that broke off have left behind."""
READABLE = "org.readable"
LOOSE = "org.loose"
STYLE = "notes.style"


def sweep(ports: Ports) -> Due:
    """Wake workers for whatever is due: deals to check again, those that an edit may have changed, and work whose
    wake-up was lost.
    """
    ports.store.swept()
    _notice_edits(ports)
    _notice_rights(ports)
    _notice_style(ports)
    _tidy(ports)
    ports.store.wish_for_due_checks()
    ports.store.revisit_deals(REVISITED_AT_ONCE)
    due = ports.store.due()
    if due.deals:
        ports.wake.coach()
    if due.deliveries:
        ports.wake.write()
    return due


def _notice_edits(ports: Ports) -> None:
    """Playbooks may be edited while nothing happens to any deal, and then nobody else would look."""
    with suppress(TryAgain):
        ports.context()


def _notice_rights(ports: Ports) -> None:
    """The org may show us other fields than before while nothing happens to any deal. One process looks."""
    slot = str(int(ports.clock().timestamp() // READABLE_EVERY.total_seconds()))
    if ports.store.claim_slot(READABLE, slot):
        # Where the org does not answer now, it is asked again in five minutes, and not in five seconds.
        with suppress(CoachError):
            _look_at_rights(ports)


def _look_at_rights(ports: Ports) -> None:
    """With other playbooks the mark is another, too; deals are decided on again for those anyway."""
    library = ports.context().library
    mark = f"{library.hash} {ports.org.readable(asked_of(library))}"
    known = ports.memory.recall(READABLE)
    if known and known != mark and known.startswith(library.hash):
        ports.store.decide_again()
        log.info("org_shows_other_fields")
    if known != mark:
        ports.memory.remember(READABLE, mark)


def _notice_style(ports: Ports) -> None:
    """With another setting for notes, all that stand are of the old kind: also those on deals that are closed. A
    version that did not remember it wrote a note for each card.
    """
    with suppress(TryAgain):
        style = ports.context().style
        if (ports.memory.recall(STYLE) or Style.CARD) != style:
            ports.store.decide_again(noted_too=True)
            ports.memory.remember(STYLE, style)
            log.info("notes_in_another_style", style=style.value)


def _tidy(ports: Ports) -> None:
    """An attempt that ended in the middle may have left something behind, as a note that hangs nowhere. One process
    looks, and only where there was such an attempt of late.
    """
    slot = str(int(ports.clock().timestamp() // TIDY_EVERY.total_seconds()))
    if ports.store.doubted(TIDY_EVERY * 6) and ports.store.claim_slot(LOOSE, slot):
        for channel in ports.channels:
            with suppress(CoachError):
                channel.tidy()
