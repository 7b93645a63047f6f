"""The process that simulates the weeks: ``python -m demo.history <address of the org>``.

Its settings come from the environment, the org's id from the org. Each line of its output reports the progress.
"""

import gc
import sys
import time
from datetime import UTC, datetime

import requests

from coach.app.migrate import migrate
from coach.config.settings import load_settings
from demo.history.progress import said
from demo.history.replay import Lived, live_through
from demo.org import OrgOverHttp
from demo.trouble import Trouble
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET

PATIENCE_SECONDS = 60
_RARELY = 100_000
"""New objects between two garbage collections. Most objects stay alive; scanning them took a twentieth of the time."""


def main(url: str) -> None:
    """Wait for the org, create the database, and run the simulation."""
    gc.freeze()
    gc.set_threshold(_RARELY)
    org = _signed_in(url)
    settings = load_settings(salesforce_org_id=org.org_id)
    migrate(settings.database)
    _tell(Lived())
    live_through(org, settings, datetime.now(UTC), _tell)


def _tell(lived: Lived) -> None:
    print(said(lived.weeks, lived.cards, lived.decisions), flush=True)


def _signed_in(url: str) -> OrgOverHttp:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            return OrgOverHttp(url, ADMIN_KEY, ADMIN_SECRET)
        except requests.ConnectionError:
            time.sleep(0.05)
    raise Trouble(f"The org at {url} did not answer within {PATIENCE_SECONDS} s.")


if __name__ == "__main__":
    main(sys.argv[1])
