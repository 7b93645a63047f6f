"""Keeps figures about groups from revealing a person: hides small cells, and further cells that would give them away.

Hiding only the small cells is not enough. If a table shows its total, a single hidden cell is the total minus the
others. And two hidden cells of one person each are together a figure about two people. So further cells are hidden, the
smallest first, until either none or several are hidden, and the hidden ones hold at least k people together.

Not covered: comparing tables. A viewer who may ask for two periods that differ by one person's day can subtract one
from the other. And if one person makes up nearly all of a cell, its figure is nearly theirs. Source for the terms
(primary and secondary suppression, differencing, dominance): Hundepool et al., Statistical Disclosure Control, 2012,
chapters 4 and 5.
"""

from collections.abc import Collection, Mapping
from typing import TypeVar

Name = TypeVar("Name")


def hidden(
    cells: Mapping[Name, Collection[str]], k: int, total_shown: bool = True, also: Collection[Name] = ()
) -> frozenset[Name]:
    """The cells of a one-dimensional table that must not be shown.

    ``cells`` holds, for each cell, the people whom its figures are about; one person may be in several. A cell without
    people reveals nothing about anybody, and stays. ``total_shown``: the sum of all cells can be known, from the table
    itself or from elsewhere. Then further cells are hidden, all of them if no smaller set protects the small ones.
    ``also`` are cells that must be hidden for other reasons.
    """
    small_first = sorted((name for name in cells if cells[name]), key=lambda name: (len(set(cells[name])), str(name)))
    small = [name for name in small_first if len(set(cells[name])) < k or name in also]
    if not small or not total_shown:
        return frozenset(small)
    chosen = list(small)
    for name in small_first:
        if name in small:
            continue
        if _keeps_its_secret(cells, chosen, k):
            break
        chosen.append(name)
    return frozenset(chosen)


def total_hidden(cells: Mapping[Name, Collection[str]], k: int) -> bool:
    """Whether even the total of a table must be hidden: fewer than k people are in all of it."""
    everybody = set().union(*cells.values()) if cells else set()
    return 0 < len(everybody) < k


def _keeps_its_secret(cells: Mapping[Name, Collection[str]], chosen: list[Name], k: int) -> bool:
    """Whether the difference between the total and the shown cells is about several cells, and at least k people."""
    return len(chosen) > 1 and len(set().union(*(cells[name] for name in chosen))) >= k
