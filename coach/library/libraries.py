"""Which library is in force: one for all processes, whatever each of them finds in its own folder.

Processes notice an edit at different times. During a rollout some still have the old files, and may even restart with
them. If each used its own folder, a deal's notes would change back and forth with the worker that took it. So each
process offers what it finds. The offer comes into force if it is *news*: either it never was in force with this
revision, or it replaces the library in force in the same folder that held that library. The second rule distinguishes
an edit that is reverted without a new revision from a process that merely has old files.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from coach.database.transaction import Transaction, insert
from coach.engine.playbook.folders import folder_of, name_of, sets_defaults
from coach.errors import TryAgain
from coach.library.tables import playbook_text, release
from coach.ports import OfferedLibrary, Release
from coach.queue import memory
from coach.queue.tables.records import library

_PLACE = "library at "
_FOLDERS = "/"
"""An entry beside the texts by name: the playbooks of a folder. No playbook can have this name."""
A_MOMENT = timedelta(seconds=2)
"""Within this time, every process has checked which library is in force."""


def in_force(transaction: Transaction) -> Release | None:
    """The release that came into force last; None before the first."""
    row = transaction.connection.execute(_releases(transaction).limit(1)).one_or_none()
    return Release(*row) if row else None


def releases(transaction: Transaction, limit: int) -> list[Release]:
    """The latest releases, newest first."""
    return [Release(*row) for row in transaction.connection.execute(_releases(transaction).limit(limit))]


def require_in_force(transaction: Transaction, digest: str | None) -> None:
    """Raise TryAgain if another library than this one is in force: its results must not be stored."""
    current = in_force(transaction)
    if digest and current and current.library != digest:
        raise TryAgain("Other playbooks came into force meanwhile; the deal is decided on with those.", A_MOMENT)


def publish(transaction: Transaction, offer: OfferedLibrary, *, anyway: bool = False) -> Release:
    """Consider ``offer``. Returns the release in force afterwards. ``anyway``: put it in force, news or not."""
    current = in_force(transaction)
    held = memory.recall(transaction, _place(offer))
    if current and held and offer.before and held not in (offer.before, offer.library):
        # Another process has found a third library in this folder: ours may be older than that, so look again first.
        return current
    memory.remember(transaction, _place(offer), offer.library)
    if current and not anyway and not _is_news(transaction, offer, held, current):
        return current
    if current and (current.library, current.revision) == (offer.library, offer.revision):
        return current
    return _into_force(transaction, offer, current)


def texts(transaction: Transaction, digest: str) -> dict[str, str]:
    """The texts of a library that has been in force, by file; empty if they are not known."""
    contents: Mapping[str, Any] | None = transaction.connection.execute(
        sa.select(library.c.contents).where(library.c.org_id == transaction.org_id, library.c.hash == digest)
    ).scalar_one_or_none()
    if not contents:
        return {}
    folders: Mapping[str, str] = contents.get(_FOLDERS, {})
    digests = {name: str(each) for name, each in contents.items() if name != _FOLDERS}
    rows = transaction.connection.execute(
        sa.select(playbook_text.c.hash, playbook_text.c.text).where(
            playbook_text.c.org_id == transaction.org_id, playbook_text.c.hash.in_(set(digests.values()))
        )
    )
    by_hash = {row.hash: row.text for row in rows}
    return {f"{folders[name]}/{name}" if name in folders else name: by_hash[each] for name, each in digests.items()}


def _releases(transaction: Transaction) -> sa.Select[*tuple[Any, ...]]:
    """Newest first."""
    columns = (release.c[each.name] for each in fields(Release))
    return sa.select(*columns).where(release.c.org_id == transaction.org_id).order_by(release.c.number.desc())


def _place(offer: OfferedLibrary) -> str:
    return f"{_PLACE}{offer.place}"


def _is_news(transaction: Transaction, offer: OfferedLibrary, held: str | None, current: Release) -> bool:
    known = transaction.connection.execute(
        sa.select(release.c.number)
        .where(
            release.c.org_id == transaction.org_id,
            release.c.library == offer.library,
            release.c.revision == offer.revision,
        )
        .limit(1)
    ).one_or_none()
    return known is None or (held == current.library and offer.library != current.library)


def _into_force(transaction: Transaction, offer: OfferedLibrary, current: Release | None) -> Release:
    memory.saw_library(transaction, offer.library, offer.revision)
    # Only a folder that holds the library in force can revert an edit. Containers come and go, each with a name of its
    # own, so forget the others.
    memory.forget(transaction, _PLACE, but=offer.library)
    _keep_texts(transaction, offer)
    new = Release(
        number=current.number + 1 if current else 1,
        library=offer.library,
        revision=offer.revision,
        at=transaction.now,
        # Deals that were decided on with these same playbooks need not be decided on again.
        revisited_at=current.revisited_at if current and current.library == offer.library else None,
    )
    # If two processes publish two libraries at once, one finds its number taken, stores nothing and tries again.
    transaction.connection.execute(
        sa.insert(release), {"org_id": transaction.org_id, "place": offer.place, **asdict(new)}
    )
    return new


def _keep_texts(transaction: Transaction, offer: OfferedLibrary) -> None:
    by_hash = {hashlib.sha256(text.encode()).hexdigest(): text for text in offer.texts.values()}
    digests = {key: hashlib.sha256(text.encode()).hexdigest() for key, text in offer.texts.items()}
    # A playbook is found by its name, whatever its folder; a file with defaults for a folder is no playbook.
    names = {key: key if sets_defaults(key) else name_of(key) for key in digests}
    contents: dict[str, object] = {names[key]: digest for key, digest in digests.items()}
    contents[_FOLDERS] = {names[key]: folder_of(key) for key in digests if names[key] != key}
    transaction.connection.execute(
        insert(transaction.postgres, playbook_text).on_conflict_do_nothing(index_elements=["org_id", "hash"]),
        [{"org_id": transaction.org_id, "hash": digest, "text": text} for digest, text in sorted(by_hash.items())],
    )
    transaction.connection.execute(
        sa.update(library)
        .where(library.c.org_id == transaction.org_id, library.c.hash == offer.library)
        .values(contents=contents)
    )
