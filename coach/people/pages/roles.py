"""A user's role in Coach."""

from collections.abc import Set

from coach.people.pages.hierarchy import HierarchyPosition
from coach.people.pages.settings import SignInSettings
from coach.people.service_tokens import ServiceToken
from coach.people.sessions import Session
from coach.web.viewer import PERSONAL, Role, TokenScope, Viewer

UNKNOWN = (
    "Salesforce could not be asked lately who reports to whom: until it answers, you see your own coaching and nobody "
    "else's."
)


def person(session: Session, standing: HierarchyPosition, settings: SignInSettings) -> Viewer:
    """A signed-in user. A manager whose reports are not known now stays a manager, but sees nobody."""
    names = {session.user_id, session.username.lower()}
    role = _role(names, standing, settings)
    operates = role is Role.ADMIN or _is(names & settings.operators, settings.operator_set, standing)
    notice = "" if standing.fresh or role is not Role.MANAGER else UNKNOWN
    return Viewer(session.user_id, session.name, role, standing.below, notice=notice, operates=operates)


def program(token: ServiceToken) -> Viewer:
    """A service token. Its scopes decide what it may see and do; its role is only the closest match."""
    scopes = frozenset(scope for scope in TokenScope if scope in token.scopes)
    whole_rows = Role.MANAGER if scopes & PERSONAL else Role.ENABLEMENT
    role = Role.ADMIN if TokenScope.ADMIN in scopes else whole_rows
    return Viewer(None, token.name, role, via="token", scopes=scopes)


def _role(names: Set[str], standing: HierarchyPosition, settings: SignInSettings) -> Role:
    if _is(names & settings.admins, settings.admin_set, standing):
        return Role.ADMIN
    if _is(names & settings.enablement, settings.enablement_set, standing):
        return Role.ENABLEMENT
    return Role.MANAGER if standing.manages else Role.REP


def _is(named: Set[str], permission_set: str | None, standing: HierarchyPosition) -> bool:
    """Whether the user is named in the settings, or has the permission set in the org, as far as that is known now."""
    return bool(named) or permission_set in standing.granted
