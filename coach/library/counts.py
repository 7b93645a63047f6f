"""How often each playbook was held back, and its earlier versions: for the library page."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from coach.database.transaction import Transaction, each_once, make_room
from coach.engine.model import Reason, Verdict
from coach.library.tables import playbook_text, release
from coach.ports import Release
from coach.queue.tables.records import decision, library


@dataclass(frozen=True, slots=True)
class Times:
    """How often something was decided, and the owners of the deals concerned."""

    count: int
    owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Edition:
    """A playbook's text from a release on. ``text`` is None if that library did not contain it."""

    release: Release
    digest: str | None
    text: str | None


def held_back(transaction: Transaction, since: datetime) -> dict[str, dict[Reason, Times]]:
    """What was held back since then, by playbook and reason; other playbooks are left out.

    A decision that repeats the last one about its playbook on its deal is not logged, and so not counted.
    """
    make_room(transaction)
    rows = transaction.connection.execute(
        sa.select(
            decision.c.playbook,
            decision.c.reason,
            sa.func.count().label("times"),
            each_once(transaction, decision.c.owner_id).label("owners"),
        )
        .where(decision.c.org_id == transaction.org_id, decision.c.at >= since, decision.c.verdict == Verdict.HOLD_BACK)
        .group_by(decision.c.playbook, decision.c.reason)
    ).all()
    found: defaultdict[str, dict[Reason, Times]] = defaultdict(dict)
    for row in rows:
        found[row.playbook][Reason(row.reason)] = Times(row.times, frozenset(filter(None, row.owners)))
    return dict(found)


def editions(transaction: Transaction, name: str) -> list[Edition]:
    """A playbook's text in every library that was in force, newest first; one edition per change."""
    digest = library.c.contents[name].as_string()
    rows = transaction.connection.execute(
        sa.select(
            release.c.number,
            release.c.library,
            release.c.revision,
            release.c.at,
            release.c.revisited_at,
            digest.label("digest"),
        )
        .join(library, sa.and_(library.c.org_id == release.c.org_id, library.c.hash == release.c.library))
        .where(release.c.org_id == transaction.org_id)
        .order_by(release.c.number)
    ).all()
    texts = _texts(transaction, {row.digest for row in rows if row.digest})
    found: list[Edition] = []
    for row in rows:
        if row.digest != (found[-1].digest if found else None):
            found.append(Edition(Release(*row[:5]), row.digest, texts.get(row.digest)))
    return found[::-1]


def _texts(transaction: Transaction, digests: set[str]) -> dict[str, str]:
    rows = transaction.connection.execute(
        sa.select(playbook_text.c.hash, playbook_text.c.text).where(
            playbook_text.c.org_id == transaction.org_id, playbook_text.c.hash.in_(digests)
        )
    ).all()
    return {row.hash: row.text for row in rows}
