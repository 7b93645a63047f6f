"""Figures as tables: for a terminal, and as the page RESULTS.md."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from bench.figures import Figure, joined

_HEADINGS = ("what", "Coach", "against", "", "ratio", "lowest – highest", "wanted", "")


def page(suites: Mapping[str, Sequence[Figure]], lines: Iterable[str]) -> str:
    """The page: ``lines`` on how it was measured, and a table for each suite."""
    tables = (f"## {name}\n\n{table(figures)}" for name, figures in suites.items())
    return "\n\n".join(["# How fast Coach is", "\n".join(lines), *tables]) + "\n"


def table(figures: Iterable[Figure]) -> str:
    """Each figure as a row. Speeds are medians, and depend on the machine; ratios are medians of the rounds' own."""
    return _table(_HEADINGS, [_row(figure) for figure in figures])


def _row(figure: Figure) -> tuple[str, ...]:
    ratios = figure.ratios
    return (
        figure.name,
        speed(figure.amount, figure.unit, figure.ours),
        figure.against,
        speed(figure.amount, figure.unit, figure.theirs),
        f"{_short(figure.ratio)} {figure.sense}",
        f"{_short(min(ratios))} – {_short(max(ratios))}",
        str(figure.goal or ""),
        {True: "met", False: "not met", None: ""}[figure.met],
    )


def speed(amount: float, unit: str, seconds: Sequence[float]) -> str:
    """How many of ``unit`` in a second; of a single one, how long it takes."""
    middle = median(seconds)
    return f"{amount / middle:,.0f} {unit}/s" if amount > 1 else f"{middle * 1000:,.1f} ms"


def compared(here: Sequence[Sequence[Figure]], there: Sequence[Sequence[Figure]]) -> str:
    """Two checkouts side by side, each measured in as many turns: a figure's own ratio, and the time here to the time
    there, turn by turn.
    """
    mine, others = joined(here), {(each.name, each.against): each for each in joined(there)}
    rows = [_compared(each, others[key]) for each in mine if (key := (each.name, each.against)) in others]
    return _table(("what", "against", "ratio here", "there", "time here to there"), rows)


def _compared(here: Figure, there: Figure) -> tuple[str, ...]:
    times = median(one / other for one, other in zip(here.ours, there.ours, strict=False))
    return here.name, here.against, f"{_short(here.ratio)} {here.sense}", _short(there.ratio), _short(times)


def _short(ratio: float) -> str:
    return f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.2f}" if ratio < 10 else f"{ratio:,.0f}"


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[place]) for row in (headings, *rows)) for place in range(len(headings))]
    lines = [headings, ["-" * width for width in widths], *rows]
    return "\n".join("| " + " | ".join(map(str.ljust, line, widths)) + " |" for line in lines)
