"""Figures as Vega-Lite specifications, drawn in the browser. Every chart has a table with the same figures beside it.

Colours come from the page, by name, so charts follow its light or dark theme.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from coach.engine.languages import tenth
from coach.engine.responses import Funnel
from coach.log.outcomes import CardOutcome
from coach.teams.pages.counts import Minutes, MinutesOfRep, ReasonRow
from coach.teams.pages.links import OUTCOMES, LogLinks
from coach.teams.pages.scorecard import Scorecard
from coach.teams.pages.side_by_side import TeamRow
from coach.teams.pages.words import STEPS, reason_words, told_minutes
from coach.teams.pages.words import cards as so_many

Spec = dict[str, Any]

_SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
_HEIGHT = 220
_FIT_WIDTH = {"type": "fit-x", "contains": "padding"}
"""For charts whose height depends on the number of rows."""


def minutes_chart(minutes: Minutes, starts: Sequence[date], budget: float, links: LogLinks | None) -> Spec:
    """A dot for each rep and week, with the median and the 95th percentile as lines, and the budget."""
    weeks = [_day(start) for start in starts]
    x = _week_axis(weeks)
    dots = [
        _dot(rep, week, place, rep.weeks[place], rep.cards[place], links)
        for rep in minutes.reps
        for place, week in enumerate(weeks)
    ]
    alone = len(minutes.reps) == 1
    layers = [_line_of_one(dots, x)] if alone else [_lines_of_many(minutes, weeks, x)]
    if dots:
        tip = [{"field": "rep"}, {"field": "week"}, _MINUTES]
        mark = {"type": "circle", "size": 60, "opacity": 1 if alone else 0.6}
        layers.append(
            {"data": {"values": dots}, "mark": mark, "encoding": {"x": x, "y": _MINUTES, "tooltip": tip, **_ROWS}}
        )
    return _spec("Minutes of coaching by week", layer=[*layers, *_budget(budget)])


def _dot(
    rep: MinutesOfRep, week: str, place: int, minutes: float, cards: int, links: LogLinks | None
) -> dict[str, Any]:
    dot = {"week": week, "rep": rep.name, "minutes": float(tenth(minutes))}
    if not (links and cards):
        return dot
    label = f"{rep.name}, week from {week}: {told_minutes(minutes)} minutes in {so_many(cards)}"
    return {**dot, "label": label, "href": links.of(rep=rep.rep_id).cards(place)}


def _line_of_one(dots: Sequence[Mapping[str, Any]], x: Spec) -> Spec:
    return {"data": {"values": dots}, "mark": _LINE, "encoding": {"x": x, "y": _MINUTES}}


def _lines_of_many(minutes: Minutes, weeks: Sequence[str], x: Spec) -> Spec:
    figures = ["median", "95th percentile"]
    lines = [
        {"week": week, "figure": figure, "minutes": float(tenth(value))}
        for week, each in zip(weeks, minutes.weeks, strict=True)
        for figure, value in zip(figures, (each.median, each.high), strict=True)
        if value is not None
    ]
    tip = [{"field": "figure"}, {"field": "week"}, {"field": "minutes"}]
    colours = _told_apart("figure", figures, ["series-1", "series-3"])
    return {
        "data": {"values": lines},
        "mark": _LINE,
        "encoding": {"x": x, "y": _MINUTES, **colours, "tooltip": tip},
    }


_MINUTES: Spec = {"field": "minutes", "type": "quantitative", "title": "minutes", "axis": {"tickCount": 5}}
_LINE: Spec = {"type": "line", "strokeWidth": 2.5}
_ROWS: Spec = {"href": {"field": "href"}, "description": {"field": "label"}}
"""The link of a mark and its label. ``charts.js`` makes each mark reachable by keyboard, too."""
_LINES: Spec = {"symbolType": "stroke", "symbolStrokeWidth": 2.5, "symbolSize": 500}
_WHOLE: Spec = {"tickMinStep": 1, "tickCount": 5, "format": "d"}
_PERCENT = ".0%"
_SHARES: Spec = {"tickCount": 5, "labelExpr": "round(datum.value * 100) + '%'"}


def _budget(minutes: float) -> list[Spec]:
    if not minutes:
        return []
    label = {"mark": {"type": "text", "align": "left", "x": 4, "dy": 9}, "encoding": {"text": {"field": "label"}}}
    rule = {"mark": {"type": "rule", "strokeDash": [2, 4], "strokeWidth": 2}}
    data = {"values": [{"minutes": minutes, "label": f"budget: {minutes:g} minutes"}]}
    return [{"data": data, "layer": [rule, label], "encoding": {"y": _MINUTES}}]


def held_back_chart(rows: Sequence[ReasonRow], starts: Sequence[date], links: LogLinks | None) -> Spec:
    """A bar per week, divided by reason."""
    weeks = [_day(start) for start in starts]
    values = [
        {"week": week, "reason": reason_words(row.reason), "times": row.weeks[number], "order": place}
        | (
            {
                "label": f"Week from {week}: {row.weeks[number]} held back, {reason_words(row.reason)}",
                "href": links.held_back(row.reasons, number),
            }
            if links
            else {}
        )
        for place, row in enumerate(rows)
        for number, week in enumerate(weeks)
        if row.weeks[number]
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
            **_ROWS,
        },
    )


def trend_chart(weeks: Sequence[Funnel | None], starts: Sequence[date], links: LogLinks | None) -> Spec:
    """The share of each week's cards that reached each step."""
    values = [
        {"week": _day(start), "step": STEPS[name], "share": round(count / funnel.delivered, 4)}
        | (
            {
                "label": f"Week from {_day(start)}: {count} of {so_many(funnel.delivered)} {STEPS[name]}",
                "href": links.cards(place, outcome=OUTCOMES[name]),
            }
            if links and count
            else {}
        )
        for place, (start, funnel) in enumerate(zip(starts, weeks, strict=True))
        if funnel and funnel.delivered
        for name, count in funnel.steps()
        if name in OUTCOMES
    ]
    steps = [STEPS[name] for name in OUTCOMES]
    encoding = {
        "x": _week_axis([_day(start) for start in starts]),
        "y": {
            "field": "share",
            "type": "quantitative",
            "title": "of the week's cards",
            "axis": _SHARES,
            "scale": {"domain": [0, 1]},
        },
    }
    colours = _told_apart("step", steps, list(OUTCOMES))
    tip = [{"field": "step"}, {"field": "week"}, {"field": "share", "format": _PERCENT}]
    points = {"color": colours["color"], "tooltip": tip, **_ROWS}
    return _spec(
        "Share of each week's cards, by how far they got",
        data={"values": values},
        encoding=encoding,
        layer=[
            {"mark": _LINE, "encoding": colours},
            {"mark": {"type": "circle", "size": 60, "opacity": 1}, "encoding": points},
        ],
    )


def teams_chart(teams: Sequence[TeamRow], starts: Sequence[date]) -> Spec:
    """A small chart per team, all with the same scale: the share of each week's cards that was done.

    ``charts.js`` decides how many stand beside each other, because it knows the page's width.
    """
    values = [
        {
            "team": team.name,
            "week": _day(start),
            "share": round(week.done / week.delivered, 4),
            "label": f"{team.name}, week from {_day(start)}: {week.done} of {so_many(week.delivered)} done",
        }
        | ({"href": team.links.cards(place, outcome=OUTCOMES["done"])} if team.links and week.done else {})
        for team in teams
        for place, (start, week) in enumerate(zip(starts, team.weeks, strict=True))
        if week.delivered
    ]
    weeks = [_day(start) for start in starts]
    tip = [{"field": "team"}, {"field": "week"}, {"field": "share", "format": _PERCENT}]
    axis = {"labelAngle": 0, "values": [weeks[0], weeks[-1]], "title": None}
    x = {"field": "week", "type": "ordinal", "scale": {"domain": weeks}, "axis": axis}
    y = {"field": "share", "type": "quantitative", "title": None, "axis": _SHARES, "scale": {"domain": [0, 1]}}
    each = {"field": "team", "type": "nominal", "title": None, "sort": [team.name for team in teams]}
    return {
        "$schema": _SCHEMA,
        "description": "Share of each week's cards that were done, for each team",
        "data": {"values": values},
        "facet": {**each, "header": {"labelFontSize": 12}},
        "columns": 1,
        "spec": {
            "width": 190,
            "height": 90,
            "encoding": {"x": x, "y": y},
            "layer": [
                {"mark": _LINE},
                {"mark": {"type": "circle", "size": 50, "opacity": 1}, "encoding": {"tooltip": tip, **_ROWS}},
            ],
        },
    }


def scorecard_chart(card: Scorecard, titles: Mapping[str, str], links: LogLinks | None) -> Spec:
    """How often advice was followed on the deal, with the confidence interval."""
    rows: list[dict[str, Any]] = [
        {
            "playbook": titles.get(score.playbook, score.playbook),
            "share": score.used_right.value,
            "low": score.used_right.low,
            "high": score.used_right.high,
            "of": f"{score.used_right.count} of {score.used_right.of}",
            "label": f"{titles.get(score.playbook, score.playbook)}: {score.used_right.count} of "
            f"{so_many(score.used_right.of)} seen on the deal",
        }
        | (
            {"href": links.cards(playbook=score.playbook, outcome=CardOutcome.SEEN)}
            if links and score.used_right.count
            else {}
        )
        for score in card.scores
        if score.used_right.of
    ]
    names = [row["playbook"] for row in sorted(rows, key=lambda row: -float(row["share"]))]
    y = {"field": "playbook", "type": "nominal", "sort": names, "title": None, "axis": {"labelLimit": 260}}
    scale = {"domain": [0, 1]}
    tip = [{"field": "playbook"}, {"field": "share", "format": _PERCENT}, {"field": "of"}]
    return _spec(
        "Seen on the deal in time: share of cards, with 95% intervals",
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
                "encoding": {"x": {"field": "share", "type": "quantitative", "scale": scale}, **_ROWS},
            },
        ],
    )


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
    """Distinguish series by colour and, for people who cannot tell colours apart, by line style."""
    dashes = {"domain": list(domain), "range": [[1, 0], [6, 3], [2, 2], [8, 3, 2, 3]][: len(domain)]}
    dash = {"field": field, "type": "nominal", "title": None, "scale": dashes, "legend": _LINES}
    return {"color": {**_color(field, domain, colours), "legend": _LINES}, "strokeDash": dash}
