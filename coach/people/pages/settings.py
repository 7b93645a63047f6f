"""The settings for signing in; the composition root fills them in."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from coach.people.sessions import SessionLimits


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """How people sign in, and their roles. Secrets do not show in its repr.

    ``public_url`` is the URL at which browsers reach these pages, ``org_url`` that of the org, both without a trailing
    slash. ``client_secret`` is None for an app that the org accepts without one. ``secret_keys`` sign forms and the
    cookie of a pending sign-in: the first one signs, all are accepted. ``admins``, ``enablement`` and ``operators``
    hold user names in lower case, and ids of 18 characters; their ``…_set`` is the API name of a permission set with
    the same effect.
    """

    public_url: str
    org_url: str
    org_id: str
    client_id: str
    client_secret: str | None = field(repr=False)
    secret_keys: tuple[str, ...] = field(repr=False)
    admins: frozenset[str] = frozenset()
    enablement: frozenset[str] = frozenset()
    operators: frozenset[str] = frozenset()
    admin_set: str | None = None
    enablement_set: str | None = None
    operator_set: str | None = None
    limits: SessionLimits = field(default=SessionLimits(idle=timedelta(hours=1), absolute=timedelta(hours=12)))

    @property
    def secure(self) -> bool:
        """Whether browsers use https; plain http is for this machine only."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        """The Origin of these pages, as browsers send it."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def session_cookie(self) -> str:
        """The session cookie's name. The ``__Host-`` prefix is used with https only, because browsers reject it
        without.
        """
        return "__Host-coach" if self.secure else "coach"

    @property
    def sign_in_cookie(self) -> str:
        """The name of the cookie for a pending sign-in at Salesforce."""
        return f"{self.session_cookie}-sign-in"
