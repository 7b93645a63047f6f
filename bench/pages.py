"""The cost of every other page with a million decisions: teams, reps, the service, and exported data.

"By hand" is the counts of a team's page, as somebody would write them with psycopg, run in turns with Coach's queries
on the same warm database. Counts are cached for a minute. "Page" is a view that finds them cached; the first view in a
minute costs that plus Coach's queries. Medians in milliseconds.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial

from bench.figures import Figure, at_most
from bench.service import ADMIN, by_hand, got, in_turns, log_of, manager_of, opened, rep
from bench.suites import Extent
from coach.teams.pages.period import last_weeks
from coach.web.viewer import Role, Viewer

PEOPLE = {
    "8 people": manager_of(range(8, 16)),
    "72 people": manager_of(range(50, 122)),
    "everybody": ADMIN,
    "everybody, as groups": Viewer("005000000001002AAA", "Noor", Role.ENABLEMENT),
}
OTHER_PEOPLE = {
    "everybody": ADMIN,
    "72 people": PEOPLE["72 people"],
    "a rep's own": Viewer(rep(9), "Ana", Role.REP, frozenset({rep(9)})),
}
WEEKS = (8, 26)
CARDS = """
SELECT rep_id, width_bucket(delivered_at, %(starts)s::timestamptz[]), sum(minutes), count(*), count(opened_at),
  count(acknowledged_at), count(done_at), count(*) FILTER (WHERE done_at IS NOT NULL AND adherence = 'seen')
FROM card_progress WHERE org_id = '00D000000000001EAA' AND delivered_at >= %(first)s AND {people} GROUP BY 1, 2
"""
SKILLS = """
SELECT rep_id, skill, count(answered_at), count(*) FILTER (WHERE "right"),
  count(*) FILTER (WHERE (adherence = 'seen' AND seen_by = 'rep') OR (adherence = 'not_seen' AND seen_by IS NULL)),
  count(*) FILTER (WHERE adherence = 'seen' AND seen_by = 'rep')
FROM card_progress WHERE org_id = '00D000000000001EAA' AND delivered_at >= %(first)s AND {people} AND skill IS NOT NULL
GROUP BY 1, 2
"""
HELD = """
SELECT width_bucket(at, %(starts)s::timestamptz[]), reason, count(*) FROM decision
WHERE org_id = '00D000000000001EAA' AND at >= %(first)s AND verdict = 'hold_back' AND {owners} GROUP BY 1, 2
"""
SCORES = """
SELECT playbook, count(*), count(DISTINCT rep_id), count(DISTINCT opportunity_id), count(opened_at), count(done_at),
  count(moved_at), count(answered_at) FROM card_progress
WHERE org_id = '00D000000000001EAA' AND delivered_at >= %(first)s AND {people} GROUP BY 1
"""
OTHERS = (
    "/team/side-by-side?weeks=26",
    "/reps/{rep}?weeks=26",
    "/reps/{rep}/one-to-one?weeks=26",
    "/log/500000",
    "/library",
    "/operate",
    "/api/v1/decisions",
    "/api/v1/aggregates?by=playbook",
    "/api/v1/aggregates?by=rep",
    "/api/v1/aggregates?by=playbook&from=2020-01-01",
    "/api/v1/feed",
    "/api/v1/feed?after=500000&limit=1000",
)


def figures(extent: Extent) -> Iterator[Figure]:
    """The pages of teams against the same counts by hand. A table of all pages goes with it."""
    with log_of(extent.postgres, extent.rows) as url:
        for people, viewer in PEOPLE.items():
            print(f"\n{people:<44}{'Coach':>9}{'by hand':>9}{'ratio':>7}{'page':>9}{'first':>9}")
            for weeks in WEEKS:
                yield from _teams(url, people, viewer, weeks)
        _others(url)


def _others(url: str) -> None:
    for people, viewer in OTHER_PEOPLE.items():
        print(f"\n{f'further pages, {people}':<44}{'page':>9}")
        with opened(url, viewer) as (_, browser):
            for address in (each.format(rep=rep(9)) for each in OTHERS):
                status = browser.get(address).status_code
                page = f"{in_turns(partial(browser.get, address))[0]:>9.1f}" if status == 200 else f"{status:>9}"
                print(f"{address:<44}{page}", flush=True)


def _teams(url: str, people: str, viewer: Viewer, count: int) -> Iterator[Figure]:
    groups = viewer.role is Role.ENABLEMENT
    scope, weeks = None if groups else viewer.rep_scope(), last_weeks(count, datetime.now(UTC), UTC)
    whom = "true" if scope is None else "{} = ANY (%(people)s)"
    names = {"people": whom.format("rep_id"), "owners": whom.format("owner_id")}
    values = {"starts": list(weeks.starts), "first": weeks.starts[0], "people": sorted(scope or ())}
    with opened(url, viewer) as (app, browser), by_hand(url) as connection:

        def count_by_hand(*statements: str) -> None:
            for statement in statements:
                connection.execute(statement.format(**names), values).fetchall()

        for path, ours, theirs in (
            ("/team", partial(app.store.teams.figures, scope, weeks, held_from=groups), (CARDS, SKILLS, HELD)),
            ("/team/playbooks", partial(app.store.teams.playbooks, scope, weeks), (SCORES,)),
        ):
            address = f"{path}?weeks={count}"
            coach, hand, page = in_turns(ours, partial(count_by_hand, *theirs), partial(got, browser, address))
            print(
                f"{address:<44}{coach:>9.1f}{hand:>9.1f}{coach / hand:>7.2f}{page:>9.1f}{coach + page:>9.1f}",
                flush=True,
            )
            times = (coach / 1000,), (hand / 1000,)
            yield Figure(f"{address}, {people}", "the same counts by hand", 1, "query", *times, at_most(1.5))
