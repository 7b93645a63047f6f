"""Which org, as which user, within which limits."""

from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urlsplit

from coach.errors import Misconfigured
from coach.ids import ORGANISATION, to18

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class OrgSettings:
    """The configured org. Secrets do not show in its repr.

    ``url`` is the org's My Domain address; plain http is for loopback hosts only. A ``consumer_secret`` signs in with
    the client credentials flow; a ``private_key`` (PEM) and ``username`` with the JWT bearer flow, whose audience is
    found out if none is given. ``client_name`` marks our own writes for listeners to change events. ``timeout`` is
    (connect, read) in seconds. ``api_budget_share`` is the share of the org's daily API calls after which we wait; the
    rest is for people. ``currency`` (ISO 4217) is that of an org with a single one, which no API returns.
    ``automated_users`` are further users whose changes are not a person's, besides those that the org itself marks as
    such: user names, ids, or permission sets. ``permission_sets`` are API names of sets whose holders are looked up.
    ``schema_age`` is how long the schema is assumed to be unchanged. With ``insistent``, an org is asked although it
    has just refused every call, because somebody waits for the answer.
    """

    url: str
    org_id: str
    consumer_key: str
    consumer_secret: str | None = field(default=None, repr=False)
    private_key: str | None = field(default=None, repr=False)
    username: str | None = None
    audience: str | None = None
    api_version: str = "67.0"
    client_name: str = "coach"
    timeout: tuple[float, float] = (3.05, 30)
    api_budget_share: float = 0.8
    currency: str | None = None
    tries: int = 3
    permission_sets: tuple[str, ...] = ()
    automated_users: tuple[str, ...] = ()
    insistent: bool = False
    schema_age: timedelta = timedelta(minutes=5)

    def __post_init__(self) -> None:
        """Raises Misconfigured if the settings cannot lead to a sign-in."""
        object.__setattr__(self, "url", self.url.rstrip("/"))
        object.__setattr__(self, "org_id", _org_id(self.org_id))
        _check_url(self.url)
        if (self.consumer_secret is None) == (self.private_key is None):
            raise Misconfigured("Give either the consumer secret or the private key of the External Client App.")
        if self.private_key is not None and not self.username:
            raise Misconfigured("The JWT bearer flow needs the name of the user to sign in as.")
        if not 0 < self.api_budget_share <= 1:
            raise Misconfigured("The share of the org's API calls must be above 0 and at most 1.")

    @property
    def data_path(self) -> str:
        """The path of the REST API, without a trailing slash."""
        return f"/services/data/v{self.api_version}"


def _org_id(text: str) -> str:
    try:
        return to18(text, ORGANISATION)
    except ValueError as error:
        raise Misconfigured(f"The org id {error}.") from None


def _check_url(url: str) -> None:
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
    if not secure or not parts.hostname:
        raise Misconfigured("The org's address must begin with https://.")
    if parts.username or parts.path or parts.query or parts.fragment:
        raise Misconfigured("The org's address must be just https:// and the host.")
