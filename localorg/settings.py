"""The settings of one local org, as given on the command line."""

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

    ``port`` 0 means any free port. ``database`` is the file with the org's records; if it does not exist, it is created
    and filled with ``seed`` opportunities. ``rewind`` is how far in the past the history of a new database begins: see
    :mod:`localorg.past`. ``blank`` makes an org in which nothing has been set up for Coach. ``setup`` are the switches
    to set (:mod:`localorg.setup`), ``features`` the optional parts of the platform. ``outbound_url`` is the receiver of
    outbound messages; empty sends none. ``daily_api_requests`` is the allocation of calls per rolling 24 hours,
    ``content_versions`` that of new note and file versions. A session ends after ``session_lifetime`` without a call.
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
