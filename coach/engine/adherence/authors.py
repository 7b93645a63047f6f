"""Who is responsible for the state of a deal.

The idea: restore the deal to the state it would have if only certain people had changed it since the delivery, and
evaluate the tree on that. What is true then is their work. First only the rep's changes are kept, then those of all
people, then automation's too. So if several conditions must all hold, the least certain author decides; if one of
several is enough, the best author does.

A fact belongs to whoever changed it last. If somebody else changed it after the rep, the rep still gets credit for the
value they set, if the org tells what it was. A record beside the deal, such as a line item, belongs to whoever changed
it last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import Any

from coach.engine.adherence.trees import moved, seen
from coach.engine.matching.facts import View
from coach.engine.model import Author, Deal, Edit, Editor, Edits, LineItem, Nature, StageChange, Truth
from coach.engine.playbook.conditions import Node
from coach.engine.playbook.facts import FIGURES, TRACKED

Who = Callable[[Editor], bool]

_WITH_IT: Mapping[str, tuple[str, ...]] = {
    "stage": ("closed", "won", "history"),
    "amount": ("currency",),
    "close_date": ("pushes",),
}
_LOOKUPS = ("owner", "account")
_FOLLOW: Mapping[str, tuple[str, ...]] = {
    name: _WITH_IT.get(name, ())
    for name in (*(fact.place for fact in (*FIGURES.values(), *TRACKED.values())), *_LOOKUPS)
}
"""Opportunity fields whose history names an author → other attributes of the deal that change together with them."""
_NO_FACTS = ("modified_at", "read_at", "rates", "unreadable", "labels")
"""Attributes of a deal that are nobody's work. They are always taken from the current deal."""
FIELD = "fields."


def author_of(
    tree: Node, then: Deal, now: Deal, edits: Edits | None, since: datetime, at: datetime, zone: tzinfo
) -> Author | None:
    """Who made ``tree`` hold on the deal ``now``. None if it would hold without anybody's changes.

    ``edits`` is None if the histories were not read.
    """

    def holds(deal: Deal) -> bool:
        return seen(tree, View(then, since, zone), View(deal, at, zone)) is Truth.TRUE

    return None if holds(_left_by(then, now, Edits(), _nobody)) else _author(holds, then, now, edits)


def mover(then: Deal, now: Deal, edits: Edits | None) -> Author:
    """Who moved the deal forward, for a deal that has moved."""
    return _author(lambda deal: moved(then, deal), then, now, edits)


def _author(holds: Callable[[Deal], bool], then: Deal, now: Deal, edits: Edits | None) -> Author:
    if edits is None:
        return Author.NOT_KNOWN
    ladder = _ladder(then.owner.id)
    return next((one for one, who in ladder if holds(_left_by(then, now, edits, who))), Author.NOT_KNOWN)


def _ladder(rep_id: str) -> Sequence[tuple[Author, Who]]:
    """The best author first; each step also includes the authors before it."""

    def rep(editor: Editor) -> bool:
        return editor.user_id == rep_id and editor.nature in (Nature.PERSON, Nature.UNSURE)

    def person(editor: Editor) -> bool:
        return editor.nature is Nature.PERSON or rep(editor)

    def anybody_known(editor: Editor) -> bool:
        return editor.nature is Nature.AUTOMATION or person(editor)

    return (Author.REP, rep), (Author.SOMEBODY_ELSE, person), (Author.AUTOMATION, anybody_known)


def _nobody(_: Editor) -> bool:
    return False


def _left_by(then: Deal, now: Deal, edits: Edits, who: Who) -> Deal:
    """The deal as it would be if only these people had changed it since ``then``."""
    left: dict[str, Any] = {name: getattr(now, name) for name in _NO_FACTS}
    for fact, followers in _FOLLOW.items():
        left |= _fact(fact, followers, then, now, edits.edits, who)
    return replace(
        then,
        **left,
        fields={name: _field(name, then, now, edits.edits, who) for name in now.fields},
        contact_roles=_roles(then, now, edits.contact_roles, who),
        products=_products(then.products, now.products, edits.products or {}, who),
    )


def _fact(
    fact: str, followers: Sequence[str], then: Deal, now: Deal, edits: Sequence[Edit], who: Who
) -> dict[str, object]:
    edit, is_last = _last(fact, then, getattr(now, fact), edits, who)
    if edit is None or getattr(then, fact) == getattr(now, fact):
        return {}
    if is_last:
        return {name: getattr(now, name) for name in (fact, *followers)}
    if fact != "stage":
        return {fact: edit.value}
    return {"stage": edit.value, "history": (*then.history, StageChange(str(edit.value), edit.at))}


def _field(name: str, then: Deal, now: Deal, edits: Sequence[Edit], who: Who) -> object:
    before, today = then.fields.get(name), now.fields[name]
    edit, is_last = _last(FIELD + name, then, today, edits, who)
    if edit is None or before == today:
        return before
    return today if is_last else edit.value


def _last(fact: str, then: Deal, today: object, edits: Sequence[Edit], who: Who) -> tuple[Edit | None, bool]:
    """The last change of a fact by these people, and whether it is the last change by anybody.

    A history whose last value is not the record's is not complete yet, and is ignored. Times have a resolution of one
    second: a change in the same second as the delivery may already be part of ``then``, unless its value says
    otherwise.
    """
    since = [
        edit
        for edit in edits
        if edit.fact == fact and (edit.at >= then.modified_at if edit.has_value else edit.at > then.modified_at)
    ]
    if not since or (since[-1].has_value and not _same(since[-1].value, today)):
        return None, False
    if who(since[-1].by):
        return since[-1], True
    return next((edit for edit in reversed(since) if edit.has_value and who(edit.by)), None), False


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return (one or None) == (other or None)


def _roles(then: Deal, now: Deal, by: Sequence[Editor] | None, who: Who) -> int | None:
    """Assume that the roles present at delivery are the oldest: a role has no time that could be compared with the
    delivery's.
    """
    before = then.contact_roles
    if before is None or by is None or len(by) != now.contact_roles:
        return before
    return before + sum(who(editor) for editor in by[before:])


def _products(
    then: Sequence[LineItem], now: Sequence[LineItem], by: Mapping[str, Editor], who: Who
) -> tuple[LineItem, ...]:
    """A removed line item counts as still there: no history says who removed it."""
    before = {item.id: item for item in then}
    today = {item.id: item for item in now}
    if None in before or None in today:
        return tuple(then)
    left = [_item(before.get(each), item, by.get(each or ""), who) for each, item in today.items()]
    return (*(item for item in left if item), *(item for each, item in before.items() if each not in today))


def _item(before: LineItem | None, today: LineItem, by: Editor | None, who: Who) -> LineItem | None:
    return today if by and who(by) else before
