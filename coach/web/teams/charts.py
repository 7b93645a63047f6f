"""Figures as Vega-Lite specifications, drawn in the browser. Every chart stands beside a table with the same figures.

Colours come from the page, by name: what is drawn follows its light or dark theme.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coach.respond import Band, Funnel
from coach.web.teams.counts import Minutes, ReasonRow, SkillRow
from coach.web.teams.scorecard import Scorecard
from coach.web.teams.words import BANDS, SIGNS, STEPS, reason_words

Spec = dict[str, Any]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HEIGHT = 220
_FIT_WIDTH = {"type": "fit-x", "contains": "padding"}
"""For charts whose height follows from how many rows they have."""


def minutes_chart(minutes: Minutes, starts: Sequence[date], budget: float) -> Spec:
    """A dot for each rep and week, with the median and the 95th percentile as lines, and the budget."""
    weeks = [_day(start) for start in starts]
    dots = [
        {"week": week, "rep": rep.name, "minutes": round(value, 1)}
        for rep in minutes.reps
        for week, value in zip(weeks, rep.weeks, strict=True)
    ]
    if len(minutes.reps) == 1:
        line: Spec = {"data": {"values": dots}, "mark": _LINE, "encoding": {"x": _week_axis(weeks), "y": _MINUTES}}
        return _spec("Minutes of coaching by week", layer=[line, *_budget(budget)])
    lines = [
        {"week": week, "figure": figure, "minutes": round(value, 1)}
        for week, each in zip(weeks, minutes.weeks, strict=True)
        for figure, value in (("median", each.median), ("95th percentile", each.high))
        if value is not None
    ]
    x = _week_axis(weeks)
    figures = ["median", "95th percentile"]
    layers: list[Spec] = [
        {
            "data": {"values": lines},
            "mark": _LINE,
            "encoding": {
                "x": x,
                "y": _MINUTES,
                **_told_apart("figure", figures, ["series-1", "series-3"]),
                "tooltip": [{"field": "figure"}, {"field": "week"}, {"field": "minutes"}],
            },
        },
    ]
    if dots:
        layers.insert(
            0,
            {
                "data": {"values": dots},
                "mark": {"type": "circle", "size": 45, "opacity": 0.55},
                "encoding": {"x": x, "y": _MINUTES, "tooltip": [{"field": "rep"}, {"field": "week"}, _MINUTES]},
            },
        )
    return _spec("Minutes of coaching by week", layer=[*layers, *_budget(budget)])


_MINUTES: Spec = {"field": "minutes", "type": "quantitative", "title": "minutes", "axis": {"tickCount": 5}}
_LINE: Spec = {"type": "line", "point": True, "strokeWidth": 2.5}
_LINES: Spec = {"symbolType": "stroke", "symbolStrokeWidth": 2.5, "symbolSize": 500}
_WHOLE: Spec = {"tickMinStep": 1, "tickCount": 5, "format": "d"}
_PERCENT = ".0%"
_SHARES: Spec = {"tickCount": 5, "labelExpr": "round(datum.value * 100) + ' %'"}


def _budget(minutes: float) -> list[Spec]:
    if not minutes:
        return []
    label = {"mark": {"type": "text", "align": "left", "x": 4, "dy": 9}, "encoding": {"text": {"field": "label"}}}
    rule = {"mark": {"type": "rule", "strokeDash": [2, 4], "strokeWidth": 2}}
    data = {"values": [{"minutes": minutes, "label": f"budget: {minutes:g} minutes"}]}
    return [{"data": data, "layer": [rule, label], "encoding": {"y": _MINUTES}}]


def funnel_chart(funnel: Funnel) -> Spec:
    """A bar for each step."""
    rows = [
        {"step": STEPS[name], "cards": count, "label": f"{count} ({share_of(count, funnel.delivered)})"}
        for name, count in funnel.steps()
    ]
    y = {"field": "step", "type": "nominal", "sort": None, "title": None, "axis": {"labelLimit": 220}}
    room_for_labels = {"domain": [0, max(1, round(funnel.delivered * 1.8))]}
    # Each bar is labelled with its figure, so an axis would say it twice.
    x = {"field": "cards", "type": "quantitative", "axis": None, "scale": room_for_labels}
    return _spec(
        "From delivered to seen on the deal",
        data={"values": rows},
        encoding={"y": y, "x": x},
        layer=[
            {"mark": {"type": "bar", "color": "delivered"}},
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"text": {"field": "label"}},
            },
        ],
    )


def skills_chart(rows: Sequence[SkillRow], columns: Sequence[str]) -> Spec:
    """A field for each rep and skill, coloured by band."""
    cells = [
        {"rep": row.name, "skill": skill, "band": BANDS[band], "sign": SIGNS[band]}
        for row in rows
        for skill, band in zip(columns, row.bands, strict=True)
    ]
    bands = [BANDS[band] for band in Band]
    colour = _color("band", bands, ["surface-2", "band-practise", "band-steady", "band-strong"])
    return _spec(
        "Skills and reps",
        data={"values": cells},
        height={"step": 26},
        autosize=_FIT_WIDTH,
        encoding={
            "x": {"field": "skill", "type": "nominal", "title": None, "axis": {"labelAngle": -40}},
            "y": {"field": "rep", "type": "nominal", "title": None},
            "tooltip": [{"field": "rep"}, {"field": "skill"}, {"field": "band"}],
        },
        layer=[
            {
                "mark": {"type": "rect", "cornerRadius": 2, "stroke": "surface", "strokeWidth": 2},
                "encoding": {"color": colour},
            },
            {"mark": {"type": "text"}, "encoding": {"text": {"field": "sign"}}},
        ],
    )


def held_back_chart(rows: Sequence[ReasonRow], starts: Sequence[date]) -> Spec:
    """A bar for each week, a part of it for each reason."""
    weeks = [_day(start) for start in starts]
    values = [
        {"week": week, "reason": reason_words(row.reason), "times": count, "order": place}
        for place, row in enumerate(rows)
        for week, count in zip(weeks, row.weeks, strict=True)
        if count
    ]
    reasons = [reason_words(row.reason) for row in rows]
    return _spec(
        "Why cards were held back",
        data={"values": values},
        mark={"type": "bar", "stroke": "surface", "strokeWidth": 1},
        encoding={
            "x": _week_axis(weeks),
            "y": {"field": "times", "type": "quantitative", "title": "cards", "axis": _WHOLE},
            "color": {"field": "reason", "type": "nominal", "sort": reasons, "title": None},
            "order": {"field": "order"},
            "tooltip": [{"field": "reason"}, {"field": "week"}, {"field": "times"}],
        },
    )


def trend_chart(weeks: Sequence[Funnel | None], starts: Sequence[date]) -> Spec:
    """What share of each week's cards got how far."""
    steps = {name: STEPS[name] for name, _ in Funnel().steps() if name != "delivered"}
    values = [
        {"week": _day(start), "step": steps[name], "share": round(count / funnel.delivered, 4)}
        for start, funnel in zip(starts, weeks, strict=True)
        if funnel and funnel.delivered
        for name, count in funnel.steps()
        if name in steps
    ]
    return _spec(
        "Share of each week's cards, by how far they got",
        data={"values": values},
        mark=_LINE,
        encoding={
            "x": _week_axis([_day(start) for start in starts]),
            "y": {
                "field": "share",
                "type": "quantitative",
                "title": "of the week's cards",
                "axis": _SHARES,
                "scale": {"domain": [0, 1]},
            },
            **_told_apart("step", list(steps.values()), list(steps)),
            "tooltip": [{"field": "step"}, {"field": "week"}, {"field": "share", "format": _PERCENT}],
        },
    )


def scorecard_chart(card: Scorecard, titles: Mapping[str, str]) -> Spec:
    """How often advice was followed on the deal, with how sure that figure is."""
    rows: list[dict[str, Any]] = [
        {
            "playbook": titles.get(score.playbook, score.playbook),
            "share": score.used_right.value,
            "low": score.used_right.low,
            "high": score.used_right.high,
            "of": f"{score.used_right.count} of {score.used_right.of}",
        }
        for score in card.scores
        if score.used_right.of
    ]
    names = [row["playbook"] for row in sorted(rows, key=lambda row: -float(row["share"]))]
    y = {"field": "playbook", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 260}}
    scale = {"domain": [0, 1]}
    tip = [{"field": "playbook"}, {"field": "share", "format": _PERCENT}, {"field": "of"}]
    return _spec(
        "Seen on the deal in time: share of cards, with 95 % intervals",
        data={"values": rows},
        height={"step": 22},
        autosize=_FIT_WIDTH,
        encoding={"y": y, "tooltip": tip},
        layer=[
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": "line-strong"},
                "encoding": {
                    "x": {
                        "field": "low",
                        "type": "quantitative",
                        "scale": scale,
                        "axis": {**_SHARES, "orient": "top"},
                        "title": "of the cards whose time is over",
                    },
                    "x2": {"field": "high"},
                },
            },
            {
                "mark": {"type": "point", "filled": True, "size": 80, "color": "accent"},
                "encoding": {"x": {"field": "share", "type": "quantitative", "scale": scale}},
            },
        ],
    )


def share_of(count: int, whole: int) -> str:
    """A share for people: "63 %", or a dash of nothing."""
    return f"{100 * count / whole:.0f} %" if whole else "–"


def _spec(title: str, **parts: Any) -> Spec:
    return {"$schema": _SCHEMA, "description": title, "width": "container", "height": _HEIGHT, **parts}


def _week_axis(weeks: Sequence[str]) -> Spec:
    axis = {"labelAngle": 0, "labelOverlap": "parity", "labelSeparation": 6}
    scale = {"domain": list(weeks)}
    return {"field": "week", "type": "ordinal", "scale": scale, "title": "week from", "axis": axis}


def _day(start: date) -> str:
    return f"{start.day} {start:%b}"


def _color(field: str, domain: Sequence[str], colours: Sequence[str]) -> Spec:
    scale = {"domain": list(domain), "range": list(colours)}
    return {"field": field, "type": "nominal", "title": None, "scale": scale}


def _told_apart(field: str, domain: Sequence[str], colours: Sequence[str]) -> Spec:
    """By colour, and for those who cannot tell colours apart, by how the line is drawn."""
    dashes = {"domain": list(domain), "range": [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]][: len(domain)]}
    dash = {"field": field, "type": "nominal", "title": None, "scale": dashes, "legend": _LINES}
    return {"color": {**_color(field, domain, colours), "legend": _LINES}, "strokeDash": dash}
