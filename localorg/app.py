"""The composition root of a local org: settings in, everything wired out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask

from localorg import pages
from localorg.apps.clients import ADMIN_USERNAME, Client, Clients, plain_clients
from localorg.apps.store import AppStore
from localorg.calls import CallLog
from localorg.control import control_blueprint, guard_control
from localorg.faults import Faults
from localorg.limits import Allocation
from localorg.oauth.endpoints import oauth_blueprint
from localorg.oauth.provider import provider
from localorg.oauth.sign_in import sign_in_blueprint
from localorg.oauth.soap import soap_blueprint
from localorg.outbound import control as outbound_control
from localorg.outbound.queue import Queue
from localorg.outbound.sender import Outbound
from localorg.pages.setup import SetupContext
from localorg.pages.setup import blueprint as setup_pages
from localorg.past import OrgClock, Past
from localorg.records import Change, ChangeKind, Records
from localorg.rest.api import rest_api
from localorg.rest.gateway import rest_blueprint
from localorg.rest.org import Org
from localorg.rest.reception import LARGEST_BODY
from localorg.seed import Story, seed
from localorg.sessions.directory import Directory
from localorg.sessions.sessions import Sessions
from localorg.settings import LocalOrgSettings
from localorg.setup import Setup
from localorg.setup.access import Access
from localorg.setup.consequences import follow
from localorg.setup.control import setup_blueprint
from localorg.setup.fields import fields_blueprint
from localorg.setup.permissions import IntegrationRights
from localorg.tls import Certificate, self_signed

EXTENSION = "localorg"


@dataclass(frozen=True, slots=True)
class LocalOrg:
    """A wired org, stored in ``app.extensions["localorg"]``.

    It answers requests at once, but sends no outbound messages until it is started.
    """

    settings: LocalOrgSettings
    org: Org
    outbound: Outbound
    certificate: Certificate

    def start(self, base_url: str) -> None:
        """Start to send outbound messages; ``base_url`` is the address at which the org can be reached."""
        self.outbound.start(base_url)

    def close(self) -> None:
        """Stop sending, and close the file; queued messages are kept in it."""
        self.outbound.stop()
        self.outbound.queue.close()
        self.org.records.close()


def _now() -> datetime:
    return datetime.now(UTC)


def create_app(settings: LocalOrgSettings, clock: Callable[[], datetime] = _now) -> Flask:
    """The org as a WSGI application. Creates and seeds the database if it does not exist."""
    org, past = _org(settings, clock)
    calls = CallLog()
    sessions = Sessions(org.directory.organization_id, settings.session_lifetime, clock)
    oauth = provider(
        Clients(_clients(settings), AppStore(settings.database)),
        org.directory,
        sessions,
        calls,
        org.faults,
        org.setup,
        clock,
    )
    outbound = _outbound(org, settings, clock)
    org.outbound_messages = outbound.queue.messages
    certificate = self_signed(clock())

    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.extensions[EXTENSION] = LocalOrg(settings, org, outbound, certificate)
    app.before_request(guard_control)
    app.after_request(past.clock.tell)
    app.register_blueprint(rest_blueprint(org, rest_api(), sessions, calls))
    app.register_blueprint(oauth_blueprint(oauth))
    app.register_blueprint(sign_in_blueprint(oauth))
    app.register_blueprint(soap_blueprint())
    app.register_blueprint(control_blueprint(org, past, oauth, calls, certificate.certificate))
    app.register_blueprint(setup_blueprint(org.setup, org.records))
    app.register_blueprint(fields_blueprint(org.records, IntegrationRights(org.records)))
    app.register_blueprint(outbound_control.blueprint(outbound))
    app.register_blueprint(pages.blueprint(org.records))
    office = SetupContext(org.records, org.setup, oauth.clients, outbound.queue, IntegrationRights(org.records))
    app.register_blueprint(setup_pages(office))
    return app


def _org(settings: LocalOrgSettings, real: Callable[[], datetime]) -> tuple[Org, Past]:
    clock, story = OrgClock(real), Story()
    setup = Setup(settings.database, settings.setup)
    records = Records(settings.database, settings.features, clock, lambda: setup.now)
    org = Org(
        records=records,
        setup=setup,
        access=Access(records, lambda: setup.now),
        directory=Directory(records),
        faults=Faults(),
        api_requests=Allocation(settings.daily_api_requests, clock),
        content_versions=Allocation(settings.content_versions, clock),
    )
    new = org.directory.by_username(ADMIN_USERNAME) is None
    if new:
        now = clock()
        if settings.rewind:
            clock.stand_at(now - settings.rewind)
        begins = now - settings.rewind if settings.rewind else None
        story = seed(records, deals=settings.seed, now=now, begins=begins, blank=settings.blank)
    rights = IntegrationRights(records)
    if new and not settings.blank:
        rights.grant_usual()
    _store_in_records(setup, rights)
    records.subscribe(lambda change: _count_version(org, change))
    setup.subscribe(lambda names: _allocate(org, settings, names))
    setup.subscribe(lambda names: follow(records, setup.now, names))
    return org, Past(records, clock, story)


def _clients(settings: LocalOrgSettings) -> tuple[Client, ...]:
    """The apps of a new org. In a blank org, nobody has created an app for Coach yet."""
    return plain_clients() if settings.blank else settings.clients


def _outbound(org: Org, settings: LocalOrgSettings, clock: Callable[[], datetime]) -> Outbound:
    """Create the queue of outbound messages. Call this after seeding, because seeding must send no messages."""
    outbound = Outbound(org.records, Queue(settings.database), clock=clock, may_send=org.access.may_send)
    if settings.outbound_url:
        outbound.point_at(settings.outbound_url)
    return outbound


def _store_in_records(setup: Setup, rights: IntegrationRights) -> None:
    """Store the switches about rights in the permission records, instead of beside the other switches."""
    setup.store_in_records(
        {
            "field_rights": rights.field_rights,
            "licence": rights.licence,
            "object_rights": rights.object_rights,
            "outbound_messages_allowed": rights.outbound_messages_allowed,
            "permission_set_licence": rights.permission_set_licence,
            "user_rights": rights.user_rights,
        },
        {
            "field_rights": rights.set_field_rights,
            "licence": rights.set_licence,
            "object_rights": rights.set_object_rights,
            "outbound_messages_allowed": rights.set_outbound_messages_allowed,
            "permission_set_licence": rights.set_permission_set_licence,
            "user_rights": rights.set_user_rights,
        },
        rights.grant_usual,
    )


def _allocate(org: Org, settings: LocalOrgSettings, names: frozenset[str]) -> None:
    """Apply the switches for the rest of a daily allowance: the rest is counted from the time when it was set."""
    switches = org.setup.now
    left = {
        "api_calls_left": (org.api_requests, switches.api_calls_left, settings.daily_api_requests),
        "publication_limit": (org.content_versions, switches.publication_limit, settings.content_versions),
    }
    for name in names & left.keys():
        allocation, amount, usual = left[name]
        allocation.maximum = usual if amount is None else allocation.used + amount


def _count_version(org: Org, change: Change) -> None:
    """Count a published version for each new note, and for each new content of a note."""
    if change.object == "ContentVersion" and change.kind is ChangeKind.INSERT:
        org.content_versions.spend()
