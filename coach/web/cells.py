"""Figures about groups that do not tell about a person: small cells are hidden, and what would give them away, too.

Hiding the small cells alone is not enough. Where a table shows its total, one hidden cell is the total less the others;
and two hidden cells of one person each are together a figure about two people. So further cells are hidden, the
smallest first, until those that are hidden are none or several, and hold k people together.

What this does not do: compare one table with another. Who may ask for two periods that differ by one person's day can
subtract one from the other; and where one person makes up nearly all of a cell, its figure is nearly theirs. Source for
the terms (primary and secondary suppression, differencing, dominance): Hundepool et al., Statistical Disclosure
Control, 2012, chapters 4 and 5.
"""

from collections.abc import Collection, Mapping
from typing import TypeVar

Name = TypeVar("Name")


def hidden(
    cells: Mapping[Name, Collection[str]], k: int, total_shown: bool = True, also: Collection[Name] = ()
) -> frozenset[Name]:
    """The cells of a one-dimensional table that must not be shown.

    ``cells`` holds for each cell the people whom its figures are about; one person may be in several. A cell that
    nobody is in tells of nobody, and stays. ``total_shown`` says that the figures of all cells together can be known,
    in the table itself or elsewhere; where they can, and cannot be kept apart from the cells, all cells may be hidden.
    ``also`` must be hidden, too, for reasons of their own.
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
    """Whether not even the total of a table may be shown: fewer than k people are in all of it."""
    everybody = set().union(*cells.values()) if cells else set()
    return 0 < len(everybody) < k


def _keeps_its_secret(cells: Mapping[Name, Collection[str]], chosen: list[Name], k: int) -> bool:
    """Whether what the total leaves over is about several cells, and about k people."""
    return len(chosen) > 1 and len(set().union(*(cells[name] for name in chosen))) >= k
