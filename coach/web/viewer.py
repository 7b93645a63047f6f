"""The person or program behind a request, and which views they may use.

Every view declares who may use it: :func:`allow` or :func:`public`. A view without a declaration is refused to
everybody. The guard reads these marks before a view runs; they change nothing about the view itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any, Literal, TypeVar, cast

from flask import g

from coach.engine.model import VisibleReps

V = TypeVar("V", bound=Callable[..., Any])

_MARK = "_coach_access"


class Role(StrEnum):
    """A user's role in Coach. Everybody has exactly one: the first that fits, from the bottom up."""

    REP = "rep"
    """Sees their own coaching."""
    MANAGER = "manager"
    """Has reports in the org's manager hierarchy; sees their coaching and their own."""
    ENABLEMENT = "enablement"
    """Sees playbooks and figures about groups; nothing about a single person."""
    ADMIN = "admin"
    """Sees everything but others' answers, and keeps Coach running."""


class TokenScope(StrEnum):
    """What a service token was made for. ``admin`` includes the others."""

    READ_LOG = "read:log"
    READ_FEED = "read:feed"
    READ_AGGREGATES = "read:aggregates"
    ADMIN = "admin"


PERSONAL = frozenset({TokenScope.READ_LOG, TokenScope.READ_FEED, TokenScope.ADMIN})
"""The scopes that show rows about people."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The viewer of a request.

    ``user_id`` is their Salesforce user id, 18 characters; None for a token. ``below`` holds the users below them in
    the manager hierarchy, at every depth, never themselves. ``scopes`` are a token's; people have none. ``notice`` is a
    sentence for them to read if they currently see less than usual. ``operates``: they run Coach, in addition to their
    role.
    """

    user_id: str | None
    name: str
    role: Role
    below: frozenset[str] = frozenset()
    via: Literal["session", "token"] = "session"
    scopes: frozenset[TokenScope] = frozenset()
    notice: str = ""
    operates: bool = False

    def rep_scope(self) -> VisibleReps:
        """The users whose rows may be shown; None: everybody's. Every query about people gets this."""
        if self.via == "token":
            return None if self.scopes & PERSONAL else frozenset()
        if self.role is Role.ADMIN:
            return None
        if self.role is Role.ENABLEMENT or self.user_id is None:
            return frozenset()
        return self.below | {self.user_id}

    def may_see(self, rep_id: str) -> bool:
        """Whether rows about this user (18 characters) may be shown."""
        scope = self.rep_scope()
        return scope is None or rep_id in scope


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use a view: anybody, or people with these roles, operators, and tokens with this scope."""

    anybody: bool = False
    roles: frozenset[Role] = frozenset()
    scope: TokenScope | None = None
    operators: bool = False

    def lets_in(self, viewer: Viewer) -> bool:
        """Whether this viewer may use the view. What they see there is limited by :meth:`Viewer.rep_scope`."""
        if self.anybody:
            return True
        if viewer.via == "token":
            return self.scope is not None and bool(viewer.scopes & {self.scope, TokenScope.ADMIN})
        return viewer.role in self.roles or (self.operators and viewer.operates)


ANYBODY = Access(anybody=True)
NOBODY = Access()


def allow(*roles: Role, scope: TokenScope | None = None, operators: bool = False) -> Callable[[V], V]:
    """Mark a view as open to exactly these roles (an admin only if named), and to tokens with ``scope``.

    ``operators``: also to those who run Coach.
    """
    return partial(_marked, Access(roles=frozenset(roles), scope=scope, operators=operators))


def public(view: V) -> V:
    """Mark a view as open to anybody, signed in or not."""
    return _marked(ANYBODY, view)


def access_of(view: Callable[..., Any]) -> Access:
    """Who may use a view; also finds the mark through :func:`functools.partial`. Without a mark: nobody."""
    marked = getattr(view, _MARK, None)
    if marked is None and isinstance(view, partial):
        return access_of(view.func)
    return cast("Access", marked or NOBODY)


def current_viewer() -> Viewer:
    """The viewer, in a view that is not public; the guard has let them in."""
    viewer: Viewer = g.viewer
    return viewer


def _marked(access: Access, view: V) -> V:
    setattr(view, _MARK, access)
    return view
