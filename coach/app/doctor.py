"""Collect the facts for ``coach doctor``: about the service from inside, about the org from outside."""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from coach.app.build import build
from coach.app.migrate import schema_of
from coach.app.parts import ShortMemory, load_library, now, open_org
from coach.app.service import App
from coach.app.terms import plain, sign_in_settings
from coach.broker.admission import broker_trouble
from coach.channels.registry import SETTINGS
from coach.config.address import LOOPBACK_HOSTS, is_salesforce
from coach.config.private import left_open
from coach.config.settings import Settings, unknown_variables, variable_name
from coach.database.schema import DatabaseSchema, SchemaState
from coach.doctor import Arrived, Facts, OrgFacts, Queue, ServiceFacts, Trial
from coach.doctor.needs import followed_fields, live, needed_facts, priced
from coach.doctor.trial import TrialResult
from coach.engine.inventory import Inventory
from coach.engine.model import DeliveryState, Source
from coach.engine.playbook import Library
from coach.engine.playbook.problems import quote
from coach.errors import CoachError, InvalidPlaybook, Misconfigured, TryAgain
from coach.ids import OPPORTUNITY, to18
from coach.library.registry import LibraryStatus
from coach.library.words import in_words
from coach.lint import Context, Finding, Severity, lint, sources_in
from coach.lint.rules import ORG_RULES, unknown_field
from coach.pipeline import org_status
from coach.ports import Memory
from coach.queue.stuck import Stuck

if TYPE_CHECKING:
    from coach.app.org import SalesforceOrg

NOTES = 200
"""How many of our newest notes are looked at; one query's address holds that many ids."""
TRIAL = "doctor.trial"
"""The memory key of a write test's result."""
VISIBILITY = "salesforce.link_visibility"
"""The memory key under which the note writer remembers for which users its links were accepted."""
_OUTBOUND_PATH = "/hooks/salesforce/outbound-messages/"
_OF_OTHERS = frozenset({"hidden-fact", "currency"})
"""Lint rules that a finding of the doctor's own explains better."""
_GUESSED = ("secret", "password", "changeme", "example", "token", "coach")
_LETTERS = 8
"""The least number of different characters in a random secret.

A random secret of 22 characters from an alphabet of 64 has fewer only once in a billion billion.
"""

_T = TypeVar("_T")


class Examination:
    """One examination of everything. Nothing in it raises: what cannot be read is a fact, too."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._settings = app.settings
        self._database, self._schema = _database(app.settings)
        self._usable = self._schema.current

    def memory(self) -> Memory:
        """Where findings about the org are stored."""
        return self._app.store if self._usable else ShortMemory()

    def facts(self) -> Facts:
        """Everything that can be seen now."""
        library = self._library()
        notes = self._if_usable(lambda: tuple(self._app.store.health.newest_notes(NOTES))) or ()
        service = replace(self._service(library), linked=len(notes))
        org = open_org(self._settings, self.memory(), interactive=True, share=1)
        try:
            org.identity()
        except CoachError as failure:
            reached = not isinstance(failure, TryAgain)
            code = str(getattr(failure, "code", "")) or "UNKNOWN"
            return Facts(replace(service, sign_in=(code, str(failure)), reached=reached))
        seen, inventory = self._look_at(org, library, notes)
        missed = {fact.rpartition(".")[2] for fact in service.needs.keys() & (seen.hidden or {}).keys()}
        remarks = [str(one) for one in self._remarks(inventory, library) if not _told(one, missed)]
        return Facts(replace(service, remarks=tuple(remarks)), seen)

    def playbooks(self) -> LibraryStatus:
        """The state of the playbooks. It does not query a missing database, because that would create its file."""
        if self._usable:
            return self._app.registry.state()
        try:
            return LibraryStatus(None, load_library(self._settings.playbooks_dir, self._settings.playbooks_revision))
        except InvalidPlaybook as mistakes:
            return LibraryStatus(None, problems=mistakes.problems)

    def serving(self) -> App:
        """The service that a deal is sent through. If none has run yet, this is the first.

        It then puts the playbooks of the folder in force, as any service would.
        """
        return self._app if self._app.registry.state().active else build(self._settings)

    def deal(self, named: str) -> str:
        """The named deal, else one with a note of ours on it, else the newest open one. Raises Misconfigured."""
        if named:
            try:
                return to18(named, OPPORTUNITY)
            except ValueError as error:
                raise Misconfigured(f"--deal {error}.") from None
        known = self._if_usable(self._app.store.health.deal_with_a_note)
        deals = [known] if known else open_org(self._settings, self.memory(), interactive=True).open_deals()
        if not deals:
            raise Misconfigured("The integration user sees no open opportunity: name one with --deal.")
        return deals[-1]

    def write_test(self, deal: str) -> TrialResult:
        """Try on this deal what is undocumented about an org, and remember the answers."""
        memory = self.memory()
        result = open_org(self._settings, memory, share=1).notes.write_test(deal)
        if result.answers:
            memory.remember(TRIAL, json.dumps({"at": now().isoformat(), "answers": dict(result.answers)}))
        return result

    @staticmethod
    def _look_at(
        org: "SalesforceOrg", library: Library | None, notes: tuple[str, ...]
    ) -> tuple[OrgFacts, Inventory | None]:
        try:
            return org.survey(library.custom_fields if library else frozenset(), notes, now())
        except CoachError as failure:
            return OrgFacts(refusal=(str(getattr(failure, "code", "")) or "UNKNOWN", str(failure))), None

    def _library(self) -> Library | None:
        state = self.playbooks()
        return state.active.library if state.active else state.folder

    def _service(self, library: Library | None) -> ServiceFacts:
        settings, state = self._settings, self.playbooks()
        sign_in = sign_in_settings(settings)
        trial = self._if_usable(lambda: _trial(self._app.store.recall(TRIAL)))
        visibility = self._if_usable(lambda: self._app.store.recall(VISIBILITY)) or ""
        return ServiceFacts(
            url=settings.salesforce_url,
            of_salesforce=is_salesforce(settings.salesforce_url) or _here(settings.salesforce_url),
            api_version=settings.salesforce_api_version,
            audience=settings.salesforce_jwt_audience or "Salesforce's usual one",
            doors=tuple(_doors(settings)),
            outbound_addresses=tuple(
                f"{settings.public_url or ''}{_OUTBOUND_PATH}{token}" for token in plain(settings.outbound_tokens)
            ),
            pages=sign_in is not None,
            sign_in_ready=sign_in is None or bool(sign_in.client_secret) or bool(settings.sign_in_key),
            weak=tuple(_weak(settings)),
            unknown=tuple(unknown_variables(SETTINGS)),
            share=settings.salesforce_api_share,
            folder=_unwritable(settings),
            open_to_others=tuple(left_open(settings.data_dir)),
            database=self._database,
            migrated=self._schema.current,
            foreign=self._schema.revisions if self._schema.state is SchemaState.FOREIGN else "",
            broker=broker_trouble(self._app.celery),
            library=None if state.sound else in_words(state),
            live=len(live(library)) if library else 0,
            needs=needed_facts(library) if library else {},
            follows=followed_fields(library) if library else frozenset(),
            priced=priced(library) if library else (),
            currency=settings.salesforce_currency,
            people_by_set=bool(settings.permission_sets),
            queue=self._if_usable(self._queue),
            arrived=self._if_usable(self._arrived),
            reconcile_every=timedelta(minutes=settings.reconcile_minutes),
            trial=trial,
            visibility=visibility.partition("@")[2] or None,
        )

    def _if_usable(self, look: Callable[[], _T]) -> _T | None:
        if self._usable:
            with suppress(CoachError):
                return look()
        return None

    def _queue(self) -> Queue:
        store = self._app.store
        figures, reconciled = store.figures(), org_status(store).reconciled_at
        return Queue(
            deals_waiting=figures.deals_waiting,
            oldest=timedelta(seconds=figures.oldest_event_seconds),
            hindrance=figures.hindrance,
            parked=_by_sentence(store.health.parked()),
            refused=_by_sentence(store.health.refused()),
            in_doubt=figures.deliveries.get(DeliveryState.IN_DOUBT.value, 0),
            failing=sum(one.count for one in store.health.failing()),
            workers=figures.workers_alive,
            reconciled=now() - reconciled if reconciled else None,
        )

    def _arrived(self) -> Arrived:
        last = self._app.store.health.arrivals().last
        pushed = [at for source, at in last.items() if source.reported]
        found = last.get(Source.RECONCILE)
        return Arrived(now() - max(pushed) if pushed else None, now() - found if found else None)

    def _remarks(self, inventory: Inventory | None, library: Library | None) -> Iterator[Finding]:
        """What lint reports about the live playbooks, checked against the org."""
        if inventory is None or library is None:
            return
        rules = {rule.ID for rule in ORG_RULES} - _OF_OTHERS
        names = {book.name for book in live(library)}
        sources, _ = sources_in([self._settings.playbooks_dir], self._settings.playbooks_dir)
        context = Context(today=datetime.now(UTC).date(), inventory=inventory, places=self._settings.deal_cards)
        report = lint([source for source in sources if source.name in names], context)
        for finding in report.findings:
            if finding.rule in rules and finding.severity is Severity.ERROR:
                yield finding


def _by_sentence(groups: Sequence[Stuck]) -> Mapping[str, int]:
    counts: Counter[str] = Counter()
    for one in groups:
        counts[one.sentence] += one.count
    return counts


def _told(finding: Finding, missed: set[str]) -> bool:
    """Whether the doctor's own finding about unreadable fields covers it, once for all playbooks."""
    return finding.rule == unknown_field.ID and any(quote(name) in finding.sentence for name in missed)


def _database(settings: Settings) -> tuple[str | None, DatabaseSchema]:
    """Why the database cannot be used, and what its schema is.

    Opening a missing SQLite database would create it.
    """
    if not settings.database_url and not (settings.data_dir / "coach.db").exists():
        return None, DatabaseSchema(SchemaState.EMPTY)
    try:
        return None, schema_of(settings.database)
    except CoachError as failure:
        return str(failure), DatabaseSchema(SchemaState.EMPTY)


def _here(url: str) -> bool:
    return any(f"//{host}" in url for host in (*LOOPBACK_HOSTS, "[::1]"))


def _doors(settings: Settings) -> Iterator[str]:
    doors = {
        "outbound messages": settings.outbound_tokens,
        "webhooks": settings.webhook_secrets,
        "bearer tokens": settings.bearer_tokens,
    }
    yield from (name for name, secrets in doors.items() if secrets)


def _weak(settings: Settings) -> Iterator[str]:
    for name in ("outbound_tokens", "bearer_tokens", "secret_key"):
        if any(_guessable(secret) for secret in plain(getattr(settings, name))):
            yield variable_name(name)


def _guessable(secret: str) -> bool:
    return len(set(secret)) < _LETTERS or any(word in secret.lower() for word in _GUESSED)


def _unwritable(settings: Settings) -> str | None:
    """The folder that cannot be written to. It must be writable if the embedded database or broker is used."""
    if settings.database_url and settings.broker_url:
        return None
    folder = settings.data_dir
    if not folder.exists():
        return None if os.access(folder.absolute().parent, os.W_OK) else f"{folder} is not there"
    return None if os.access(folder, os.W_OK | os.X_OK) else str(folder)


def _trial(kept: str | None) -> Trial:
    return Trial(json.loads(kept)["answers"]) if kept else Trial()
