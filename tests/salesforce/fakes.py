"""What the tests of the door to Salesforce share: a memory, clocks that stand still, an org on paper."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import responses

from coach.app.connection import OrgConnection
from coach.app.org import SalesforceOrg
from coach.channels.notes.nouns import NoteWork
from coach.ids import to18
from coach.salesforce.capabilities import CachedCapability
from coach.salesforce.client import Client, Pace
from coach.salesforce.settings import OrgSettings
from coach.salesforce.signin import AUDIENCE_KEPT, SignIn
from coach.salesforce.transport import OrgSession
from coach.salesforce.usage import CallBudget

URL = "https://acme.my.salesforce.com"
DATA = f"{URL}/services/data/v67.0"
TOKEN_URL = f"{URL}/services/oauth2/token"
ORG_ID = to18("00Dxx0000001gPL")
USER_ID = to18("005xx000001SwiU")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANSWERS = Path(__file__).parent / "answers"


def answer(name: str) -> Any:
    """A recorded answer of the platform, by the name of its file."""
    return json.loads((ANSWERS / f"{name}.json").read_text(encoding="utf-8"))


class DictMemory:
    """The Memory port over a dict."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def recall(self, name: str) -> str | None:
        return self.values.get(name)

    def remember(self, name: str, value: str) -> None:
        self.values[name] = value


class Hands:
    """The Clock port, and a monotonic clock, that move only when told."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.now.timestamp()

    def pass_by(self, span: timedelta) -> None:
        self.now += span


class Waits:
    """Remembers how long one would have slept."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def pace(self) -> Pace:
        return Pace(sleep=self.seconds.append, jitter=lambda: 1.0)


def settings(**more: Any) -> OrgSettings:
    """An org that is signed in to with a secret."""
    known: dict[str, Any] = {"consumer_key": "key", "consumer_secret": "hush-hush"}
    return OrgSettings(**{"url": URL, "org_id": ORG_ID, **known, **more})


def token_body(token: str = "00D!first", **more: Any) -> dict[str, Any]:
    """What the token endpoint answers."""
    identity = f"https://login.salesforce.com/id/{ORG_ID}/{USER_ID}"
    return {"access_token": token, "instance_url": URL, "id": identity, "token_type": "Bearer", **more}


def signs_in(mocked: responses.RequestsMock, *tokens: str) -> None:
    """The token endpoint gives these tokens, one after the other, the last one for good."""
    for token in tokens or ("00D!first",):
        mocked.post(TOKEN_URL, json=token_body(token))


class Parts:
    """An org on paper: every part that a client needs, and the pieces that tests look at."""

    def __init__(self, hands: Hands | None = None, **more: Any) -> None:
        self.settings = settings(**more)
        self.hands = hands or Hands()
        self.waits = Waits()
        self.memory = DictMemory()
        self.session = OrgSession(self.settings.url, self.settings.client_name, self.settings.timeout)
        self.budget = CallBudget(self.settings.api_budget_share, self.hands.monotonic)
        taken_audience = CachedCapability(self.memory, "jwt_audience", AUDIENCE_KEPT, self.hands)
        self.signin = SignIn(
            self.settings, self.session, self.hands.monotonic, lambda: datetime.now(UTC), taken_audience
        )
        self.client = Client(self.settings, self.session, self.signin, self.budget, self.waits.pace())


def build_org(memory: DictMemory | None = None, hands: Hands | None = None, **more: Any) -> SalesforceOrg:
    """The adapter as the composition root builds it, without sleeping."""
    hands = hands or Hands()
    return SalesforceOrg(
        OrgConnection(settings(**more), memory or DictMemory(), hands, Waits().pace(), hands.monotonic)
    )


def numbered_id(prefix: str, number: int) -> str:
    """A valid 18-character id."""
    return to18(f"{prefix}xx{number:010d}")


def note_work(number: int, *forms: str, **more: Any) -> NoteWork:
    """A note to be created on an opportunity of its own."""
    texts = forms or ("<p>Ask for the <b>budget</b>.</p>", "Ask for the budget.")
    return NoteWork(f"card-{number}", numbered_id("006", number), f"Coach: budget [{number}]", texts, **more)


Reply = Callable[[dict[str, Any]], tuple[int, Any]]


def replies(mocked: responses.RequestsMock, reply: Reply) -> None:
    """``/composite`` is answered by a function of the body: status and body."""

    def handle(request: Any) -> tuple[int, dict[str, str], str]:
        status, body = reply(json.loads(request.body))
        return status, {"Content-Type": "application/json"}, json.dumps(body)

    mocked.add_callback(responses.POST, f"{DATA}/composite", callback=handle)
