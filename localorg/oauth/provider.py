"""Everything that signing in needs, in one object."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from localorg.apps.clients import Clients
from localorg.calls import CallLog
from localorg.faults import Faults
from localorg.oauth.codes import Codes
from localorg.oauth.grants import Grants
from localorg.oauth.keys import SigningKey
from localorg.sessions.directory import Directory
from localorg.sessions.sessions import Sessions
from localorg.setup import Setup


@dataclass(frozen=True, slots=True)
class Provider:
    """One org's sign-in."""

    clients: Clients
    directory: Directory
    sessions: Sessions
    codes: Codes
    signing_key: SigningKey
    grants: Grants
    calls: CallLog
    faults: Faults
    setup: Setup
    clock: Callable[[], datetime]


def provider(
    clients: Clients,
    directory: Directory,
    sessions: Sessions,
    calls: CallLog,
    faults: Faults,
    setup: Setup,
    clock: Callable[[], datetime],
) -> Provider:
    """A provider with a new signing key and no codes."""
    codes, key = Codes(clock), SigningKey()
    grants = Grants(clients, directory, sessions, codes, key, setup, clock)
    return Provider(clients, directory, sessions, codes, key, grants, calls, faults, setup, clock)
