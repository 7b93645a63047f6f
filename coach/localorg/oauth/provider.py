"""Everything that signing in needs, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from coach.localorg.calls import CallLog
from coach.localorg.faults import Faults
from coach.localorg.oauth.clients import Clients
from coach.localorg.oauth.codes import Codes
from coach.localorg.oauth.directory import Directory
from coach.localorg.oauth.grants import Grants
from coach.localorg.oauth.keys import SigningKey
from coach.localorg.oauth.sessions import Sessions
from coach.localorg.setup import Setup


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
