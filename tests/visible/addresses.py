"""Every address of the service, and what it may show: a new one must be given its place here before tests pass."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC
from urllib.parse import urlencode

from coach.log.order import Cursor, Sort
from coach.log.outcomes import CardOutcome
from tests.fixtures.make import NOON, opportunity
from tests.visible.organisation import ADMIN, OUTSIDER, Filled

SHOW_NOBODY: Mapping[str, str] = {
    "api.openapi": "a description",
    "openapi.openapi": "a description",
    "health.alive": "that the process lives",
    "health.ready": "whether parts work",
    "metrics.metrics": "figures about the service",
    "identity.callback": "leads to another page",
    "identity.sign_in": "leads to another page",
    "identity.signed_out": "a sentence",
    "pages.home": "what Coach is",
    "pages.favicon": "a file",
    "pages.static": "files",
    "static": "files",
    "library.library": "playbooks",
    "library.playbook": "playbooks",
}
"""What is asked for below all the same, where it needs no more than an address."""

CHANGE: Mapping[str, str] = {
    "cards.say": "said by a card's owner alone",
    "cards.say_linked": "said by whoever has the note's link",
    "hooks.events": "events come in",
    "hooks.outbound_messages": "events come in",
    "identity.sign_out": "one's own sessions",
    "operate.try_deals": "for those who keep Coach running",
    "operate.try_notes": "for those who keep Coach running",
    "inbox.mark": "by whoever may read what was written",
    "pages.comment": "by managers of the rep",
    "pages.settle": "by a comment's author",
    "pages.remove_comment": "by a comment's author",
    "pages.keep_view": "one's own views",
    "pages.forget_view": "one's own views",
}

Paths = Callable[[Filled], Iterator[str]]


def _fixed(*paths: str) -> Paths:
    return lambda _: iter(paths)


def _each_person(path: str, *more: str) -> Paths:
    return lambda filled: (
        f"{path.format(user)}{query}"
        for user in (*filled.organisation.managers, OUTSIDER)
        for query in ("", *(each.format(user) for each in more))
    )


def _each_decision(path: str) -> Paths:
    return lambda filled: (path.format(number) for number in (*filled.decisions(), max(filled.decisions()) + 1))


def _rows(path: str, *sorts: str) -> Paths:
    """A listing with each filter that could name, count or order somebody else's rows."""

    def paths(filled: Filled) -> Iterator[str]:
        people = (*filled.organisation.managers, OUTSIDER)
        asked: list[dict[str, str]] = [{}, {"deal": "zq"}, {"unacknowledged": "1"}, {"min": "1", "currency": "EUR"}]
        asked += [{name: user} for name in ("rep", "team") for user in people]
        asked += [{"team": ADMIN, "rep": user} for user in people]
        asked += [{"deal": opportunity(number)} for number in range(len(people))]
        asked += [{"outcome": outcome.value} for outcome in CardOutcome]
        asked += [{"sort": sort} for sort in sorts]
        asked += [{"after": str(Cursor(Sort.WHEN, (NOON.astimezone(UTC), each)))} for each in filled.decisions()]
        return (f"{path}?{urlencode(each)}" for each in asked)

    return paths


_BOTH_WAYS = [f"{minus}{sort}" for sort in Sort for minus in ("", "-")]
_DIMENSIONS = [f"/api/v1/aggregates?by={name}" for name in ("rep", "team", "playbook", "stage", "reason", "decision")]

SHOW_PEOPLE: Mapping[str, Paths] = {
    "pages.log": _rows("/log", *_BOTH_WAYS),
    "export.csv": _rows("/log/export.csv", "when"),
    "export.jsonl": _rows("/log/export.jsonl", "when"),
    "api.decisions": _rows("/api/v1/decisions", "when"),
    "api.decision": _each_decision("/api/v1/decisions/{}"),
    "pages.story": _each_decision("/log/{}"),
    "api.feed": _fixed("/api/v1/feed", "/api/v1/feed?after=0", "/api/v1/feed?after=3&limit=2"),
    "api.aggregates": lambda filled: (
        f"{path}{more}"
        for path in _DIMENSIONS
        for more in ("", *(f"&{name}={user}" for name in ("rep", "team") for user in filled.organisation.managers))
    ),
    "pages.accounts": _fixed("/log/accounts.json", "/log/accounts.json?q=zq"),
    "cards.own": lambda filled: (f"/cards/{key}" for key in filled.keys.values()),
    "cards.linked": lambda filled: (f"/cards/{key}/guessed" for key in filled.keys.values()),
    "teams.team": _each_person("/team?team={}", "&weeks=13"),
    "teams.team_charts": _each_person("/team/charts.json?team={}"),
    "teams.side_by_side": _each_person("/team/side-by-side?team={}", "&sort=-cards"),
    "teams.side_by_side_charts": _each_person("/team/side-by-side/charts.json?team={}"),
    "teams.playbooks": _each_person("/team/playbooks?team={}"),
    "teams.playbooks_charts": _each_person("/team/playbooks/charts.json?team={}"),
    "teams.rep": _each_person("/reps/{}"),
    "teams.rep_charts": _each_person("/reps/{}/charts.json"),
    "teams.one_to_one": _each_person("/reps/{}/one-to-one"),
    "library.deal": lambda filled: (
        f"/library/deal?id={opportunity(number)}" for number in range(len(filled.organisation.managers))
    ),
    "inbox.inbox": _fixed("/inbox"),
    "inbox.of_playbook": _fixed("/inbox/discount"),
    "reps.open_now": _fixed("/open"),
    "viewed.viewed": _fixed("/me/viewed"),
    "identity.me": _fixed("/me"),
    "operate.page": _fixed("/operate"),
    "library pages": _fixed("/", "/library", "/library/playbooks/discount", "/metrics", "/readyz"),
}
"""By endpoint, what is asked for; the last is of those that show nobody."""
