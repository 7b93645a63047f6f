"""The parts from which the service and the commands are assembled: settings in, one part out.

Nothing here connects to anything before it is used.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from coach.app.store import SqlStore
from coach.channels.declared import World
from coach.channels.registry import OPTIONS, SETTINGS, opened
from coach.config.settings import Settings, settings_of, variable_name
from coach.database.engine import open_engine
from coach.database.transaction import database_clock
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.playbook import Library, load
from coach.learn import Spacing, weights_in
from coach.ports import Channel, Clock, Memory

if TYPE_CHECKING:
    from coach.app.org import SalesforceOrg


class ShortMemory:
    """Implements :class:`coach.ports.Memory` for as long as one command runs."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    def recall(self, name: str) -> str | None:
        """The remembered value."""
        return self._values.get(name)

    def remember(self, name: str, value: str) -> None:
        """Remember it under this name."""
        self._values[name] = value


def open_store(settings: Settings, worker: str, clock: Clock | None = None) -> SqlStore:
    """The database as ``worker`` uses it. Raises Misconfigured.

    With ``clock``, a past is simulated at that time. Because it could be simulated again, nothing waits for the disk.
    """
    return SqlStore(
        open_engine(settings.database, durable=clock is None),
        settings.salesforce_org_id,
        worker=worker,
        timezone=ZoneInfo(settings.timezone),
        spacing=spacing_in(settings),
        in_doubt_after=timedelta(minutes=settings.in_doubt_minutes),
        clock=(lambda _: clock()) if clock else database_clock,
    )


def limits_in(settings: Settings) -> Limits:
    """The operator's limits."""
    minutes, zone = Decimal(str(settings.weekly_minutes)), ZoneInfo(settings.timezone)
    return Limits(settings.deal_cards, settings.daily_cards, minutes, zone, settings.deal_daily_cards)


def spacing_in(settings: Settings) -> Spacing:
    """How the operator wants questions spaced."""
    return Spacing(settings.question_retention, settings.question_longest_days, weights_in(settings.question_weights))


def load_library(folder: Path, revision: str | None = None) -> Library:
    """The playbooks of a folder, with their templates checked as well. Raises InvalidPlaybook."""
    return load(folder, revision=revision, check_text=check_template)


def open_org(
    settings: Settings,
    memory: Memory,
    interactive: bool = False,
    clock: Clock | None = None,
    settled: bool = False,
    share: float | None = None,
) -> "SalesforceOrg":
    """The org. Nothing is sent before the first request. ``memory`` keeps what is found out about it.

    Its time is the org's own, or ``clock`` if a past is simulated. ``settled`` assumes that what the org has stays the
    same throughout. ``interactive`` is for requests that somebody waits for: a call gets a third of the time, and no
    second try. ``share`` is how much of the org's API calls may be used, if it differs from the settings.
    """
    # simple_salesforce brings a SOAP library along and takes 0.2 s to import; receiving never needs it.
    from coach.app.connection import OrgConnection
    from coach.app.org import SalesforceOrg
    from coach.salesforce.settings import OrgSettings

    secret = settings.salesforce_consumer_secret
    org_settings = OrgSettings(
        url=settings.salesforce_url,
        org_id=settings.salesforce_org_id,
        consumer_key=settings.salesforce_consumer_key,
        consumer_secret=secret.get_secret_value() if secret else None,
        private_key=settings.private_key_pem(),
        username=settings.salesforce_username,
        audience=settings.salesforce_jwt_audience,
        api_version=settings.salesforce_api_version,
        api_budget_share=share or settings.salesforce_api_share,
        currency=settings.salesforce_currency,
        permission_sets=settings.permission_sets,
        automated_users=settings.automated_users,
    )
    if settled:
        org_settings = replace(org_settings, schema_age=timedelta(days=365))
    if interactive:
        org_settings = replace(org_settings, timeout=(3.05, 10), tries=1, insistent=True)
    return SalesforceOrg(OrgConnection(org_settings, memory, clock))


def channel_settings(settings: Settings) -> dict[str, str]:
    """The settings that channels look at, by environment variable: their own, and some of the service's."""
    fields = {variable_name(field): field for field in Settings.model_fields}
    return settings_of(SETTINGS) | {name: str(getattr(settings, fields[name])) for name in OPTIONS}


def open_channels(settings: Settings, store: SqlStore) -> tuple[Channel, ...]:
    """Every channel that is on, for a command."""
    org = open_org(settings, store)
    return opened(World(org.notes, store, store, org.time, channel_settings(settings)))


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
