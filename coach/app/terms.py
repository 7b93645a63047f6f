"""Settings converted to the types of the parts that use them."""

from datetime import timedelta

from pydantic import SecretStr

from coach.config.settings import Settings
from coach.people.pages.settings import SignInSettings
from coach.people.sessions import SessionLimits as SessionLimits
from coach.privacy.retention import Periods
from coach.reps.card import CardLinks


def card_links(settings: Settings) -> CardLinks | None:
    """The links to cards' pages; None if the pages are off."""
    if not settings.public_url or not settings.secret_key:
        return None
    return CardLinks(settings.public_url, plain(settings.secret_key))


def sign_in_settings(settings: Settings) -> SignInSettings | None:
    """How people sign in; None if the pages are off."""
    if not settings.secret_key or settings.public_url is None:
        return None
    own_app = settings.sign_in_key is not None
    secret = settings.sign_in_secret if own_app else settings.salesforce_consumer_secret
    return SignInSettings(
        public_url=settings.public_url,
        org_url=settings.salesforce_url,
        org_id=settings.salesforce_org_id,
        client_id=settings.sign_in_key or settings.salesforce_consumer_key,
        client_secret=secret.get_secret_value() if secret else None,
        secret_keys=plain(settings.secret_key),
        admins=frozenset(settings.admins),
        enablement=frozenset(settings.enablement),
        operators=frozenset(settings.operators),
        admin_set=settings.admin_permission_set,
        enablement_set=settings.enablement_permission_set,
        operator_set=settings.operator_permission_set,
        limits=session_limits(settings),
    )


def session_limits(settings: Settings) -> SessionLimits:
    """How long people stay signed in."""
    return SessionLimits(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


def retention_periods(settings: Settings) -> Periods:
    """How long each kind of row is kept."""
    return Periods(
        events=_days(settings.retention_events_days),
        decisions=_days(settings.retention_decisions_days),
        responses=_days(settings.retention_responses_days),
        attempts=_days(settings.retention_attempts_days),
        views=_days(settings.retention_views_days),
    )


def _days(number: int) -> timedelta | None:
    return timedelta(days=number) if number else None


def plain(secrets: tuple[SecretStr, ...]) -> tuple[str, ...]:
    """The plain text of secrets, which are wrapped everywhere else."""
    return tuple(secret.get_secret_value() for secret in secrets)
