"""Whether a rep did what a card asks for, as far as the deal shows it. Pure.

A card's playbook may say what would be *seen* on the deal within so many days. That is a tree of conditions like any
other, and may also compare the deal with itself as it was when the card was delivered: changed, increased, decreased.

Besides, whether the deal *moved* forward is noted for every card. Neither says that the card was the cause.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

from coach.model import Adherence, Deal, Observed, Truth, Watch
from coach.playbook import Library
from coach.playbook.conditions import AllOf, AnyOf, Condition, EveryProduct, Kind, Node, Not, SomeProduct, leaves
from coach.rules.facts import Unknown, View
from coach.rules.operators import fold
from coach.rules.truth import every, opposite, some, truth, value_of
from coach.rules.turning import next_turn_in

MOVES_COUNT_FOR = timedelta(days=30)
"""How long after a card a step forward of its deal is counted: about a sales month."""


def seen(tree: Node, then: View, now: View) -> Truth:
    """How a tree comes out on a deal as it stands ``now``, compared with the same deal as it was ``then``."""
    match tree:
        case Condition() if tree.operator in _COMPARE:
            return _compared(tree, then, now)
        case AllOf(parts):
            return every(seen(part, then, now) for part in parts)
        case AnyOf(parts):
            return some(seen(part, then, now) for part in parts)
        case Not(part):
            return opposite(seen(part, then, now))
        case Condition() | SomeProduct() | EveryProduct():
            return truth(tree, now)


def moved(then: Deal, now: Deal) -> bool:
    """Whether the deal has moved forward: won, or in another stage that is no less probable, and not lost."""
    if now.won:
        return not then.won
    if now.closed or now.stage == then.stage:
        return False
    return then.probability is None or now.probability is None or now.probability >= then.probability


def looks_for(tree: AllOf, deal: Deal, moment: datetime, zone: tzinfo) -> bool:
    """Whether it would tell anything to look for this on the deal: not where it is there already at delivery."""
    view = View(deal, moment, zone)
    return seen(tree, view, view) is not Truth.TRUE


def observe(
    watches: Sequence[Watch], deal: Deal | None, library: Library, moment: datetime, zone: tzinfo
) -> tuple[Observed, ...]:
    """What is new of the watches at ``moment``; ``deal`` is None where the record is gone, which ends them all."""
    each = ((watch, _observe(watch, deal, _tree(library, watch.playbook), moment, zone)) for watch in watches)
    return tuple(observed for watch, observed in each if observed.over or observed != _as_it_was(watch))


def next_look(
    watches: Sequence[Watch], deal: Deal, library: Library, moment: datetime, zone: tzinfo
) -> datetime | None:
    """When time alone could next change what a watch has come to."""
    view = View(deal, moment, zone)
    waiting = [watch for watch in watches if watch.adherence is Adherence.WAITING]
    moments = [watch.due for watch in waiting if watch.due and watch.due > moment]
    for tree in (_tree(library, watch.playbook) for watch in waiting):
        moments += [turn for leaf in _plain_leaves(tree) if (turn := next_turn_in(leaf, view))]
    return min(moments, default=None)


def _tree(library: Library, playbook: str) -> AllOf | None:
    """What a playbook looks for as it stands now; None where it, or that part of it, was taken out."""
    found = library.playbooks.get(playbook)
    return found.adherence.seen if found and found.adherence else None


def _plain_leaves(tree: AllOf | None) -> list[Condition]:
    return [leaf for leaf in leaves(tree) if leaf.operator not in _COMPARE] if tree else []


def _observe(watch: Watch, deal: Deal | None, tree: AllOf | None, moment: datetime, zone: tzinfo) -> Observed:
    if deal is None:
        return Observed(watch.key, _told(watch.adherence), watch.seen_at, watch.moved_at, over=True)
    watch = _with_move(watch, deal)
    if watch.adherence is Adherence.WAITING and watch.due is not None:
        watch = _with_adherence(watch, watch.due, deal, tree, moment, zone)
    over = watch.adherence is not Adherence.WAITING and (watch.moved_at is not None or moment >= watch.until)
    return Observed(watch.key, watch.adherence, watch.seen_at, watch.moved_at, over)


def _as_it_was(watch: Watch) -> Observed:
    return Observed(watch.key, watch.adherence, watch.seen_at, watch.moved_at, over=False)


def _told(adherence: Adherence | None) -> Adherence | None:
    """What is left to say once nothing more can be found out: where it was still waited for, nothing."""
    return None if adherence is Adherence.WAITING else adherence


def _with_move(watch: Watch, deal: Deal) -> Watch:
    if watch.moved_at or not moved(watch.then, deal):
        return watch
    at = max(_changed_at(deal), watch.since)
    return replace(watch, moved_at=at) if at <= watch.since + MOVES_COUNT_FOR else watch


def _changed_at(deal: Deal) -> datetime:
    """When the deal came into its stage, as far as its history tells."""
    return deal.history[-1].at if deal.history and deal.history[-1].stage == deal.stage else deal.modified_at


def _with_adherence(
    watch: Watch, due: datetime, deal: Deal, tree: AllOf | None, moment: datetime, zone: tzinfo
) -> Watch:
    """Seen in time; or no longer to be seen; or still waited for. Nothing, where the author took the question back.

    A deal read after the window counts as it stood within it where it has not been modified since.
    """
    if tree is None:
        return replace(watch, adherence=None)
    late = moment >= due
    if not late or deal.modified_at < due:
        at = min(moment, due)
        if seen(tree, View(watch.then, watch.since, zone), View(deal, at, zone)) is Truth.TRUE:
            return replace(watch, adherence=Adherence.SEEN, seen_at=at)
    return replace(watch, adherence=Adherence.NOT_SEEN) if late else watch


def _compared(condition: Condition, then: View, now: View) -> Truth:
    before, after = value_of(condition, then), value_of(condition, now)
    if isinstance(before, Unknown) or isinstance(after, Unknown):
        return Truth.UNKNOWN
    if condition.kind is Kind.MONEY and not condition.currency and then.deal.currency != now.deal.currency:
        # The same figure in another currency is another amount; which is more cannot be told from the figures.
        return Truth.TRUE if condition.operator == "changed" else Truth.UNKNOWN
    return _COMPARE[condition.operator](before, after)


def _changed(then: object, now: object) -> Truth:
    one, other = (fold(value) if isinstance(value, str) else value for value in (then, now))
    return Truth.TRUE if one != other else Truth.FALSE


def _increased(then: object, now: object) -> Truth:
    if then is None or now is None:
        return Truth.UNKNOWN
    return Truth.TRUE if now > then else Truth.FALSE  # type: ignore[operator]  # of one ordered kind, as reading makes sure


_COMPARE: Mapping[str, Callable[[object, object], Truth]] = {
    "changed": _changed,
    "increased": _increased,
    "decreased": lambda then, now: _increased(now, then),
}
