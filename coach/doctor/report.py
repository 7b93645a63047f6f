"""A diagnosis, for people and for machines."""

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from textwrap import fill
from typing import Any

from coach.doctor.checks.words import listed
from coach.doctor.diagnose import Diagnosis
from coach.doctor.finding import Detected, Misconfiguration, Urgency

PAGE = "docs/admin.md"
FORMAT = 1
"""Rises when a name in the JSON is removed or changes its meaning; new names may be added at any time."""

FEW = 12
"""How many unchecked findings are named. If there are many, one cause is behind them."""

Paint = Callable[[str, Urgency | None], str]
_MARKS = {Urgency.ERROR: "FAIL", Urgency.WARNING: "warn", Urgency.HINT: "hint"}


def plain(text: str, _severity: Urgency | None) -> str:
    """The text without colours."""
    return text


def in_words(diagnosis: Diagnosis, width: int | None = None, paint: Paint = plain) -> str:
    """One sentence per finding, by subject. The last line says what to begin with.

    Lines are wrapped at ``width``; None puts each sentence on a line of its own, for other programs to read.
    """
    lines: list[str] = []
    for about, detected in groupby(
        sorted(diagnosis.detected, key=_subject(diagnosis)), key=lambda one: one.finding.about
    ):
        lines += ["", paint(about, None)]
        for one in detected:
            lines += [*_entry(one, width, paint)]
    return "\n".join([*lines, "", *_ending(diagnosis, width)]).strip("\n")


def _subject(diagnosis: Diagnosis) -> Callable[[Detected], int]:
    order = list(dict.fromkeys(one.finding.about for one in diagnosis.detected))
    return lambda one: order.index(one.finding.about)


def _entry(detected: Detected, width: int | None, paint: Paint) -> Iterator[str]:
    mark = paint(_MARKS[detected.finding.severity], detected.finding.severity)
    first, *rest = _wrapped(detected.sentence, width)
    yield f"  {mark}  {first}"
    yield from (f"        {line}" for line in rest)
    yield f"        {detected.finding.id} · {PAGE}#{detected.finding.see}"


def _wrapped(text: str, width: int | None) -> Sequence[str]:
    if width is None:
        return [text]
    return fill(text, max(24, width - 8), break_long_words=False, break_on_hyphens=False).split("\n")


def _ending(diagnosis: Diagnosis, width: int | None) -> Sequence[str]:
    counts = [f"{len(diagnosis.fine)} things are as they should be"]
    if diagnosis.undetermined:
        names = listed((finding.id for finding in diagnosis.undetermined), FEW)
        counts.append(f"{len(diagnosis.undetermined)} could not be looked at ({names})")
    lines = list(_wrapped("; ".join(counts) + ".", width))
    worst = next((one for one in diagnosis.detected if one.finding.severity is not Urgency.HINT), None)
    if worst is None:
        return [*lines, "Nothing must be done."]
    if len(diagnosis.detected) == 1:
        return [*lines, f"Begin with {worst.finding.id}."]
    return [*lines, *_wrapped(f"Begin with {worst.finding.id}: {worst.sentence}", width)]


def as_json(diagnosis: Diagnosis, strict: bool = False, **more: Any) -> str:
    """The diagnosis as JSON. ``more`` are further parts, such as the answers of a write test."""
    detected = [{**_finding(one.finding), "sentence": one.sentence, "detail": one.detail} for one in diagnosis.detected]
    return json.dumps(
        {
            "format": FORMAT,
            "status": diagnosis.status(strict),
            "findings": detected,
            "fine": [finding.id for finding in diagnosis.fine],
            "not_looked_at": [finding.id for finding in diagnosis.undetermined],
            **more,
        },
        ensure_ascii=False,
        indent=2,
    )


def _finding(finding: Misconfiguration) -> dict[str, str]:
    return {
        "id": finding.id,
        "severity": finding.severity.value,
        "about": finding.about,
        "who": finding.who.value,
        "where": finding.where,
        "see": f"{PAGE}#{finding.see}",
    }
