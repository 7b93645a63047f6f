"""The cost of a page of the log with a million decisions: Coach's query, the same by hand, and the whole page.

"By hand" is plain psycopg with the SQL that somebody who knows the tables would write for this one page; both must find
the same rows. The three are run in turns on the same warm database, so compare the ratios, not the absolute figures.
"Page" is the whole answer of the web process, rendered: rows, their number, filter choices, saved views and follow-ups.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import parse_qsl

import psycopg

from bench.figures import Figure, at_most
from bench.service import ADMIN, SKILLS, by_hand, got, in_turns, log_of, manager_of, opened, rep
from bench.suites import Extent
from coach.log.order import Cursor, Sort
from coach.log.page import ROWS as PAGE_ROWS
from coach.log.pages.context import PageContext
from coach.log.pages.query import ask
from coach.web.viewer import Viewer

PEOPLE = {
    "everybody": ADMIN,
    "300 people": manager_of(range(300)),
    "72 people": manager_of(range(50, 122)),
    "25 people": manager_of(range(16, 41)),
    "8 people": manager_of(range(8, 16)),
}
SMALL = 5.0
"""Milliseconds by hand. Below this, the fixed cost of a call of the store dominates the ratio."""

BY = "the same SQL by hand"

BY_HAND = """
SELECT d.id, d.at, d.opportunity_id, d.event_id, d.deal_name, d.owner_id, d.owner_name, d.manager_id, d.stage,
  d.stage_before, d.amount, d.currency, d.product_families, d.playbook, d.card, d.card_key, d.occasion,
  d.verdict, d.reason, d.detail, d.minutes, d.library, d.revision, c.title, n.state, n.sentence, e.received_at,
  (SELECT min(settled_at) FROM attempt WHERE delivery_key = n.key AND outcome = 'written' AND settled_at >= d.at),
  p.opened_at, p.acknowledged_at, p.done_at, p.dismissed_at, p.dismissal, p.aside, p.answered_at, p."right",
  p.adherence, p.seen_by, p.seen_at, (SELECT count(*) FROM comment WHERE decision_id = d.id)
FROM (SELECT * FROM decision WHERE org_id = '00D000000000001EAA' AND {where} ORDER BY {order} LIMIT 51) d
  LEFT JOIN card c ON c.key = d.card_key
  LEFT JOIN card_progress p ON p.card_key = d.card_key AND p.rep_id = d.owner_id
  LEFT JOIN delivery n ON n.key = coalesce((SELECT key FROM delivery WHERE key = d.card_key),
    (SELECT min(key) FROM delivery w
    WHERE d.card_key IS NOT NULL AND w.org_id = d.org_id AND w.opportunity_id = d.opportunity_id
    AND NOT EXISTS (SELECT FROM card WHERE card.key = w.key)))
  LEFT JOIN event e ON e.id = d.event_id
ORDER BY {order}
"""


@dataclass(frozen=True)
class Case:
    """A page of the log: its address, and the same query by hand."""

    name: str
    query: str
    where: str = "true"
    values: dict[str, Any] = field(default_factory=dict)
    order: str = "at DESC, id DESC"


def cases(now: datetime, one: str) -> list[Case]:
    """Every filter, order and page position, and some combinations."""
    month = {"since": datetime(now.year, now.month, 1, tzinfo=UTC) - timedelta(days=31)}
    month["until"] = month["since"] + timedelta(days=28)
    days = f"from={month['since'].date()}&to={(month['until'] - timedelta(days=1)).date()}"
    delivered = (
        "verdict = 'deliver' AND EXISTS (SELECT FROM card_progress q WHERE q.card_key = decision.card_key"
        " AND q.rep_id = decision.owner_id AND {})"
    )
    return [
        Case("first page", ""),
        Case("four weeks", days, "at >= %(since)s AND at < %(until)s", month),
        Case("one rep", f"rep={one}", "owner_id = %(rep)s", {"rep": one}),
        Case("stage, common", "stage=Needs+Analysis", "stage = %(stage)s", {"stage": "Needs Analysis"}),
        Case("stage, rare", "stage=Perception+Analysis", "stage = %(stage)s", {"stage": "Perception Analysis"}),
        Case("product, common", "product=Service", "product_families @> ARRAY['Service']"),
        Case("product, rare", "product=Sequencing", "product_families @> ARRAY['Sequencing']"),
        Case("product, none", "product=Robots", "product_families @> ARRAY['Robots']"),
        Case("amount, own currency", "min=100000&max=200000", "amount IS NOT NULL AND worth BETWEEN 100000 AND 200000"),
        Case("amount, narrow", "min=5000&max=5100&currency=EUR", "currency = 'EUR' AND amount BETWEEN 5000 AND 5100"),
        Case("playbook, often", "playbook=playbook-1", "playbook = 'playbook-1'"),
        Case("playbook, seldom", "playbook=playbook-40", "playbook = 'playbook-40'"),
        Case("skill", "skill=Negotiating", "playbook = ANY (%(books)s)", {"books": sorted(SKILLS["Negotiating"])}),
        Case("decision", "decision=retire", "verdict = 'retire'"),
        Case("reason, common", "reason=outranked", "reason = 'outranked'"),
        Case("reason, rare", "reason=cooldown", "reason = 'cooldown'"),
        Case(
            "decision and reason", "decision=hold_back&reason=snoozed", "verdict = 'hold_back' AND reason = 'snoozed'"
        ),
        Case("outcome, common", "outcome=done", delivered.format("q.done_at IS NOT NULL")),
        Case("outcome, rare", "outcome=dismissed", delivered.format("q.dismissed_at IS NOT NULL")),
        Case("outcome, none", "outcome=snoozed", delivered.format("q.aside = 'snoozed'")),
        Case(
            "not acknowledged, 7 days",
            "unacknowledged=7",
            delivered.format("q.acknowledged_at IS NULL")
            + " AND at <= %(week_ago)s AND EXISTS (SELECT FROM card k WHERE k.key = decision.card_key"
            " AND k.state = 'open')",
            {"week_ago": now - timedelta(days=7)},
        ),
        Case("name, common", "deal=labs", "deal_folded LIKE '%%labs%%'"),
        Case("name, one deal", "deal=pipettes+59991", "deal_folded LIKE '%%pipettes 59991%%'"),
        Case("name, two letters", "deal=ke", "deal_folded LIKE 'ke%%'"),
        Case("name, two letters, none", "deal=zz", "deal_folded LIKE 'zz%%'"),
        Case(
            "stage and playbook",
            "stage=Needs+Analysis&playbook=playbook-40",
            "stage = 'Needs Analysis' AND playbook = 'playbook-40'",
        ),
        Case(
            "stage, reason and weeks",
            f"stage=Closed+Won&reason=draft&{days}",
            "stage = 'Closed Won' AND reason = 'draft' AND at >= %(since)s AND at < %(until)s",
            month,
        ),
        Case("oldest first", "sort=when", order="at, id"),
        Case("by rep", "sort=rep", order="owner_name, at, id"),
        Case("by rep, Z to A", "sort=-rep", order="owner_name DESC, at DESC, id DESC"),
        Case("by deal", "sort=deal", order="deal_name, id"),
        Case("by amount", "sort=-amount", order="worth DESC, id DESC"),
        Case("by playbook", "sort=playbook", order="playbook, at, id"),
        Case(
            "by amount, one playbook",
            "sort=-amount&playbook=playbook-7",
            "playbook = 'playbook-7'",
            order="worth DESC, id DESC",
        ),
        Case("by deal, held back", "sort=deal&decision=hold_back", "verdict = 'hold_back'", order="deal_name, id"),
        _deep("a page from the middle", now - timedelta(seconds=63 * 500_000)),
        _deep(
            "the same, by its filter",
            now - timedelta(seconds=63 * 500_000),
            "reason=snoozed",
            "reason = 'snoozed' AND ",
        ),
    ]


def _deep(name: str, at: datetime, query: str = "", where: str = "") -> Case:
    place = Cursor(Sort.WHEN, (at, 500_000))
    return Case(name, f"{query}&after={place}".lstrip("&"), f"{where}(at, id) < (%(at)s, 500000)", {"at": at})


def figures(extent: Extent) -> Iterator[Figure]:
    """Every page for every viewer. A table of all cases goes with it, for what the middle one does not show."""
    now = datetime.now(UTC)
    with log_of(extent.postgres, extent.rows) as url:
        for people, viewer in PEOPLE.items():
            yield from _of(people, _table(url, people, viewer, now))


def _of(people: str, cases: Mapping[str, Sequence[float]]) -> Iterator[Figure]:
    """The middle case and the slowest one. Cases that take next to nothing by hand are compared in the table alone:
    the fixed cost of a call of the store dominates their ratio.
    """
    ours, hand, _ = zip(*(each for each in cases.values() if each[1] >= SMALL / 1000), strict=True)
    yield Figure(f"log, {people}, of {len(ours)} cases the middle one", BY, 1, "query", ours, hand, at_most(1.5))
    slowest, times = max(cases.items(), key=lambda case: case[1][0])
    one, other = (times[0],), (times[1],)
    yield Figure(f"log, {people}, the slowest: {slowest}", BY, 1, "query", one, other, at_most(1.5))


def _rows(connection: psycopg.Connection[Any], sql: str, values: Mapping[str, object]) -> list[Any]:
    return connection.execute(sql, values).fetchall()


def _table(url: str, people: str, viewer: Viewer, now: datetime) -> dict[str, Sequence[float]]:
    print(f"\n{people:<28}{'rows':>6}{'Coach':>9}{'by hand':>9}{'ratio':>7}{'page':>9}")
    scope, found = viewer.rep_scope(), dict[str, Sequence[float]]()
    theirs = "true" if scope is None else "owner_id = ANY (%(people)s)"
    with opened(url, viewer) as (app, browser), by_hand(url) as connection:
        for case in cases(now, min(scope or {rep(9)})):
            asked = ask(dict(parse_qsl(case.query)), PageContext(viewer, app.store.logbook.team, SKILLS, now, UTC))
            assert not asked.mistakes, asked.mistakes
            sql = BY_HAND.format(where=f"{theirs} AND {case.where}", order=case.order)
            values = case.values | {"people": sorted(scope or ())}
            lines = app.store.logbook.page(asked.wanted, scope).lines
            same = _rows(connection, sql, values)[:PAGE_ROWS]
            assert [line.entry.id for line in lines] == [row[0] for row in same], case.name
            ours, hand, page = in_turns(
                partial(app.store.logbook.page, asked.wanted, scope),
                partial(_rows, connection, sql, values),
                partial(got, browser, f"/log?{case.query}"),
            )
            print(f"{case.name:<28}{len(lines):>6}{ours:>9.1f}{hand:>9.1f}{ours / hand:>7.2f}{page:>9.1f}")
            found[case.name] = [each / 1000 for each in (ours, hand, page)]
    return found
