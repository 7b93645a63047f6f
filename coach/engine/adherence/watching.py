"""Updates the watches on a deal from one look at it to the next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from coach.engine.adherence.authors import author_of, mover
from coach.engine.adherence.trees import moved, seen
from coach.engine.matching.facts import View
from coach.engine.matching.next_change import next_turn_in
from coach.engine.model import Adherence, Author, Deal, Edits, Observed, Truth, Watch
from coach.engine.playbook import Library
from coach.engine.playbook.conditions import AllOf

MOVES_COUNT_FOR = timedelta(days=30)
"""How long after a card a step forward of its deal still counts: about one sales month."""
LOOK_AGAIN = timedelta(minutes=15)
"""History rows may be written later than the record. If they do not name an author yet, they are read once more after
this.
"""


def asks_for_authors(watches: Sequence[Watch], deal: Deal, library: Library, moment: datetime, zone: tzinfo) -> bool:
    """Whether the deal's edit history is needed now, because something that a watch looks for is there."""
    return any(
        _is_there(watch, deal, _tree(library, watch.playbook), moment, zone)
        or (watch.moved_at is None and moved(watch.then, deal))
        for watch in watches
    )


def observe(
    watches: Sequence[Watch],
    deal: Deal | None,
    library: Library,
    moment: datetime,
    zone: tzinfo,
    edits: Edits | None = None,
) -> tuple[Observed, ...]:
    """What is new for the watches at ``moment``. ``deal`` is None if the record is gone, which ends all watches.

    ``edits`` says who changed the deal; None if that was not read, and then nothing counts yet.
    """
    each = ((watch, _observe(watch, deal, _tree(library, watch.playbook), moment, zone, edits)) for watch in watches)
    return tuple(observed for watch, observed in each if observed.over or observed != _observed(watch, over=False))


def next_look(
    watches: Sequence[Watch],
    deal: Deal,
    library: Library,
    moment: datetime,
    zone: tzinfo,
    news: Sequence[Observed] = (),
) -> datetime | None:
    """When the passing of time alone could next change a watch. ``news`` is what :func:`observe` has just returned."""
    view = View(deal, moment, zone)
    waiting = [watch for watch in watches if watch.adherence is Adherence.WAITING]
    moments = [watch.due for watch in waiting if watch.due and watch.due > moment]
    trees = (_tree(library, watch.playbook) for watch in waiting)
    moments += [turn for tree in trees if tree and (turn := next_turn_in(tree, view))]
    if any(not each.over and Author.NOT_KNOWN in (each.seen_by, each.moved_by) for each in news):
        moments.append(moment + LOOK_AGAIN)
    return min(moments, default=None)


def _tree(library: Library, playbook: str) -> AllOf | None:
    """The current ``seen`` tree of a playbook; None if the playbook, or that part of it, was removed."""
    found = library.playbooks.get(playbook)
    return found.adherence.seen if found and found.adherence else None


def _observe(
    watch: Watch, deal: Deal | None, tree: AllOf | None, moment: datetime, zone: tzinfo, edits: Edits | None
) -> Observed:
    if deal is None:
        return _observed(replace(watch, adherence=_told(watch.adherence)), over=True)
    watch = _with_move(watch, deal, edits)
    if watch.adherence is Adherence.WAITING and watch.due is not None:
        watch = _with_adherence(watch, deal, tree, moment, zone, edits)
    over = watch.adherence is not Adherence.WAITING and (watch.moved_at is not None or moment >= watch.until)
    return _observed(watch, over)


def _observed(watch: Watch, over: bool) -> Observed:
    return Observed(watch.key, watch.adherence, watch.seen_at, watch.moved_at, over, watch.seen_by, watch.moved_by)


def _told(adherence: Adherence | None) -> Adherence | None:
    """The adherence to keep once nothing more can be found out: None in place of WAITING."""
    return None if adherence is Adherence.WAITING else adherence


def _with_move(watch: Watch, deal: Deal, edits: Edits | None) -> Watch:
    if watch.moved_at:
        return watch
    if not moved(watch.then, deal):
        return replace(watch, moved_by=None)
    at = max(_changed_at(deal), watch.since)
    if at > watch.since + MOVES_COUNT_FOR:
        return watch
    author = mover(watch.then, deal, edits)
    return replace(watch, moved_by=author, moved_at=at if author.is_person else None)


def _changed_at(deal: Deal) -> datetime:
    """When the deal came into its current stage, as far as its history tells."""
    return deal.history[-1].at if deal.history and deal.history[-1].stage == deal.stage else deal.modified_at


def _with_adherence(
    watch: Watch, deal: Deal, tree: AllOf | None, moment: datetime, zone: tzinfo, edits: Edits | None
) -> Watch:
    """Set the adherence: seen in time, not seen in time, or still waiting; None if the playbook no longer asks for
    anything.
    """
    if tree is None or watch.due is None:
        return replace(watch, adherence=None, seen_by=None)
    author = None
    if _is_there(watch, deal, tree, moment, zone):
        at = min(moment, watch.due)
        author = author_of(tree, watch.then, deal, edits, watch.since, at, zone)
        if author and author.is_person:
            return replace(watch, adherence=Adherence.SEEN, seen_at=at, seen_by=author)
    late = moment >= watch.due
    return replace(watch, adherence=Adherence.NOT_SEEN if late else Adherence.WAITING, seen_by=author)


def _is_there(watch: Watch, deal: Deal, tree: AllOf | None, moment: datetime, zone: tzinfo) -> bool:
    """Whether the deal satisfies the tree in time, whoever did it.

    A deal that is read after the window counts as inside it if it has not been modified since.
    """
    if tree is None or watch.due is None or watch.adherence is not Adherence.WAITING:
        return False
    if moment >= watch.due and deal.modified_at >= watch.due:
        return False
    now = View(deal, min(moment, watch.due), zone)
    return seen(tree, View(watch.then, watch.since, zone), now) is Truth.TRUE
