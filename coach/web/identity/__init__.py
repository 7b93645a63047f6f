"""Who asks, and what they may see.

``viewer``     the person or program behind a request; the marks that say who may reach a view
``guard``      before any view runs; what is not marked is for nobody
``gate``       who stands before the door: a session's cookie, or a service token
``roles``      what somebody is to Coach; ``hierarchy`` is who reports to whom, never too old
``limit``      who has tried too often with what is no good
``openid``     signing in with Salesforce; ``pages``: signing in and out
``settings``   what all of that needs to know
"""

from coach.web.identity.gate import SessionGate
from coach.web.identity.guard import Gate
from coach.web.identity.hierarchy import Hierarchy
from coach.web.identity.limit import TooMany
from coach.web.identity.pages import SignIn
from coach.web.identity.settings import SignInSettings
from coach.web.identity.viewer import Role, Scope, Viewer, allow, current_viewer, public

__all__ = [
    "Gate",
    "Hierarchy",
    "Role",
    "Scope",
    "SessionGate",
    "SignIn",
    "SignInSettings",
    "TooMany",
    "Viewer",
    "allow",
    "current_viewer",
    "public",
]
