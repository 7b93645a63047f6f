"""The state machine of a delivery: every change of state, without any access to the database.

::

                 wanted                  taken                settled
    (nothing) ──────────► pending ──────────────► sending ──────────────► written
                             ▲                      │ ▲                      │ wanted otherwise,
                             │                      │ │ taken                │ or lost
                             │       waiting ◄──────┤ │ (when due)           ▼
                             │       in doubt ◄─────┘─┘                   pending
                             ├────── (an update finds that it is gone, and nothing says why)
                             │       parked ── until somebody acts, or what is wanted changes
                             └────── withdrawn: no longer wanted before it was ever there, or left
                                     dead: the target is gone
                                     removed: somebody took it away

A create whose answer is unknown sets ``in_doubt_since``, whatever the state. While that is set and no remote id is
known, the target is looked at before anything is created. While ``unsent`` equals the fence of the attempt under way,
nothing of that attempt has been sent, so a worker that is lost then leaves no doubt.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from coach.engine.model import Delivery, DeliveryState, Outcome, Receipt
from coach.ports import Sighting, Whereabouts
from coach.queue import pacing
from coach.queue.delivery_row import Action, DeliveryRow, fingerprint

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""A doubt so old that every request has ended: look once, then create."""

TAKEN_AWAY = "Somebody took it away: Coach does not put it back for this card."

_FREE = (DeliveryState.PENDING, DeliveryState.WAITING, DeliveryState.PARKED, DeliveryState.WITHDRAWN)
_AT_REST = (DeliveryState.WRITTEN, DeliveryState.WITHDRAWN, DeliveryState.PARKED)


# ---------------------------------------------------------------- what is wanted


def with_wanted(
    row: DeliveryRow | None, wanted: Delivery | None, now: datetime, event_id: int | None, back: bool = False
) -> DeliveryRow | None:
    """The row with ``wanted`` as what is wanted from now on; None if there is nothing to store.

    ``wanted`` is None if the deal no longer wants a delivery of this key: what already exists stays as it is, and what
    does not exist yet will not be created. ``back`` says that the record had been gone and can be read again.
    """
    if wanted is None:
        return _withdrawn(row) if row and not _tried(row) else row
    if row is None:
        return _new(wanted, now, event_id) if wanted.live else None
    sha = fingerprint(wanted.title, wanted.body, wanted.leaves)
    changed = sha != row.sha
    wanted_values = {name: getattr(wanted, name) for name in ("title", "body", "live", "language", "leaves", "returns")}
    row = replace(row, sha=sha, **wanted_values)
    if not wanted.live and not _tried(row):
        return _withdrawn(row)
    if row.state == DeliveryState.DEAD:
        return _revived(row, now, event_id) if wanted.live and (changed or back) else row
    if row.state == DeliveryState.REMOVED:
        return _begun_again(row, now, event_id) if wanted.live and changed and row.returns else row
    if row.state == DeliveryState.WITHDRAWN and row.fence:
        # It was on the record once. If this database is an older copy, it may be there again already.
        row = replace(row, in_doubt_since=LONG_AGO)
    if row.state in _AT_REST:
        return _pending(row, now, event_id) if _to_be_written(row, changed) else row
    if row.sha == row.written_sha:
        return replace(row, state=DeliveryState.WRITTEN)
    if row.state == DeliveryState.WAITING and event_id != row.event_id and event_id is not None:
        row = replace(row, due_at=min(row.due_at, now + pacing.AFTER_NEWS))
    underway = row.state in (DeliveryState.SENDING, DeliveryState.IN_DOUBT)
    return replace(row, event_id=event_id) if changed and underway else row


def _begun_again(row: DeliveryRow, now: datetime, event_id: int | None) -> DeliveryRow:
    """Look before creating: if this database is an older copy, the delivery may have been created again already."""
    return _pending(replace(_off(row), in_doubt_since=LONG_AGO), now, event_id)


def _tried(row: DeliveryRow) -> bool:
    return row.state not in _FREE or row.remote_id is not None or row.in_doubt_since is not None


def _to_be_written(row: DeliveryRow, changed: bool) -> bool:
    match row.state:
        case DeliveryState.WRITTEN:
            return row.sha != row.written_sha
        case DeliveryState.PARKED:
            return changed
        case _:
            return True


def _new(wanted: Delivery, now: datetime, event_id: int | None) -> DeliveryRow:
    return DeliveryRow(
        key=wanted.key,
        channel=wanted.channel,
        opportunity_id=wanted.opportunity_id,
        target=wanted.target,
        title=wanted.title,
        body=wanted.body,
        live=wanted.live,
        sha=fingerprint(wanted.title, wanted.body, wanted.leaves),
        wanted_at=now,
        event_id=event_id,
        written_sha=None,
        written_at=None,
        remote_id=None,
        state=DeliveryState.PENDING,
        action=None,
        sent_sha=None,
        lease_owner=None,
        fence=0,
        attempts=0,
        crashes=0,
        due_at=now,
        in_doubt_since=None,
        code="",
        sentence="",
        language=wanted.language,
        leaves=wanted.leaves,
        returns=wanted.returns,
    )


def _pending(row: DeliveryRow, now: datetime, event_id: int | None) -> DeliveryRow:
    return replace(
        row,
        state=DeliveryState.PENDING,
        wanted_at=now,
        event_id=event_id,
        due_at=now,
        attempts=0,
        crashes=0,
        code="",
        sentence="",
    )


def _withdrawn(row: DeliveryRow) -> DeliveryRow:
    return replace(row, state=DeliveryState.WITHDRAWN, code="", sentence="")


def _revived(row: DeliveryRow, now: datetime, event_id: int | None) -> DeliveryRow:
    """The record came back, with or without the delivery on it: look, then adopt or create."""
    row = replace(row, remote_id=None, written_sha=None, in_doubt_since=LONG_AGO)
    return _pending(row, now, event_id)


def _removed(row: DeliveryRow, sentence: str) -> DeliveryRow:
    """Mark it as removed. The remote id stays, because somebody who restores it from the recycle bin wants it back."""
    return replace(row, state=DeliveryState.REMOVED, in_doubt_since=None, code="", sentence=sentence or TAKEN_AWAY)


def _off(row: DeliveryRow) -> DeliveryRow:
    """Clear everything about the delivery at its target: nothing of it exists there."""
    return replace(row, remote_id=None, written_sha=None, written_at=None, details={})


# ---------------------------------------------------------------- the attempt


def taken(row: DeliveryRow, worker: str, now: datetime, lease: timedelta, in_doubt_after: timedelta) -> DeliveryRow:
    """The row as it is committed before the org is called."""
    crashes = row.crashes
    if row.state == DeliveryState.SENDING:
        crashes += 1
        # An attempt that was never announced sent nothing, so the next one need not look first.
        row = row if row.unsent == row.fence else replace(row, in_doubt_since=_doubt(row, row.due_at))
    return replace(
        row,
        state=DeliveryState.SENDING,
        action=_action(row, now, in_doubt_after),
        sent_sha=row.sha,
        written_sha=None,
        lease_owner=worker,
        fence=row.fence + 1,
        unsent=row.fence + 1,
        attempts=row.attempts + 1,
        crashes=crashes,
        due_at=now + lease + pacing.after_crashes(crashes),
    )


def _action(row: DeliveryRow, now: datetime, in_doubt_after: timedelta) -> Action:
    if row.remote_id is not None:
        return Action.UPDATE
    if row.in_doubt_since is not None and now - row.in_doubt_since < in_doubt_after:
        return Action.LOOK
    return Action.CREATE


def _doubt(row: DeliveryRow, last_moment: datetime) -> datetime | None:
    """Since when there is doubt, after an attempt without an answer that ended by ``last_moment``.

    An attempt that only looked leaves the doubt as old as it was; only one that may have created something renews it.
    """
    sent = row.action == Action.CREATE and (row.unsent != row.fence or row.in_doubt_since is None)
    return last_moment if sent else row.in_doubt_since


# ---------------------------------------------------------------- the settlement


def settled(row: DeliveryRow, receipt: Receipt, now: datetime, in_doubt_after: timedelta, chance: float) -> DeliveryRow:
    """The row after its attempt. ``chance`` in [0, 1) spreads the next tries over time."""
    row = replace(
        row,
        remote_id=receipt.remote_id or row.remote_id,
        details={**row.details, **receipt.details},
        lease_owner=None,
        crashes=0,
        code=receipt.code,
        sentence=receipt.sentence,
    )
    match receipt.outcome:
        case Outcome.WRITTEN:
            return _written(row, now)
        case Outcome.RECORD_GONE:
            return replace(row, state=DeliveryState.DEAD)
        case Outcome.REMOVED:
            return _removed(row, receipt.sentence)
        case Outcome.LEFT | Outcome.NOT_NEEDED:
            row = replace(_off(row), in_doubt_since=None)
            return _pending(row, now, row.event_id) if row.live else _withdrawn(row)
        case Outcome.VANISHED:
            row = _off(row)
            if row.live and row.in_doubt_since is None:
                return _pending(row, now, row.event_id)
    pause = pacing.pause(row.attempts, chance)
    row = replace(row, due_at=now + max(pause, receipt.after or pause))
    if receipt.outcome == Outcome.IN_DOUBT:
        return _doubtful(row, receipt, now, in_doubt_after)
    if not row.live and row.remote_id is None and row.in_doubt_since is None:
        return _withdrawn(row)
    if receipt.outcome == Outcome.REFUSED and row.sha == row.sent_sha:
        return replace(row, state=DeliveryState.PARKED)
    return replace(row, state=DeliveryState.WAITING)


def _doubtful(row: DeliveryRow, receipt: Receipt, now: datetime, in_doubt_after: timedelta) -> DeliveryRow:
    """Look for it soon, then ever more rarely, and once when the doubt ends: only then may it be written again."""
    since = _doubt(row, now) or now
    row = replace(row, state=DeliveryState.IN_DOUBT, in_doubt_since=since)
    left = since + in_doubt_after - now
    if left <= timedelta(0):
        return row
    wait = max(pacing.next_look(now - since, in_doubt_after), receipt.after or timedelta(0))
    return replace(row, due_at=now + min(wait, left))


def _written(row: DeliveryRow, now: datetime) -> DeliveryRow:
    """What was sent is now at the target. If what is wanted changed meanwhile, the delivery is pending again."""
    row = replace(
        row,
        state=DeliveryState.WRITTEN,
        written_sha=row.sent_sha,
        written_at=now,
        attempts=0,
        in_doubt_since=None,
        code="",
        sentence="",
    )
    return row if row.sha == row.written_sha else _pending(row, now, row.event_id)


# ---------------------------------------------------------------- from outside


def sighted(row: DeliveryRow, sighting: Sighting, now: datetime) -> DeliveryRow:
    """The row after a look at its target: what people removed stays away, what was lost is put back."""
    if row.state not in (DeliveryState.WRITTEN, DeliveryState.REMOVED):
        return row
    match sighting.where:
        case Whereabouts.REMOVED:
            return _removed(row, sighting.sentence)
        case Whereabouts.THERE if row.state == DeliveryState.REMOVED:
            row = replace(row, details={**row.details, **sighting.details})
            return _pending(replace(row, written_sha=None), now, None)
        case Whereabouts.LOST if row.state == DeliveryState.WRITTEN:
            row = _off(row)
            return _pending(row, now, None) if row.live else _withdrawn(row)
        case Whereabouts.UNLINKED if row.state == DeliveryState.WRITTEN:
            row = replace(row, details={**row.details, **sighting.details}, written_sha=None)
            return _pending(row, now, None)
        case _:
            return row


def adopted(row: DeliveryRow, remote_id: str, now: datetime) -> DeliveryRow:
    """The row after its delivery was found. A row that a worker holds, or that has a remote id, stays as it is."""
    if row.remote_id is not None or row.state not in (
        DeliveryState.PENDING,
        DeliveryState.WAITING,
        DeliveryState.IN_DOUBT,
    ):
        return row
    return replace(_pending(row, now, row.event_id), remote_id=remote_id, in_doubt_since=None)


def unparked(row: DeliveryRow, now: datetime) -> DeliveryRow:
    """The row after its refusal turned out not to be its own fault."""
    return _pending(row, now, row.event_id) if row.state == DeliveryState.PARKED else row


def tried_again(row: DeliveryRow, now: datetime) -> DeliveryRow:
    """The row after an administrator says that the obstacle is gone. A doubt stays: what may exist is looked for."""
    if row.state == DeliveryState.WAITING:
        return replace(row, due_at=min(row.due_at, now))
    return unparked(row, now)
