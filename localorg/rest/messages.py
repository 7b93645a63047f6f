"""A call of the REST API and its answer, independent of HTTP. A part of a composite is such a call, too."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from localorg.switches import NEWEST_VERSION, OLDEST_VERSION


@dataclass(frozen=True, slots=True)
class RestRequest:
    """``path`` begins with a slash and follows ``/services/data/vXX.X``; ``version`` is ``XX.X``.

    ``body`` is parsed JSON, None without a body. ``headers`` have lower-case names. ``client`` is the caller's name for
    itself in ``Sforce-Call-Options``. ``base_url`` is the org's address that the caller used. ``in_composite`` says
    that this is a part of another call. ``offered`` are the oldest and the newest version that the org offers.
    """

    method: str
    path: str
    version: str
    user_id: str
    base_url: str
    arguments: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    client: str | None = None
    in_composite: bool = False
    offered: tuple[int, int] = (OLDEST_VERSION, NEWEST_VERSION)

    def for_user(self, user_id: str, body: Any) -> "RestRequest":
        """The same call with its user and its body."""
        return replace(self, user_id=user_id, body=body)

    def url(self, path: str) -> str:
        """The address of a path below the version, without the host, in the form that the platform's answers have."""
        return f"/services/data/v{self.version}{path}"


@dataclass(frozen=True, slots=True)
class RestResponse:
    """``body`` is a JSON value, None for an answer without a body, or bytes for a blob."""

    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the call succeeded."""
        return self.status < 400
