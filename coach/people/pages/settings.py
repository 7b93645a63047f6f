"""What signing in needs to know; the composition root fills it in."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from coach.people.sessions import SessionLimits


@dataclass(frozen=True, slots=True)
class SignInSettings:
    """How people sign in, and what they are. Secrets do not show in its repr.

    ``public_url`` is the address under which browsers reach these pages, ``org_url`` that of the org, both without a
    slash at the end. ``client_secret`` is None for an app that the org lets in without one. ``secret_keys`` sign forms
    and the cookie of a sign-in under way: the first is used, all are accepted. ``admins``, ``enablement`` and
    ``operators`` hold user names in lower case, and ids of 18 characters; their ``…_set`` is the API name of a
    permission set that means the same.
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
        """Whether browsers come over https; plain http is for this machine alone."""
        return self.public_url.startswith("https://")

    @property
    def origin(self) -> str:
        """What a browser calls the place that these pages come from."""
        parts = urlsplit(self.public_url)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def session_cookie(self) -> str:
        """The cookie's name. Browsers refuse the prefix, and what it promises, where there is no https."""
        return "__Host-coach" if self.secure else "coach"

    @property
    def sign_in_cookie(self) -> str:
        """The name of the cookie that lives while somebody is away at Salesforce to sign in."""
        return f"{self.session_cookie}-sign-in"
