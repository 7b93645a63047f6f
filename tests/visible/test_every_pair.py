"""Random organisations, every pair of users, every address: nobody sees what they must not, and all that they may."""

import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, Phase, given, settings

from coach.app import App
from tests.visible.addresses import CHANGE, SHOW_NOBODY, SHOW_PEOPLE
from tests.visible.organisation import ADMIN, ENABLEMENT, Filled, Organisation, mark, marks_in, organisations, words_in

People = Callable[[Organisation], tuple[Filled, Callable[[str], FlaskClient]]]

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""One organisation takes seconds; making a failing one smaller would take minutes."""
ABOUT_THE_SERVICE = frozenset({"/metrics", "/readyz", "/library"})
"""How much work waits, of how many deals; the library says how many are still to be decided on after an edit."""
_CHANGES_BY_ITSELF = re.compile(r'name="csrf_token" value="[^"]*"|"next":"[^"]*"|<time[^>]*>[^<]*</time>')


def test_every_address_has_its_place_among_those_that_show_somebody_and_those_that_do_not(service: App) -> None:
    there = {rule.endpoint for rule in service.web().url_map.iter_rules()}

    assert there == SHOW_NOBODY.keys() | CHANGE.keys() | (SHOW_PEOPLE.keys() - {"library pages"})


def _asked(client: FlaskClient, filled: Filled) -> Iterator[tuple[str, str]]:
    """Every address, with what it answers."""
    for paths in SHOW_PEOPLE.values():
        for path in paths(filled):
            answer = client.get(path)
            assert answer.status_code < 500, (path, answer.text)
            yield path, answer.text


def _nobody_sees_too_much(people: People, organisation: Organisation) -> None:
    filled, browse = people(organisation)
    users = list(organisation.managers)
    for viewer in users:
        allowed, seen, read = organisation.may_see(viewer), set[str](), set[str]()
        for path, text in _asked(browse(viewer), filled):
            shown = marks_in(text, users)
            words = words_in(text, users)
            assert shown <= allowed, (viewer, path, shown - allowed)
            assert words <= organisation.may_read_words(viewer, path), (viewer, path, words)
            assert viewer == ADMIN or mark(users[0], "other") not in text
            seen |= shown
            read |= words
        assert seen == allowed or viewer == ENABLEMENT
        own = {viewer} if viewer == ENABLEMENT else set()  # shown with her card, as long as the deal is hers
        assert organisation.may_read_words(viewer, "/inbox") - own <= read


@settings(max_examples=2, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(organisations(most=3))
def test_nobody_sees_what_they_must_not(people: People, organisation: Organisation) -> None:
    _nobody_sees_too_much(people, organisation)


@pytest.mark.slow
@settings(max_examples=30, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(organisations(most=5))
def test_nobody_sees_what_they_must_not_in_larger_organisations(people: People, organisation: Organisation) -> None:
    _nobody_sees_too_much(people, organisation)


@settings(max_examples=2, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(organisations(most=3))
def test_what_happens_to_others_changes_nothing_that_somebody_sees(people: People, organisation: Organisation) -> None:
    """Neither rows nor counts, orders, pages, choices or figures."""
    filled, browse = people(organisation)
    for viewer in organisation.managers:
        hidden = organisation.managers.keys() - organisation.may_see(viewer)
        if viewer in (ADMIN, ENABLEMENT) or not hidden:
            continue
        for path in SHOW_PEOPLE["cards.own"](filled):
            browse(viewer).get(path)  # an owner who looks has opened the card; that is their own doing
        before = dict(_asked(browse(viewer), filled))
        for rep in sorted(hidden):
            filled.more(rep)
        after = dict(_asked(browse(viewer), filled))
        both = before.keys() & after.keys() - ABOUT_THE_SERVICE
        assert [path for path in sorted(both) if _steady(after[path]) != _steady(before[path])] == [], viewer


def _steady(text: str) -> str:
    return _CHANGES_BY_ITSELF.sub("", text)


@settings(max_examples=3, phases=PHASES, suppress_health_check=list(HealthCheck))
@given(organisations(most=3))
def test_nobody_changes_what_they_may_not_see(people: People, organisation: Organisation) -> None:
    filled, browse = people(organisation)
    for viewer in organisation.managers:
        client, allowed = browse(viewer), organisation.may_see(viewer)
        form = {"csrf_token": client.get("/me").text.partition('name="csrf_token" value="')[2].partition('"')[0]}
        for decision_id, rep in filled.decisions().items():
            answer = client.post(f"/log/{decision_id}/comments", data={**form, "text": "Well done."})
            if answer.status_code == 303:
                assert rep in allowed
        for rep, key in filled.keys.items():
            answer = client.post(f"/cards/{key}", data={**form, "do": "done"})
            assert answer.status_code != 303 or _owner(filled, rep) == viewer


def _owner(filled: Filled, rep: str) -> str:
    """Whose deal it is now that was this rep's."""
    return dict(filled.organisation.handed_over).get(rep, rep)
