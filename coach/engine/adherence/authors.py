"""Whose doing it is that a deal stands as it does.

The deal is taken back to where it would stand had nobody changed it since the delivery but certain people, and looked
at again: what holds of it then is their doing. The rep comes first, then all people, then automation too; so of several
conditions that must all hold, the least certain author decides, and of several of which one is enough, the best.

A fact is who changed it last. Where somebody else changed it after the rep, the rep is still taken at what they had
made of it, where the org tells what that was. A record beside the deal, such as a line item, is who changed it last.
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
"""What a history tells the author of, on the opportunity → what else of the deal changes with it."""
_NO_FACTS = ("modified_at", "read_at", "rates", "unreadable", "labels")
"""What is no work of anybody's on the deal, and always as it is now."""
FIELD = "fields."


def author_of(
    tree: Node, then: Deal, now: Deal, edits: Edits | None, since: datetime, at: datetime, zone: tzinfo
) -> Author | None:
    """Whose doing it is that ``tree`` holds of the deal ``now``; None where it would without anybody's.

    ``edits`` is None where the histories were not read.
    """

    def holds(deal: Deal) -> bool:
        return seen(tree, View(then, since, zone), View(deal, at, zone)) is Truth.TRUE

    return None if holds(_left_by(then, now, Edits(), _nobody)) else _author(holds, then, now, edits)


def mover(then: Deal, now: Deal, edits: Edits | None) -> Author:
    """Whose doing it is that a deal which has moved forward did."""
    return _author(lambda deal: moved(then, deal), then, now, edits)


def _author(holds: Callable[[Deal], bool], then: Deal, now: Deal, edits: Edits | None) -> Author:
    if edits is None:
        return Author.NOT_KNOWN
    ladder = _ladder(then.owner.id)
    return next((one for one, who in ladder if holds(_left_by(then, now, edits, who))), Author.NOT_KNOWN)


def _ladder(rep_id: str) -> Sequence[tuple[Author, Who]]:
    """The best author first; each takes in those before."""

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
    """The deal as it would stand had nobody changed it since but these."""
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
    """The last change of a fact that these made since, and whether it is the last that anybody did.

    A history that does not end at what the record holds is not complete yet, and tells nothing. Moments are kept to the
    second: a change within that of the delivery may be one that the deal had then, unless its value tells otherwise.
    """
    since = [
        edit
        for edit in edits
        if edit.fact == fact and (edit.at >= then.modified_at if edit.told else edit.at > then.modified_at)
    ]
    if not since or (since[-1].told and not _same(since[-1].value, today)):
        return None, False
    if who(since[-1].by):
        return since[-1], True
    return next((edit for edit in reversed(since) if edit.told and who(edit.by)), None), False


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.strip() == other.strip()
    return (one or None) == (other or None)


def _roles(then: Deal, now: Deal, by: Sequence[Editor] | None, who: Who) -> int | None:
    """Those that were there come first: a role has no time to compare that is the delivery's."""
    before = then.contact_roles
    if before is None or by is None or len(by) != now.contact_roles:
        return before
    return before + sum(who(editor) for editor in by[before:])


def _products(
    then: Sequence[LineItem], now: Sequence[LineItem], by: Mapping[str, Editor], who: Who
) -> tuple[LineItem, ...]:
    """Whoever removed one is in no history: it is still there."""
    before = {item.id: item for item in then}
    today = {item.id: item for item in now}
    if None in before or None in today:
        return tuple(then)
    left = [_item(before.get(each), item, by.get(each or ""), who) for each, item in today.items()]
    return (*(item for item in left if item), *(item for each, item in before.items() if each not in today))


def _item(before: LineItem | None, today: LineItem, by: Editor | None, who: Who) -> LineItem | None:
    return today if by and who(by) else before
