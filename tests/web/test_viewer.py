"""Who may see whom, and what somebody is to Coach."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from coach.people.pages.hierarchy import HierarchyPosition
from coach.people.pages.roles import UNKNOWN, person, program
from coach.people.pages.settings import SignInSettings
from coach.people.service_tokens import ServiceToken
from coach.people.sessions import Session, SessionLimits
from coach.web.viewer import NOBODY, Role, TokenScope, Viewer, access_of, allow, public
from tests.fixtures.make import NOON

ANNA = Session("005000000000001AAA", "Anna", "Anna@Example.com")
BEN = "005000000000002AAA"
ALONE = HierarchyPosition(frozenset(), manages=False, fresh=True)
WITH_BEN = HierarchyPosition(frozenset({BEN}), manages=True, fresh=True)
SETTINGS = SignInSettings(
    "https://coach.example", "https://example.my.salesforce.com", "00D000000000001EAA", "client", None, ("k" * 32,)
)
BY_NAME = frozenset({"anna@example.com"})
BY_ID = frozenset({ANNA.user_id})


def token(*scopes: str) -> ServiceToken:
    return ServiceToken("t1", "warehouse", scopes, NOON, None, None)


@pytest.mark.parametrize(
    ("standing", "settings", "role"),
    [
        (ALONE, SETTINGS, Role.REP),
        (WITH_BEN, SETTINGS, Role.MANAGER),
        (WITH_BEN, replace(SETTINGS, enablement=BY_NAME), Role.ENABLEMENT),
        (ALONE, replace(SETTINGS, enablement=BY_ID), Role.ENABLEMENT),
        (WITH_BEN, replace(SETTINGS, admins=BY_NAME), Role.ADMIN),
        (ALONE, replace(SETTINGS, admins=BY_ID, enablement=BY_ID), Role.ADMIN),
    ],
)
def test_what_somebody_is(standing: HierarchyPosition, settings: SignInSettings, role: Role) -> None:
    assert person(ANNA, standing, settings).role is role


@pytest.mark.parametrize(
    ("viewer", "scope"),
    [
        (Viewer("a", "Anna", Role.REP), frozenset("a")),
        (Viewer("a", "Anna", Role.MANAGER, frozenset("bc")), frozenset("abc")),
        (Viewer("a", "Anna", Role.ENABLEMENT, frozenset("b")), frozenset()),
        (Viewer("a", "Anna", Role.ADMIN), None),
        (program(token("read:log")), None),
        (program(token("read:feed")), None),
        (program(token("read:aggregates")), frozenset()),
        (program(token("admin")), None),
        (program(token()), frozenset()),
        (program(token("read:everything")), frozenset()),
    ],
)
def test_whose_rows_may_be_shown(viewer: Viewer, scope: frozenset[str] | None) -> None:
    assert viewer.rep_scope() == scope
    assert [viewer.may_see(rep) for rep in "abcd"] == [scope is None or rep in scope for rep in "abcd"]


GRANTED = replace(WITH_BEN, granted=frozenset({"CoachAdmins", "CoachOperators"}))


@pytest.mark.parametrize(
    ("settings", "role", "operates"),
    [
        (replace(SETTINGS, admin_set="CoachAdmins"), Role.ADMIN, True),
        (replace(SETTINGS, enablement_set="CoachAdmins"), Role.ENABLEMENT, False),
        (replace(SETTINGS, operator_set="CoachOperators"), Role.MANAGER, True),
        (replace(SETTINGS, operators=BY_NAME), Role.MANAGER, True),
        (replace(SETTINGS, admins=BY_ID), Role.ADMIN, True),
        (replace(SETTINGS, admin_set="Others"), Role.MANAGER, False),
        (SETTINGS, Role.MANAGER, False),
    ],
)
def test_a_permission_set_makes_somebody_what_the_settings_say(
    settings: SignInSettings, role: Role, operates: bool
) -> None:
    viewer = person(ANNA, GRANTED, settings)

    assert (viewer.role, viewer.operates) == (role, operates)


def test_a_manager_whose_people_are_not_known_now_sees_only_themselves_and_is_told_so() -> None:
    viewer = person(ANNA, HierarchyPosition(frozenset(), manages=True, fresh=False), SETTINGS)

    assert viewer.role is Role.MANAGER
    assert viewer.rep_scope() == frozenset({ANNA.user_id})
    assert viewer.notice == UNKNOWN


def test_a_rep_is_not_bothered_with_what_makes_no_difference_to_them() -> None:
    assert person(ANNA, HierarchyPosition(frozenset(), manages=False, fresh=False), SETTINGS).notice == ""


def test_a_token_reaches_what_it_was_made_for_and_an_admin_s_everything_that_tokens_reach() -> None:
    log = access_of(allow(Role.MANAGER, scope=TokenScope.READ_LOG)(lambda: ""))

    assert [log.lets_in(program(token(scope))) for scope in TokenScope] == [True, False, False, True]


def test_no_token_reaches_a_view_that_names_no_scope() -> None:
    page = access_of(allow(*Role)(lambda: ""))

    assert not any(page.lets_in(program(token(scope))) for scope in TokenScope)


def test_a_mark_is_seen_beneath_what_was_given_to_the_view_in_advance() -> None:
    marked = allow(Role.ADMIN)(lambda deps: deps)

    assert access_of(partial(partial(marked, 1), 2)).roles == {Role.ADMIN}


def test_a_view_without_a_mark_is_for_nobody_and_a_public_one_for_anybody() -> None:
    assert access_of(partial(lambda: "")) is NOBODY
    assert access_of(public(lambda: "")).anybody


def test_what_must_not_be_read_in_a_log_does_not_show() -> None:
    secret = replace(SETTINGS, client_secret="consumer-secret", limits=SessionLimits(timedelta(1), timedelta(2)))

    assert "consumer-secret" not in repr(secret)
    assert "k" * 32 not in repr(secret)


@pytest.mark.parametrize(
    ("public_url", "cookie", "secure"),
    [("https://coach.example", "__Host-coach", True), ("http://127.0.0.1:8080", "coach", False)],
)
def test_cookies_are_bound_to_the_host_wherever_there_is_https(public_url: str, cookie: str, secure: bool) -> None:
    settings = replace(SETTINGS, public_url=public_url)

    assert (settings.session_cookie, settings.secure, settings.origin) == (cookie, secure, public_url)
