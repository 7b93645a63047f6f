"""A log with two teams in a real store, and a web process before it; who asks is set by hand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC

from flask.testing import FlaskClient

from coach.app.factory import create_web
from coach.app.store import SqlStore
from coach.engine.model import Deal, Evaluated, Outcome, Reason, Receipt, User
from coach.engine.responses import Response, ResponseKind
from coach.export.pages import ApiContext
from coach.web.services import Services
from coach.web.viewer import Role, TokenScope, Viewer
from tests.fixtures.fakes import ADMIN, FakeCoach, FakeGate
from tests.fixtures.make import ALICE, BOB, LEASE, NOON, FakeClock, deal, delivered, evaluated, hold_back, received

MAX = "005000000000009AAA"
EVE = "005000000000008AAA"
ALICE_HERSELF = Viewer(ALICE.id, "Alice", Role.REP)
ALICES_MANAGER = Viewer(MAX, "Max", Role.MANAGER, frozenset({ALICE.id}))
ENABLER = Viewer(EVE, "Eve", Role.ENABLEMENT)
NOBODYS_MANAGER = Viewer(EVE, "Eve", Role.MANAGER)
__all__ = ["ADMIN"]


def token(*scopes: TokenScope) -> Viewer:
    """A program whose token was made for these."""
    return Viewer(None, "warehouse", Role.MANAGER, via="token", scopes=frozenset(scopes))


@dataclass
class World:
    """The store, who asks, and a client of the web process."""

    store: SqlStore
    clock: FakeClock
    gate: FakeGate = field(default_factory=FakeGate)
    skills: Mapping[str, frozenset[str]] = field(default_factory=lambda: {"Negotiating": frozenset({"discount"})})
    _events: int = 0

    def client(self, viewer: Viewer | None = None, **changes: object) -> FlaskClient:
        """A client of whoever asks; ``changes`` are to what all pages share."""
        self.gate.viewer = viewer or self.gate.viewer
        api = self.api()
        services = replace(api.services, **changes)  # type: ignore[arg-type]  # the test names the fields
        api = replace(api, services=services)
        return create_web(replace(FakeCoach().deps(), gate=self.gate, api=api)).test_client()

    def api(self) -> ApiContext:
        export, privacy = self.store.export, self.store.privacy
        logbook, answers = self.store.logbook, self.store.answers
        services = Services(clock=lambda: NOON, zone=UTC, looked=lambda *_: None, skills=lambda: self.skills)
        return ApiContext(services=services, export=export, privacy=privacy, logbook=logbook, answers=answers)

    def decide(self, outcome: Evaluated) -> None:
        """An event for the deal, decided on like this."""
        self._events += 1
        number = int(outcome.opportunity_id[3:15])
        self.store.accept(received(f"event-{self._events}", number=number))
        with self.store.evaluating(self.store.claim_deals(10, LEASE)) as evaluation:
            for claim in evaluation.claims():
                evaluation.save(claim, outcome)

    def write(self) -> None:
        """Write the notes that wait."""
        claims = self.store.claim_deliveries(10, LEASE)
        self.store.settle_deliveries(
            claims, [Receipt(claim.work.key, Outcome.WRITTEN, "069000000000001AAA") for claim in claims]
        )

    def fill(self) -> None:
        """Alice was given a card and answered its question; something was held back from Bob; both a day apart."""
        self.store.identity.keep_users([User(ALICE.id, "Alice", "alice@example.com", manager_id=MAX)])
        self.decide(delivered(1))
        self.write()
        self.store.answers.respond(
            "card-1",
            ALICE.id,
            "session",
            lambda at: Response(ResponseKind.ANSWERED, at, option=2, sure=True, right=False),
        )
        self.store.release_deals(self.store.claim_deals(10, LEASE), LEASE, "")
        self.clock.advance(days=1)
        self.decide(evaluated(deal(2, BOB), [hold_back(Reason.COOLDOWN, detail="Given 2 days ago.")]))

    def say(self, number: int, words: str, **changes: object) -> None:
        """A held-back decision on a deal whose texts are all these words."""
        read: Deal = replace(deal(number), name=words, stage=words, owner=replace(ALICE, name=words))
        read = replace(read, **changes)  # type: ignore[arg-type]  # the test names the fields
        self.decide(evaluated(read, [hold_back(Reason.COOLDOWN, detail=words)]))
