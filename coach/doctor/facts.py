"""What was read from the org and the service. None means that it could not be read; it is never taken for a "no"."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

SEND_OUTBOUND_MESSAGES = "EnableNotifications"
"""API name of the permission *Send Outbound Messages*, without the prefix ``Permissions``.

Source: describe of Profile.
"""
INTEGRATION_LICENCE = "SalesforceAPIIntegrationPsl"
"""API name of the permission set licence *Salesforce API Integration*."""
AUTONOMOUS_AGENT = "PipelineManagementAgentAutonomousUser"
"""API name of the permission set with which Agentforce Pipeline Management changes deals by itself."""


@dataclass(frozen=True, slots=True)
class OrgLimit:
    """A limit of the org over a rolling day, or a limit of its storage in MB."""

    left: int
    most: int


@dataclass(frozen=True, slots=True)
class Rights:
    """What our user may do with an object, according to describe."""

    create: bool
    edit: bool


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """An outbound message on opportunities: its name, and its endpoint."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """The org as our user sees it. What was refused is None; ``refused`` says why, by what was asked.

    ``refusal`` is set if the org refused all requests: (code, sentence). ``clock_ahead`` is how far this machine's
    clock is ahead of the org's. ``versions`` are the API versions offered, oldest first. ``objects`` holds what
    describe shows, ``absent`` the objects that it does not know. ``hidden`` holds the facts of a deal that cannot be
    read, each with the object and field behind it, if there is one. ``layouts`` are the opportunity's page layouts,
    each with whether it has the list of notes; ``open_links`` is how many of our notes are open to outsiders.
    ``view_all`` is whether our user sees all opportunities; ``sharing`` is the org-wide default for them (``None``,
    ``Read``, ``Edit`` …). ``senders`` are the ids of users who may send outbound messages; ``owners`` are the names of
    users who own open deals, by id. ``flows`` are active and begin with a change of an opportunity. ``agents`` may
    change deals by themselves. ``profiles_hidden`` is whether others' profiles show no name. ``tracked`` are the fields
    of the opportunity whose history is kept, ``calculated`` those that can have none; ``currency`` is that of an org
    with a single one.
    """

    user_id: str = ""
    refusal: tuple[str, str] | None = None
    versions: tuple[str, ...] | None = None
    clock_ahead: timedelta | None = None
    objects: Mapping[str, Rights] | None = None
    absent: frozenset[str] = frozenset()
    hidden: Mapping[str, str] | None = None
    user_name: str | None = None
    licence: str | None = None
    profile: str | None = None
    permissions: Mapping[str, bool] | None = None
    permission_set_licences: frozenset[str] | None = None
    view_all: bool | None = None
    sharing: str | None = None
    chatter: bool | None = None
    layouts: Mapping[str, bool] | None = None
    sites: tuple[str, ...] | None = None
    open_links: int | None = None
    triggers: tuple[str, ...] | None = None
    validations: tuple[str, ...] | None = None
    agents: tuple[str, ...] | None = None
    senders: frozenset[str] | None = None
    owners: Mapping[str, str] | None = None
    outbound: tuple[OutboundMessage, ...] | None = None
    flows: tuple[str, ...] | None = None
    limits: Mapping[str, OrgLimit] | None = None
    profiles_hidden: bool | None = None
    tracked: frozenset[str] | None = None
    calculated: frozenset[str] = frozenset()
    several_currencies: bool | None = None
    currency: str | None = None
    refused: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """How long ago the last event came, and how long ago a reconcile pass last found a change.

    ``reported``: an event that the org sent by itself, None if none ever came. ``found``: a change that no event had
    reported.
    """

    reported: timedelta | None = None
    found: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits in the database.

    ``parked`` counts notes by the sentence that says who must act, ``refused`` those that wait because the org refuses
    all of them; ``hindrance`` says why the longest waiting deal could not be read.
    """

    deals_waiting: int = 0
    oldest: timedelta = timedelta(0)
    hindrance: str = ""
    parked: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, int] = field(default_factory=dict)
    in_doubt: int = 0
    failing: int = 0
    workers: int = 0
    reconciled: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What a write test found out in this org, by the question's name; empty before the first test."""

    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """The service on this machine.

    ``settings`` are sentences about wrong settings: if there are any, little else is known. ``sign_in`` is how signing
    in failed, (code, sentence), or None if it succeeded; ``reached`` is whether the org answered at all. ``doors``
    names the endpoints for events that have a secret. ``needs`` holds, by fact of a deal, the playbooks in force that
    name it; ``remarks`` is what lint reports about the playbooks in this org. ``weak`` names settings whose secret is
    guessable, ``unknown`` variables that are no settings. ``linked`` is how many notes are known to be attached to
    their records, as far as was looked; ``visibility`` for whom notes were last attached. ``foreign`` is the revision
    of a database that belongs to another version of Coach, and cannot be migrated to this one. ``broker`` is why the
    broker cannot wake workers.
    """

    settings: tuple[str, ...] = ()
    url: str = ""
    of_salesforce: bool = True
    api_version: str = ""
    sign_in: tuple[str, str] | None = None
    reached: bool = True
    audience: str = ""
    doors: tuple[str, ...] = ()
    outbound_addresses: tuple[str, ...] = ()
    pages: bool = False
    public_url: str | None = None
    sign_in_ready: bool = True
    weak: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    share: float = 0.8
    folder: str | None = None
    open_to_others: tuple[str, ...] = ()
    database: str | None = None
    migrated: bool = True
    foreign: str = ""
    broker: str = ""
    library: str | None = None
    live: int = 0
    needs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    follows: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    priced: tuple[str, ...] = ()
    currency: str | None = None
    people_by_set: bool = False
    queue: Queue | None = None
    arrived: Arrived | None = None
    reconcile_every: timedelta = timedelta(minutes=10)
    trial: Trial | None = None
    linked: int = 0
    visibility: str | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts. ``org`` is None if nobody could sign in."""

    service: ServiceFacts
    org: OrgFacts | None = None
