"""The only module that reads the environment.

Every setting is defined once, with one unit and one default; the list in ``docs/operator.md`` is generated from here.
Names without the ``COACH_`` prefix are conventions of hosting platforms (DATABASE_URL, CLOUDAMQP_URL, REDIS_URL, DYNO).
"""

import os
import re
from base64 import b64decode
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from coach import ids
from coach.config.address import LOOPBACK_HOSTS, org_address
from coach.engine.languages import of_salesforce
from coach.errors import Misconfigured
from coach.learn import SPACING, weights_in

_API_NAME = r"^[A-Za-z][A-Za-z0-9_]{0,79}$"

TASK_SECONDS = 270
"""Time limit of a task. After it, its process is ended, whatever it is doing."""

_OF_TESTS = ("COACH_TEST_", "COACH_CHAOS_")
"""Variables that the test suite reads."""
_ALIKE = 0.8
"""How alike two names must be for one to be a misspelling of the other, from 0 to 1."""

Secrets = Annotated[tuple[SecretStr, ...], NoDecode]
Names = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """The operator's settings. Frozen; secrets are printed as asterisks."""

    model_config = SettingsConfigDict(
        env_prefix="COACH_", frozen=True, extra="ignore", env_ignore_empty=True, populate_by_name=True
    )

    # the org
    salesforce_url: str = Field(
        description="My Domain address of the org, https://….my.salesforce.com; one copied from its pages will do"
    )
    salesforce_org_id: str = Field(description="Id of the org, 15 or 18 characters beginning with 00D")
    salesforce_consumer_key: str = Field(description="Consumer key of the External Client App")
    salesforce_consumer_secret: SecretStr | None = Field(
        None, description="Consumer secret: signs in with the client credentials flow"
    )
    salesforce_private_key: SecretStr | None = Field(
        None, description="PEM private key (or the path of a file with it): signs in with the JWT bearer flow"
    )
    salesforce_username: str | None = Field(None, description="User name to sign in as; only for the JWT bearer flow")
    salesforce_jwt_audience: str | None = Field(
        None,
        pattern=r"^https?://[^/\s]+$",
        description="Audience of the signed assertion, only for the JWT bearer flow; default: https://login.salesforce.com,"
        " for a sandbox https://test.salesforce.com, and where the org does not take that, its own address",
    )
    salesforce_api_version: str = Field("67.0", description="REST API version", pattern=r"^\d{2,3}\.0$")
    salesforce_currency: str | None = Field(
        None,
        pattern=r"^[A-Z]{3}$",
        description="ISO code of the org's currency, where it has only one: no API tells it, and without it a condition"
        " on an amount in a currency stays unknown",
    )
    salesforce_api_share: float = Field(
        0.8,
        gt=0,
        le=1,
        description="Share of the org's daily API calls after which Coach waits, so that people can work",
    )

    automated_users: Names = Field(
        (),
        description="Users whose changes on a deal do not count as a person's, in addition to those that the org marks"
        " as automated: user names, ids or API names of permission sets (comma between)",
    )

    # receiving events
    outbound_tokens: Secrets = Field(
        (), description="One or two tokens (comma between) that end the outbound message address; two while rotating"
    )
    webhook_secrets: Secrets = Field(
        (), description="One or two signing secrets (whsec_…, comma between) for JSON events; two while rotating"
    )
    bearer_tokens: Secrets = Field(
        (), description="One or two bearer tokens (comma between) for JSON senders that cannot sign"
    )
    proxies: int = Field(
        0,
        ge=0,
        le=10,
        description="How many proxies of yours in front of Coach add the client's address to X-Forwarded-For; at least"
        " 1 on Heroku. Failed tries are counted by that address",
    )
    body_limit: int = Field(1_000_000, ge=1_000, description="Largest request body, in bytes")

    # storage
    database_url: str = Field(
        "",
        validation_alias=AliasChoices("DATABASE_URL", "COACH_DATABASE_URL"),
        description="PostgreSQL or SQLite; default: coach.db in the data folder",
    )
    broker_url: str = Field(
        "",
        validation_alias=AliasChoices("CLOUDAMQP_URL", "COACH_BROKER_URL", "REDIS_URL"),
        description="RabbitMQ or Redis; default: files in the data folder, for one machine",
    )
    data_dir: Path = Field(Path("var"), description="Folder for the embedded database and broker")
    playbooks_dir: Path = Field(Path("playbooks"), description="Folder with the playbooks")
    playbooks_revision: str = Field(
        "",
        pattern=r"^[\w.+:/@-]{0,100}$",
        validation_alias=AliasChoices("COACH_PLAYBOOKS_REVISION", "HEROKU_BUILD_COMMIT", "SOURCE_VERSION"),
        description="Where the playbooks come from, such as a commit; only used where neither a git repository nor a"
        " file REVISION beside them says so",
    )

    # pages and permissions
    secret_key: Secrets = Field(
        (),
        description="One or two secrets (comma between) of 32 characters or more, which sign forms and cookies; without"
        " one the pages are off; two while rotating, the new one first",
    )
    public_url: str | None = Field(
        None, description="Address under which browsers reach Coach, https://…; the sign-in comes back to it"
    )
    sign_in_key: str | None = Field(
        None, description="Consumer key of the app that people sign in with; default: that of the integration"
    )
    sign_in_secret: SecretStr | None = Field(
        None, description="Its consumer secret; none for an app that needs none; default: that of the integration"
    )
    admins: Names = Field((), description="Administrators of Coach: user names or ids of the org (comma between)")
    enablement: Names = Field((), description="Sales enablement: user names or ids of the org (comma between)")
    operators: Names = Field((), description="Who keeps Coach running: user names or ids of the org (comma between)")
    admin_permission_set: str | None = Field(
        None, pattern=_API_NAME, description="API name of a permission set that makes its users administrators of Coach"
    )
    enablement_permission_set: str | None = Field(
        None, pattern=_API_NAME, description="API name of a permission set that makes its users sales enablement"
    )
    operator_permission_set: str | None = Field(
        None, pattern=_API_NAME, description="API name of a permission set that makes its users operators"
    )
    session_idle_minutes: float = Field(
        60, gt=0, description="Minutes after which somebody who does nothing is signed out"
    )
    session_hours: float = Field(12, gt=0, description="Hours after which everybody signs in again")

    # data about people: who sees it, and how long it is kept
    answers_private: bool = Field(
        True, description="Answers to questions are for the rep alone; managers see how strong a skill is, in bands"
    )
    aggregate_min_people: int = Field(
        5,
        ge=1,
        description="People that a figure must be about before it is shown to those who may not see each of them",
    )
    retention_events_days: int = Field(
        90, ge=0, description="Days that received events are kept; 2 or more; 0: kept for ever"
    )
    retention_decisions_days: int = Field(
        730, ge=0, description="Days that decisions and retired cards are kept; 30 or more; 0: kept for ever"
    )
    retention_responses_days: int = Field(
        730, ge=0, description="Days that what reps did with a card is kept; 0: kept for ever"
    )
    retention_attempts_days: int = Field(
        180, ge=0, description="Days that attempts to write a note are kept; 0: kept for ever"
    )
    retention_views_days: int = Field(
        365, ge=0, description="Days that it is kept who viewed whose log; 0: kept for ever"
    )

    # policy
    weekly_minutes: float = Field(24, ge=0, description="Minutes of coaching a rep is given a week; 0: no limit")
    daily_cards: int = Field(0, ge=0, description="New cards a rep is given a day; 0: no limit")
    deal_cards: int = Field(3, ge=1, description="Cards open on one deal at a time")
    deal_daily_cards: int = Field(2, ge=0, description="New cards on one deal a day; 0: no limit")
    question_retention: float = Field(
        SPACING.retention,
        ge=0.7,
        le=0.97,
        description="A skill is asked about again when the chance of a right answer has fallen to this",
    )
    question_longest_days: int = Field(
        SPACING.longest_days, ge=1, le=3650, description="Longest time between two questions about a skill"
    )
    question_weights: str = Field(
        "", description="The 21 weights of the FSRS 6 model of memory, separated by commas; empty: its own"
    )
    locale: str = Field(
        "en",
        description="Language of the cards, such as de or de-AT, for owners whose own language in Salesforce a playbook"
        " does not speak; its own words where it does not speak this one either. Its country says how figures are"
        " written for owners whose own locale is not known",
    )
    note_style: Literal["card", "deal"] = Field(
        "deal",
        description="deal: one living note for each deal, rewritten as its cards change; card: a note for each card,"
        " which leaves the record when its card is done",
    )
    timezone: str = Field("UTC", description="IANA time zone in which days and weeks begin")

    # running
    reconcile_minutes: int = Field(10, ge=1, description="How often changes without an event are looked for")
    in_doubt_minutes: float = Field(
        10,
        description="How long a note whose answer was lost is looked for before it is written again; at least as long"
        f" as a task may last, {TASK_SECONDS / 60:g} minutes",
    )
    log_format: Literal["json", "console"] = Field("json", description="json for machines, console for people")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level that is logged")
    dyno: str | None = Field(
        None, validation_alias="DYNO", description="Set by platforms whose disk does not outlive a process"
    )

    @field_validator(
        "outbound_tokens",
        "webhook_secrets",
        "bearer_tokens",
        "secret_key",
        "automated_users",
        "admins",
        "enablement",
        "operators",
        mode="before",
    )
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("outbound_tokens", "bearer_tokens")
    @classmethod
    def _two_long_tokens(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if len(value) > 2:
            raise ValueError("takes at most two values: the one in use, and its successor")
        if any(not re.fullmatch(r"[A-Za-z0-9_\-]{22,200}", token.get_secret_value()) for token in value):
            raise ValueError("takes 22 to 200 letters, digits, - and _ (128 random bits or more)")
        return value

    @field_validator("webhook_secrets")
    @classmethod
    def _two_signing_secrets(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if len(value) > 2:
            raise ValueError("takes at most two values: the one in use, and its successor")
        if any(not _is_signing_secret(secret.get_secret_value()) for secret in value):
            raise ValueError("takes whsec_ and then 24 to 64 bytes in base64")
        return value

    @field_validator("secret_key")
    @classmethod
    def _two_long_secrets(cls, value: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if len(value) > 2:
            raise ValueError("takes at most two values: the new one, and the one before")
        if any(len(secret.get_secret_value().encode()) < 32 for secret in value):
            raise ValueError("takes 32 bytes or more, drawn at random: openssl rand -hex 32")
        return value

    @field_validator("admins", "enablement", "operators")
    @classmethod
    def _user_names(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name.lower() if "@" in name else ids.to18(name, ids.USER) for name in value)

    @field_validator("in_doubt_minutes")
    @classmethod
    def _longer_than_a_task_lasts(cls, value: float) -> float:
        if not value * 60 >= TASK_SECONDS:
            raise ValueError(
                f"takes at least {TASK_SECONDS / 60:g}: for so long a worker may be at a note, and who does not look"
                " for it meanwhile writes it twice"
            )
        return value

    @field_validator("retention_events_days")
    @classmethod
    def _longer_than_senders_repeat(cls, value: int) -> int:
        if value == 1:
            raise ValueError("takes 0 or at least 2: Salesforce repeats a message for a day, and it must be recognised")
        return value

    @field_validator("retention_decisions_days")
    @classmethod
    def _longer_than_limits_look_back(cls, value: int) -> int:
        if 0 < value < 30:
            raise ValueError("takes 0 or at least 30: limits and cooldowns look back at what was given")
        return value

    @field_validator("locale")
    @classmethod
    def _is_a_language(cls, locale: str) -> str:
        tag = of_salesforce(locale)
        if tag is None:
            raise ValueError("takes a language such as de, or de-AT with a country")
        return tag

    @field_validator("salesforce_org_id")
    @classmethod
    def _org_id(cls, value: str) -> str:
        return ids.to18(value, ids.ORGANISATION)

    @field_validator("salesforce_url")
    @classmethod
    def _my_domain(cls, value: str) -> str:
        return org_address(value)

    @field_validator("public_url")
    @classmethod
    def _just_a_host(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
            raise ValueError("must begin with https://")
        if not parts.hostname or parts.username or parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("must be just https:// and the host, such as https://coach.example.com")
        return value.rstrip("/")

    @field_validator("question_weights")
    @classmethod
    def _weights_of_the_model(cls, value: str) -> str:
        weights_in(value)
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError("is not an IANA time zone such as Europe/Paris") from error
        return value

    @model_validator(mode="after")
    def _one_way_to_sign_in(self) -> Self:
        if (self.salesforce_consumer_secret is None) == (self.salesforce_private_key is None):
            raise ValueError("set either COACH_SALESFORCE_CONSUMER_SECRET or COACH_SALESFORCE_PRIVATE_KEY")
        if self.salesforce_private_key is not None and not self.salesforce_username:
            raise ValueError("COACH_SALESFORCE_PRIVATE_KEY needs COACH_SALESFORCE_USERNAME")
        return self

    @model_validator(mode="after")
    def _pages_have_an_address(self) -> Self:
        if self.secret_key and not self.public_url:
            raise ValueError("COACH_SECRET_KEY turns the pages on, and they need COACH_PUBLIC_URL")
        if self.sign_in_secret is not None and not self.sign_in_key:
            raise ValueError("COACH_SIGN_IN_SECRET needs COACH_SIGN_IN_KEY")
        return self

    @model_validator(mode="after")
    def _nothing_precious_on_a_passing_disk(self) -> Self:
        if self.dyno and (not self.database_url or self.database_url.startswith("sqlite")):
            raise ValueError(
                "DATABASE_URL must name a PostgreSQL database here: this disk does not outlive the process"
            )
        if self.dyno and not self.broker_url:
            raise ValueError("CLOUDAMQP_URL or REDIS_URL must be set here: the file broker needs a disk that stays")
        return self

    @property
    def permission_sets(self) -> tuple[str, ...]:
        """The permission sets that have a meaning for Coach."""
        named = (self.admin_permission_set, self.enablement_permission_set, self.operator_permission_set)
        return tuple(sorted({each for each in named if each}))

    @property
    def proxies_in_front(self) -> int:
        """The number of proxies in front of the web process.

        Heroku's router is always in front of its dynos (https://devcenter.heroku.com/articles/http-routing).
        """
        return max(self.proxies, 1 if self.dyno else 0)

    @property
    def database(self) -> str:
        """The database's URL; that of the embedded database if none is set."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'coach.db').absolute()}"

    def private_key_pem(self) -> str | None:
        """The private key's text; read from a file if the setting is a path."""
        if self.salesforce_private_key is None:
            return None
        text = self.salesforce_private_key.get_secret_value()
        if "-----BEGIN" in text:
            return text.replace("\\n", "\n")
        try:
            return Path(text).read_text(encoding="ascii")
        except (OSError, ValueError) as error:
            raise Misconfigured("COACH_SALESFORCE_PRIVATE_KEY is neither a PEM key nor a readable file.") from error


def _is_signing_secret(text: str) -> bool:
    if not text.startswith("whsec_"):
        return False
    try:
        return 24 <= len(b64decode(text.removeprefix("whsec_"), validate=True)) <= 64
    except ValueError:
        return False


def variable_name(field: str) -> str:
    """The environment variable that sets a field of :class:`Settings`; the first if there are several."""
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[0])
    return alias if isinstance(alias, str) else f"COACH_{field.upper()}"


def load_settings(**overrides: Any) -> Settings:
    """Read the environment. Raises Misconfigured, with one sentence for each setting that is missing or wrong."""
    try:
        return Settings(**overrides)
    except ValidationError as error:
        raise Misconfigured(
            "\n".join(_sentence(dict(mistake)) for mistake in error.errors(include_input=False))
        ) from None


def _sentence(mistake: dict[str, Any]) -> str:
    place = mistake["loc"]
    message = mistake["msg"].removeprefix("Value error, ")
    if not place:
        return f"{message[0].upper()}{message[1:]}."
    field = str(place[0])
    name = variable_name(field) if field in Settings.model_fields else field
    if mistake["type"] == "missing":
        return f"{name} is not set ({Settings.model_fields[field].description})."
    if mistake["type"] in _WORDS:
        return f"{name} {_WORDS[mistake['type']]}: {Settings.model_fields[field].description}."
    return f"{name} {message[0].lower()}{message[1:]}."


# Sentences for operators, in place of pydantic's messages for programmers.
_WORDS = {
    "string_pattern_mismatch": "is not written as it must be",
    "int_parsing": "must be a whole number",
    "float_parsing": "must be a number",
}


def environment_without_settings() -> dict[str, str]:
    """The environment without Coach's settings, for a child process that supplies all of them itself."""
    ours = setting_variables()
    return {name: value for name, value in os.environ.items() if name not in ours}


def settings_of(names: Iterable[str]) -> dict[str, str]:
    """Values of settings that other code declares, by environment variable; variables that are not set are left out."""
    return {name: value for name in names if (value := os.environ.get(name, ""))}


def unknown_variables(further: Iterable[str]) -> list[str]:
    """Variables that look like settings of Coach's and are none, each with the setting that it may have been meant for.

    ``further`` are settings that other code declares. Empty variables count as not set.
    """
    known = setting_variables() | set(further)
    strange = [
        name
        for name, value in sorted(os.environ.items())
        if value and name.startswith("COACH_") and name not in known and not name.startswith(_OF_TESTS)
    ]
    close = {name: get_close_matches(name, sorted(known), n=1, cutoff=_ALIKE) for name in strange}
    return [f"{name} ({close[name][0]}?)" if close[name] else name for name in strange]


def setting_variables() -> frozenset[str]:
    """Every environment variable that sets a field of :class:`Settings`."""
    return frozenset(variable for name in Settings.model_fields for variable in _variables(name))


def _variables(field: str) -> list[str]:
    alias = Settings.model_fields[field].validation_alias
    if isinstance(alias, AliasChoices):
        return [str(choice) for choice in alias.choices]
    return [variable_name(field)]
