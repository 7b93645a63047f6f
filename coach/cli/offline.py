"""Settings for use without sign-in: an author's machine and CI have no org's secrets."""

from coach.config.settings import Settings, load_settings

_NOBODY = {
    "salesforce_url": "https://offline.invalid",
    "salesforce_org_id": "00D000000000000EAA",
    "salesforce_consumer_key": "offline",
    "salesforce_consumer_secret": "offline",
    "salesforce_private_key": None,
    "dyno": None,
}
"""Placeholders for the settings that only matter if an org is asked."""


def offline_settings() -> Settings:
    """The settings, with placeholders for those of the org. Raises Misconfigured if one of the others is wrong."""
    return load_settings(**_NOBODY)
