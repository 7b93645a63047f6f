"""What a page of the log costs with a million decisions: Coach's query, the same one written by hand, the whole page.

By hand is plain psycopg with the SQL that somebody who knows the tables would write for this one page. The three are
asked in turns over the same warm database, so the ratios count and not the absolute figures; medians, in
milliseconds. "Page" is the whole answer of the web process for that filter: its rows, their number, what there is to
choose from, saved views and follow-ups, rendered. ``python -m bench.log URL [ROWS]`` from the project's folder; URL is
a PostgreSQL server's, where a database is made and dropped again.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import psycopg
from flask.testing import FlaskClient

from coach.errors import TryAgain
from coach.evaluate import Desk
from coach.model import RepLoad
from coach.ports import Org
from coach.store import SqlStore, migrate, open_engine
from coach.store.log.order import Place, Sort
from coach.store.log.page import ROWS as PAGE_ROWS
from coach.store.privacy.views import Looked, What
from coach.web import create_web
from coach.web.identity import Role, Viewer
from coach.web.library import Deals
from coach.web.log import LogPages
from coach.web.log.asked import Around, ask
from tests.store.make import ORG, forms
from tests.system.service import fresh_database
from tests.web.fakes import FakeCoach, FakeGate

ROWS, ROUNDS = 1_000_000, 9
FILL = (Path(__file__).parent / "log.sql").read_text(encoding="utf-8")
SKILLS = {"Negotiating": frozenset({"playbook-5", "playbook-30", "playbook-40"})}

BY_HAND = """
SELECT d.id, d.at, d.opportunity_id, d.event_id, d.deal_name, d.owner_id, d.owner_name, d.manager_id, d.stage,
  d.stage_before, d.amount, d.currency, d.product_families, d.playbook, d.card, d.card_key, d.occasion,
  d.verdict, d.reason, d.detail, d.minutes, d.library, c.title, n.state, n.sentence, e.received_at,
  (SELECT min(settled_at) FROM attempt WHERE note_key = n.key AND outcome = 'written' AND settled_at >= d.at),
  p.opened_at, p.acknowledged_at, p.done_at, p.dismissed_at, p.dismissal, p.aside, p.answered_at, p."right",
  p.adherence, p.seen_at, (SELECT count(*) FROM comment WHERE decision_id = d.id)
FROM (SELECT * FROM decision WHERE org_id = '00D000000000001EAA' AND {where} ORDER BY {order} LIMIT 51) d
  LEFT JOIN card c ON c.key = d.card_key LEFT JOIN card_progress p ON p.card_key = d.card_key
  LEFT JOIN note n ON n.key = coalesce((SELECT key FROM note WHERE key = d.card_key), (SELECT min(key) FROM note w
    WHERE d.card_key IS NOT NULL AND w.org_id = d.org_id AND w.opportunity_id = d.opportunity_id
    AND NOT EXISTS (SELECT FROM card WHERE card.key = w.key)))
  LEFT JOIN event e ON e.id = d.event_id
ORDER BY {order}
"""


def rep(number: int) -> str:
    """The id of a made-up rep."""
    return f"005{number:012}AAA"


PEOPLE: dict[str, frozenset[str] | None] = {
    "everybody": None,
    "300 people": frozenset(map(rep, range(300))),
    "50 people": frozenset(map(rep, range(50, 100))),
    "8 people": frozenset(map(rep, range(8, 16))),
}
MANAGER = "005000000001001AAA"


@dataclass(frozen=True)
class Case:
    """A page: as the address has it, and by hand."""

    name: str
    query: str
    where: str = "true"
    values: dict[str, Any] = field(default_factory=dict)
    order: str = "at DESC, id DESC"


def cases(now: datetime, one: str) -> list[Case]:
    """Every filter, order and place, and some that come together."""
    month = {"since": datetime(now.year, now.month, 1, tzinfo=UTC) - timedelta(days=31)}
    month["until"] = month["since"] + timedelta(days=28)
    days = f"from={month['since'].date()}&to={(month['until'] - timedelta(days=1)).date()}"
    delivered = (
        "verdict = 'deliver' AND EXISTS (SELECT FROM card_progress q WHERE q.card_key = decision.card_key AND {})"
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
        Case(
            "not acknowledged, 7 days",
            "unacknowledged=7",
            delivered.format("q.acknowledged_at IS NULL")
            + " AND at <= now() - interval '7 days' AND EXISTS (SELECT FROM card k WHERE k.key = decision.card_key"
            " AND k.state = 'open')",
        ),
        Case("name, common", "deal=labs", "deal_name ILIKE '%%labs%%'"),
        Case("name, one deal", "deal=pipettes+59991", "deal_name ILIKE '%%pipettes 59991%%'"),
        Case("name, two letters", "deal=ke", "deal_name ILIKE 'ke%%'"),
        Case("name, two letters, none", "deal=zz", "deal_name ILIKE 'zz%%'"),
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
    place = Place(Sort.WHEN, (at, 500_000))
    return Case(name, f"{query}&after={place}".lstrip("&"), f"{where}(at, id) < (%(at)s, 500000)", {"at": at})


def main() -> None:
    """Fill a database and measure."""
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else ROWS
    url, drop = fresh_database(sys.argv[1])
    try:
        began = time.monotonic()
        _fill(url, rows)
        print(f"{rows:,} decisions, filled in {time.monotonic() - began:.0f} s; medians of {ROUNDS} in ms\n")
        _measure(url)
    finally:
        drop()


def _fill(url: str, rows: int) -> None:
    migrate(url)
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in FILL.replace(":rows", str(rows)).split(";\n"):
            connection.execute(statement)
        connection.execute("VACUUM ANALYZE")


def _measure(url: str) -> None:
    now = datetime.now(UTC)
    engine = open_engine(url)
    store = SqlStore(engine, ORG, worker="bench", forms=forms, timezone=UTC)
    by_hand = psycopg.connect(url, autocommit=True)
    worst = {"ours": 0.0, "ratio": 0.0, "page": 0.0}
    for people, scope in PEOPLE.items():
        print(f"\n{people:<28}{'rows':>6}{'Coach':>9}{'by hand':>9}{'ratio':>7}{'page':>9}")
        viewer = Viewer(MANAGER, "Max", Role.ADMIN if scope is None else Role.MANAGER, scope or frozenset())
        browser = _browser(store, viewer, now)
        for case in cases(now, min(scope or {rep(9)})):
            found, ours, hand, page = _case(case, viewer, store, by_hand, browser, now)
            ratio = ours / hand
            print(f"{case.name:<28}{found:>6}{ours:>9.1f}{hand:>9.1f}{ratio:>7.2f}{page:>9.1f}")
            worst = {
                "ours": max(worst["ours"], ours),
                "ratio": max(worst["ratio"], ratio),
                "page": max(worst["page"], page),
            }
    print(f"\nworst query {worst['ours']:.1f} ms, worst ratio {worst['ratio']:.2f}, worst page {worst['page']:.1f} ms")
    by_hand.close()
    engine.dispose()


def _case(
    case: Case, viewer: Viewer, store: SqlStore, by_hand: psycopg.Connection[Any], browser: FlaskClient, now: datetime
) -> tuple[int, float, float, float]:
    scope = viewer.rep_scope()
    asked = ask(_values(case.query), Around(viewer, store.logbook.team, SKILLS, now, UTC))
    assert not asked.mistakes, asked.mistakes
    theirs = "true" if scope is None else "owner_id = ANY (%(people)s)"
    sql = BY_HAND.format(where=f"{theirs} AND {case.where}", order=case.order)
    values = case.values | {"people": sorted(scope or ())}
    ways: list[Callable[[], Any]] = [
        lambda: store.logbook.page(asked.wanted, scope),
        lambda: by_hand.execute(sql, values).fetchall(),
        lambda: browser.get(f"/log?{case.query}"),
    ]
    page, rows, answer = (way() for way in ways)
    assert [line.entry.id for line in page.lines] == [row[0] for row in rows[:PAGE_ROWS]], case.name
    assert answer.status_code == 200, answer.text
    times = [[_milliseconds(way) for way in ways] for _ in range(ROUNDS)]
    return (len(page.lines), *(statistics.median(column) for column in zip(*times, strict=True)))


def _values(query: str) -> dict[str, str]:
    return dict(parse_qsl(query))


def _milliseconds(way: Callable[[], Any]) -> float:
    began = time.perf_counter()
    way()
    return (time.perf_counter() - began) * 1_000


def _browser(store: SqlStore, viewer: Viewer, now: datetime) -> FlaskClient:
    deals = Deals(_no_org, lambda _: None, lambda _: {}, lambda _: RepLoad())
    pages = LogPages(store.logbook, deals, _no_desk, dict, lambda: SKILLS, store_look(store), lambda: now, UTC)
    return create_web(replace(FakeCoach().deps(), gate=FakeGate(viewer), log=pages)).test_client()


def store_look(store: SqlStore) -> Callable[[Viewer, frozenset[str] | None, str], None]:
    """Notes down who looks at whose rows, as the service does."""

    def look(viewer: Viewer, reps: frozenset[str] | None, page: str) -> None:
        store.privacy.record_view(Looked(viewer.user_id or "", viewer.name, reps, What.PAGE, page))

    return look


def _no_org() -> Org:
    raise AssertionError("Salesforce is not asked for the log")


def _no_desk() -> Desk:
    raise TryAgain("No playbooks are needed to page through the log.")


if __name__ == "__main__":
    main()
