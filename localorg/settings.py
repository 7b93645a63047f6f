"""How one local org is set up; the command line fills it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from localorg.apps.clients import Client, default_clients
from localorg.schema.features import Features


@dataclass(frozen=True, slots=True)
class LocalOrgSettings:
    """One look-alike org.

    ``port`` 0 takes a free one. ``database`` is the file that holds the org's records; it is made, and filled with
    ``seed`` opportunities, where it does not exist. ``rewind`` is how far in the past the story of a
    new database begins: see :mod:`localorg.past`. ``blank`` makes an org in which nothing
    has been set up for Coach. ``setup`` are switches to be
    set (:mod:`localorg.setup`), ``features`` the optional parts of the platform.
    ``outbound_url`` is where outbound messages go; empty sends none. ``daily_api_requests`` is the allocation of the
    rolling day, ``content_versions`` that of new note and file versions. A session ends after ``session_lifetime``
    without a call.
    """

    port: int = 0
    host: str = "127.0.0.1"
    database: Path = Path("localorg.db")
    setup: Mapping[str, Any] = field(default_factory=dict)
    features: Features = field(default_factory=Features)
    seed: int = 40
    rewind: timedelta = timedelta(0)
    outbound_url: str = ""
    blank: bool = False
    clients: tuple[Client, ...] = field(default_factory=default_clients)
    session_lifetime: timedelta = timedelta(hours=2)
    daily_api_requests: int = 100_000
    content_versions: int = 200_000
