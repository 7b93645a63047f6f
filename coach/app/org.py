"""The Org port over Salesforce, which the composition root builds."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import ParamSpec, TypeVar

from coach.app.connection import OrgConnection, translate_errors
from coach.app.org_notes import OrgNotes
from coach.doctor import OrgFacts
from coach.engine.inventory import Inventory
from coach.engine.model import Deal, Edits, FieldSelection, User
from coach.ports import NOTHING, ApiUsage, Changes, DealsRead, Identity
from coach.salesforce.beside import paths_of
from coach.salesforce.changes import changed_since, last_change
from coach.salesforce.client import Refused
from coach.salesforce.deals import DealReader
from coach.salesforce.editors import Editors
from coach.salesforce.edits import EditReader
from coach.salesforce.facts import paths
from coach.salesforce.inventory import take_inventory
from coach.salesforce.may_see import deals_named, seen_by
from coach.salesforce.past.ids import deals_since, open_deals
from coach.salesforce.past.read import PastReader
from coach.salesforce.people import users
from coach.salesforce.readable import readable
from coach.salesforce.schema import NO_OBJECT, Schema
from coach.salesforce.survey import Surveyor, SurveyRequest

_Asked = ParamSpec("_Asked")
_Answer = TypeVar("_Answer")


class SalesforceOrg:
    """One org, over a connection. Safe to share between threads. ``notes`` are the notes in it."""

    def __init__(self, connection: OrgConnection) -> None:
        settings, memory = connection.settings, connection.memory
        client, describer, self.time = connection.client, connection.describer, connection.time
        self._connection, self._client, self._describer = connection, client, describer
        self._deals = DealReader(client, describer, settings, connection.clock, memory)
        self._past = PastReader(client, self._deals, describer)
        editors = Editors(client, connection.signin, settings.automated_users, memory, connection.clock)
        self._edits = EditReader(client, describer, editors)
        self.notes = OrgNotes(connection)

    @translate_errors
    def identity(self) -> Identity:
        """Sign in if needed, and return who we are signed in as."""
        return self._connection.signin.token().identity

    @translate_errors
    def read_deals(self, ids: Sequence[str], custom_fields: frozenset[str]) -> DealsRead:
        """Every opportunity of ``ids``: a deal, or gone. Raises ValueError for an id that is not an opportunity's."""
        return self._deals.read(ids, custom_fields)

    @translate_errors
    def deals_named(self, text: str) -> Sequence[str]:
        """The ids of opportunities whose name, or whose account's, contains every word of ``text``: at most 200."""
        return deals_named(self._client, self._describer.schema(), text)

    @translate_errors
    def seen_by(self, user_id: str, ids: Sequence[str]) -> frozenset[str]:
        """Of these opportunities, those that this user may read in the org."""
        return seen_by(self._client, user_id, ids)

    @translate_errors
    def edits(self, ids: Sequence[str], custom_fields: frozenset[str]) -> Mapping[str, Edits]:
        """Who changed what on these opportunities; changes that the org hides from us are missing."""
        return self._edits.read(ids, custom_fields)

    @translate_errors
    def changed_since(self, since: datetime, asked: FieldSelection = NOTHING) -> Changes:
        """What changed at or after ``since``: opportunities, and records related to open ones that ``asked`` needs."""
        schema = self._seen(asked)
        try:
            return changed_since(self._client, schema, self._connection.settings.org_id, since, self.time(), asked)
        except Refused as refusal:
            if refusal.fault.code != NO_OBJECT:
                raise
            renewed = self._describer.renew(schema)
        return changed_since(self._client, renewed, self._connection.settings.org_id, since, self.time(), asked)

    @translate_errors
    def readable(self, asked: FieldSelection) -> str:
        """A mark that changes whenever a field in ``asked`` becomes readable or unreadable to us."""
        return readable(self._seen(asked), asked)

    def _seen(self, asked: FieldSelection) -> Schema:
        """The schema with everything on the paths of the requested fields, including formulas."""
        schema = self._describer.schema(paths(asked.fields))
        return self._describer.schema(paths_of(asked, schema))

    def skew(self) -> timedelta | None:
        """How far the org's time is ahead of this worker's; None before the first answer."""
        return self.time.skew

    @translate_errors
    def now(self) -> datetime:
        """The org's own time; signs in if no answer has contained it yet.

        If something between us strips the time from all answers, it is the time of the last change there: too early a
        time does no harm.
        """
        if not self.time.heard:
            self._connection.signin.token()
        return self.time() if self.time.heard else last_change(self._client) or self.time()

    @translate_errors
    def open_deals(self) -> Sequence[str]:
        """The ids of all open opportunities, in order."""
        return open_deals(self._client)

    @translate_errors
    def deals_since(self, since: datetime) -> Sequence[str]:
        """The ids of all opportunities that are open, or changed at or after ``since``, in order."""
        return deals_since(self._client, since)

    @translate_errors
    def past_deals(
        self, ids: Sequence[str], custom_fields: frozenset[str], as_today: bool = False
    ) -> Mapping[str, Sequence[Deal]]:
        """Each of these opportunities as it stood after every change that the org remembers, oldest first.

        :mod:`coach.salesforce.past.rebuild` says what is known of a past deal and what is not. With ``as_today``,
        unknown values are taken as they are today, instead of as unreadable.
        """
        return self._past.read(ids, custom_fields, as_today)

    @translate_errors
    def users(self) -> Sequence[User]:
        """Everybody who works or worked in the org, with the person they report to."""
        return users(self._client, self._connection.settings.permission_sets, self._connection.clock())

    @translate_errors
    def inventory(self, now: datetime, custom_fields: frozenset[str] = frozenset()) -> Inventory:
        """What the org has that playbooks can name, as our user sees it ``now``.

        That includes what lies beyond lookups on the way to ``custom_fields``.
        """
        settings = self._connection.settings
        return take_inventory(self._client, settings.org_id, now, settings.currency, custom_fields)

    @translate_errors
    def survey(
        self, custom_fields: frozenset[str], note_ids: Sequence[str], now: datetime
    ) -> tuple[OrgFacts, Inventory | None]:
        """How the org is set up, as far as our user sees it; and its inventory, if that could be taken.

        ``custom_fields`` are those that playbooks name; ``note_ids`` are some notes of ours.
        """
        to = self._connection
        surveyor = Surveyor(to.client, self.identity, to.session, to.settings.api_version)
        return surveyor.survey(
            SurveyRequest(custom_fields, tuple(note_ids)), lambda: self.inventory(now, custom_fields)
        )

    def usage(self) -> ApiUsage | None:
        """The last known API usage; None before the first call."""
        return self._connection.budget.last
