"""The whole service over a look-alike org, in this process, after a morning on which reps worked and answered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask
from playwright.sync_api import Page

from coach.app import App, build
from coach.app.migrate import migrate
from coach.app.terms import card_links
from coach.config.settings import load_settings
from coach.database.engine import open_engine
from coach.engine.model import Outcome, Receipt
from coach.engine.responses import Dismissal, Response, ResponseKind, dismissed
from coach.log.comments import Remark
from coach.log.page import PageRequest
from coach.people.pages.gate import hashed
from coach.people.sessions import Session
from coach.queue.tables.records import card
from coach.web.viewer import Role, public
from demo.org import OrgOverHttp
from demo.processes import HOST
from demo.reps import moves
from localorg.apps.clients import ADMIN_KEY, ADMIN_SECRET, ADMIN_USERNAME, INTEGRATION_KEY, INTEGRATION_SECRET
from tests.browser import listening
from tests.machine import port_of_its_own
from tests.salesforce.served import Served

USERNAMES = {
    Role.REP: "alex@aldermere.example",
    Role.MANAGER: "jonas@aldermere.example",
    Role.ENABLEMENT: "noor@aldermere.example",
    Role.ADMIN: ADMIN_USERNAME,
}
NOBODY = "nobody"
REFUSED = "The org has no room for more files: an administrator must make some."


def cookie_of(who: str) -> str:
    """What the browser of somebody in this role holds."""
    return f"the-cookie-of-{who}"


@dataclass(frozen=True)
class Written:
    """A card on a record, with the decision that put it there."""

    key: str
    owner_id: str
    opportunity_id: str


@dataclass(frozen=True)
class House:
    """The service and its org, both listening; ``decisions`` are about the rep, one of each kind."""

    app: App
    web: Flask
    org: Served
    address: str
    ids: dict[str, str]
    cards: tuple[Written, ...]
    decisions: tuple[int, ...]

    def sign_in(self, page: Page, who: str) -> None:
        """Let a browser in, as the cookie does that it gets at sign-in."""
        if who != NOBODY:
            page.context.add_cookies([{"name": "coach", "value": cookie_of(who), "url": self.address}])

    def a_card(self) -> Written:
        """One of the rep's."""
        return next(each for each in self.cards if each.owner_id == self.ids[Role.REP])

    def example(self, place: str) -> str:
        """What to put in this place of an address."""
        return {"decision_id": str(self.decisions[0]), "rep_id": self.ids[Role.REP]}[place]

    def linked(self) -> str:
        """The path of the address that the note of this card holds."""
        links = card_links(self.app.settings)
        assert links is not None
        written = self.a_card()
        return urlsplit(links.address(written.key, written.owner_id)).path


@contextmanager
def open_house(org: Served, folder: Path) -> Iterator[House]:
    """Let reps work in the org, the service decide and write, and reps and their manager answer."""
    port = port_of_its_own()
    app = build(
        load_settings(
            salesforce_url=org.url,
            salesforce_org_id=org.org_id,
            salesforce_consumer_key=INTEGRATION_KEY,
            salesforce_consumer_secret=INTEGRATION_SECRET,
            salesforce_currency="USD",
            database_url=f"sqlite:///{folder / 'coach.db'}",
            data_dir=folder,
            secret_key="k" * 32,
            public_url=f"http://{HOST}:{port}",
            admins=ADMIN_USERNAME,
            enablement=USERNAMES[Role.ENABLEMENT],
            log_level="error",
        )
    )
    migrate(app.settings.database)
    ids = {role.value: _user(org, name) for role, name in USERNAMES.items()}
    _work(app, org)
    cards = _cards(app)
    _answer(app, cards, ids)
    _let_in(app, ids)
    web = app.web()
    web.add_url_rule("/broken", "broken", public(_broken))
    with listening(web, port) as address:
        yield House(app, web, org, address, ids, cards, _decisions(app, ids[Role.REP]))


def _broken() -> str:
    """What no view should do."""
    raise ValueError("a mistake of ours")


def _user(org: Served, username: str) -> str:
    return str(org.query(f"SELECT Id FROM User WHERE Username = '{username}'")[0]["Id"])


def _work(app: App, org: Served) -> None:
    """Reps move deals, Coach finds out by itself, and two notes find no room."""
    over_http = OrgOverHttp(org.url, ADMIN_KEY, ADMIN_SECRET)
    pipeline = app.pipeline()
    pipeline.reconcile(since=datetime.now(UTC) - timedelta(days=1))
    pipeline.coach()
    for move in moves(over_http):
        over_http.update(move.sobject, move.record_id, move.values)
    pipeline.reconcile(since=datetime.now(UTC) - timedelta(days=1))
    while pipeline.coach():
        pass
    stuck = app.store.claim_deliveries(2, timedelta(minutes=5))
    refused = [Receipt(each.work.key, Outcome.REFUSED, code="STORAGE_LIMIT", sentence=REFUSED) for each in stuck]
    app.store.settle_deliveries(stuck, refused)
    while pipeline.write():
        pass


def _cards(app: App) -> tuple[Written, ...]:
    engine = open_engine(app.settings.database)
    with engine.connect() as connection:
        rows = connection.execute(sa.select(card.c.key, card.c.owner_id, card.c.opportunity_id).order_by(card.c.key))
        written = tuple(Written(row.key, row.owner_id, row.opportunity_id) for row in rows)
    engine.dispose()
    return written


def _decisions(app: App, owner_id: str) -> tuple[int, ...]:
    lines = app.store.logbook.page(PageRequest(), frozenset({owner_id})).lines
    return tuple({line.entry.verdict: line.entry.id for line in lines}.values())


def _answer(app: App, cards: tuple[Written, ...], ids: dict[str, str]) -> None:
    answers = app.store.answers
    for number, each in enumerate(cards):
        said = [ResponseKind.OPENED, ResponseKind.ACKNOWLEDGED, ResponseKind.DONE][: number % 4]
        for kind in said:
            answers.respond(each.key, each.owner_id, "session", partial(Response, kind))
        if number % 4 == 0 and number % 8:
            answers.respond(each.key, each.owner_id, "session", _not_for_me)
    remark = Remark(ids["manager"], "Jonas Müller", "Let us look at this together.", datetime.now(UTC).date())
    for decision in range(1, 12):
        app.store.logbook.comment(decision, remark, None)
    app.store.logbook.keep_view(ids["manager"], "Held back", "decision=hold_back", shared=True)


def _not_for_me(at: datetime) -> Response:
    return dismissed(Dismissal.WRONG, "", at)


def _let_in(app: App, ids: dict[str, str]) -> None:
    for role, username in USERNAMES.items():
        session = Session(ids[role], username.partition("@")[0].title(), username)
        app.store.identity.begin_session(hashed(cookie_of(role.value)), session)
