"""An org that refuses every note for a day, in whatever words: few calls, nothing forgotten, nothing doubled."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests

from coach.app.connection import OrgConnection
from coach.app.migrate import migrate
from coach.app.org import SalesforceOrg
from coach.app.store import SqlStore
from coach.channels.notes.strays import SeenByProcess
from coach.database.engine import open_engine
from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import DeliveryState, Event, EventKind, Received, Source
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from coach.pipeline import Pipeline, receive
from coach.ports import EVERY_NOTE_REFUSED
from coach.salesforce.transport import Moved
from tests.fixtures.make import FakeClock
from tests.pipeline.world import Bell, over_notes
from tests.salesforce.fakes import Waits
from tests.salesforce.served import Served, serve

PLAYBOOK = """
title: Why now
status: live
when:
  stage: {is: Prospecting}
cards:
  - name: one
    title: "Write down why now"
    tip: "Ask for **the budget**."
"""
MOST = 10
"""Calls for writing in an hour."""
MOST_READS = 60
"""Other calls for notes in an hour. Each note in doubt is looked for a few times, ever less often."""
Words = Callable[[str, Any], tuple[int, Any]]


def whole(status: int, body: Any) -> Words:
    """The call is refused with this."""
    return lambda _path, _sent: (status, body)


def each(code: str, message: str = "x", status: int = 400) -> Words:
    """Every record is refused with this, one by one, wherever it stands in the call."""

    def words(path: str, sent: Any) -> tuple[int, Any]:
        if not path.endswith("/composite"):
            return status, [{"errorCode": code, "message": message}]
        return 200, {"compositeResponse": [_part(part) for part in sent["compositeRequest"]]}

    def _part(part: Mapping[str, Any]) -> dict[str, Any]:
        if not part["url"].endswith("/composite/sobjects"):
            return _entry(part, status, [{"errorCode": code, "message": message}])
        error = {"statusCode": code, "message": message, "fields": []}
        return _entry(part, 200, [{"success": False, "errors": [error]} for _ in part["body"]["records"]])

    return words


def _entry(part: Mapping[str, Any], status: int, body: Any) -> dict[str, Any]:
    return {"referenceId": part["referenceId"], "httpStatusCode": status, "httpHeaders": {}, "body": body}


def _code(code: str, message: str = "x") -> list[dict[str, str]]:
    return [{"errorCode": code, "message": message}]


WORDS: dict[str, Words] = {
    "calls used up": whole(403, _code("REQUEST_LIMIT_EXCEEDED", "TotalRequests Limit exceeded.")),
    "publication limit": whole(500, _code("UNKNOWN_EXCEPTION", "ContentPublication Limit exceeded.")),
    "publication limit, each": each("UNKNOWN_EXCEPTION", "ContentPublication Limit exceeded."),
    "storage": each("STORAGE_LIMIT_EXCEEDED", "storage limit exceeded"),
    "broken": whole(500, _code("UNKNOWN_EXCEPTION", "An unexpected error occurred")),
    "broken, each": each("UNKNOWN_EXCEPTION", "An unexpected error occurred", 500),
    "away": whole(503, _code("SERVER_UNAVAILABLE")),
    "refused as input": whole(400, _code("INVALID_INPUT")),
    "unknown code": whole(400, _code("BRAND_NEW")),
    "unknown code, each": each("BRAND_NEW"),
    "security policy": each("TXN_SECURITY_NO_ACCESS", "blocked"),
    "validation rule": each("FIELD_CUSTOM_VALIDATION_EXCEPTION", "no notes here"),
    "general words": each("FIELD_INTEGRITY_EXCEPTION", "Note could not be saved."),
    "no access": each("INSUFFICIENT_ACCESS_OR_READONLY", "x", 403),
    "locked": each("UNABLE_TO_LOCK_ROW", "unable to obtain exclusive access"),
    "notes off": each("NOT_FOUND", "The requested resource does not exist", 404),
    "resource missing": whole(404, _code("NOT_FOUND")),
    "API off": whole(403, _code("API_DISABLED_FOR_ORG")),
    "gateway": whole(403, {"error": "blocked"}),
    "gateway busy": whole(429, ""),
    "page": whole(200, "<html>Down for maintenance</html>"),
    "nothing": whole(200, {}),
    "moved": whole(302, "https://acme2.my.salesforce.com/"),
}
COMMON = ["publication limit", "broken", "validation rule", "page"]


class Gate:
    """Stands before the org: lets reading through, and answers whatever writes notes with ``words``.

    It refuses thereby, or with ``carries_out`` has it done first.
    """

    def __init__(self, org: SalesforceOrg) -> None:
        self.words: Words | None = None
        self.carries_out = False
        self.writes = self.reads = 0
        self._request = org._connection.session.request
        org._connection.session.request = self  # type: ignore[assignment,method-assign]  # in the place of the network

    def __call__(self, method: str, url: str, **arguments: Any) -> requests.Response:
        sent = arguments.get("json") or json.loads(arguments.get("data") or "{}") if "/data/v" in url else None
        writes = sent is not None and method != "GET" and _writes(url, json.dumps(sent))
        if "/data/v" in url:
            self.writes, self.reads = self.writes + writes, self.reads + (not writes)
        if not self.words or not writes:
            return self._request(method, url, **arguments)
        if self.carries_out:
            self._request(method, url, **arguments)
        status, body = self.words(url, sent)
        if status == 302:
            raise Moved(status, body)
        response = requests.Response()
        response.status_code, response.url = status, url
        response._content = (body if isinstance(body, str) else json.dumps(body)).encode()
        return response


def _writes(url: str, text: str) -> bool:
    return "sobjects/ContentNote" in url or "sobjects/ContentDocumentLink" in url or '"POST"' in text or "PATCH" in text


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


class Day:
    """Deals of a day, and the service that coaches them while the clock is moved."""

    def __init__(self, running: Served, folder: Path) -> None:
        self.served = running
        url = f"sqlite:///{folder / 'coach.db'}"
        migrate(url)
        self.engine = open_engine(url)
        self.clock = FakeClock(datetime.now(UTC))
        self.store = SqlStore(
            self.engine,
            running.org_id,
            worker="w",
            timezone=UTC,
            in_doubt_after=timedelta(minutes=10),
            clock=self.clock,
        )
        org = SalesforceOrg(OrgConnection(running.settings(), self.store, lambda: self.clock.now, Waits().pace()))
        self.gate = Gate(org)
        library = load_texts({"x": PLAYBOOK}, check_text=check_template)
        context = EvaluationContext(
            library, compile_rules(library), Limits(weekly_minutes=Decimal(0)), (notes_in(Style.CARD),)
        )
        # The org is that of the other tests, too: their notes are no sign of an older copy of this database.
        channels = over_notes(self.store, org.notes, lambda: self.clock.now, SeenByProcess(looked=True))
        self.pipeline = Pipeline(self.store, org, self.store, lambda: context, Bell(), lambda: self.clock.now, channels)
        self.account = running.query("SELECT Id FROM Account")[0]["Id"]
        self.deals: list[str] = []
        self.writing: Counter[int] = Counter()
        self.reading: Counter[int] = Counter()
        self._numbers = count(1)
        self._began = self.clock.now

    def new_deal(self) -> None:
        values = {"Name": "A", "StageName": "Prospecting", "CloseDate": "2027-01-01", "AccountId": self.account}
        self.deals.append(self.served.create("Opportunity", values))
        event = Event(self.served.org_id, Source.JSON, f"e-{next(self._numbers)}", EventKind.CHANGED, self.deals[-1])
        receive(self.store, Bell(), Received((event,)))

    def work(self) -> None:
        self.store.release_held()
        while self.pipeline.coach():
            pass
        self.gate.writes = self.gate.reads = 0
        while self.pipeline.write():
            pass
        hour = int((self.clock.now - self._began).total_seconds() // 3600)
        self.writing[hour] += self.gate.writes
        self.reading[hour] += self.gate.reads

    def words_once(self, words: Words) -> None:
        """The next call that writes is answered so, and not carried out."""

        def once(path: str, sent: Any) -> tuple[int, Any]:
            self.gate.words = None
            return words(path, sent)

        self.gate.words = once

    def in_doubt(self) -> int:
        """How many notes nobody knows the fate of."""
        return self.store.figures().deliveries.get(DeliveryState.IN_DOUBT, 0)

    def notes(self, deal: str) -> int:
        soql = (
            f"SELECT Id FROM ContentDocumentLink WHERE LinkedEntityId = '{deal}' AND ContentDocument.FileType = 'SNOTE'"
        )
        return len(self.served.query(soql))


@pytest.fixture
def day(running: Served, tmp_path: Path) -> Iterator[Day]:
    running.reset()
    day = Day(running, tmp_path)
    yield day
    day.engine.dispose()


def one_note_is_written(day: Day) -> None:
    """What the org takes is known from here on."""
    day.new_deal()
    day.work()


def lived_through(day: Day, words: Words, hours: int, at_first: int) -> None:
    """The org refuses for so long; a new deal comes every half hour. Then it takes notes again."""
    day.gate.words = words
    for _ in range(at_first):
        day.new_deal()
    for minute in range(0, hours * 60, 3):
        if minute % 30 == 0:
            day.new_deal()
        day.work()
        day.clock.advance(minutes=3)
    day.gate.words = None
    for _ in range(12):
        day.clock.advance(minutes=10)
        day.work()


def assert_all_well(day: Day, words: str) -> None:
    hours = range(max(day.writing) - 1)
    worst = max(day.writing[hour] for hour in hours)
    assert worst <= MOST, f"{words}: {worst} calls in an hour: {sorted(day.writing.items())}"
    most = max(day.reading[hour] for hour in hours)
    assert most <= MOST_READS, f"{words}: {most} reads in an hour: {sorted(day.reading.items())}"
    assert [day.notes(deal) for deal in day.deals] == [1] * len(day.deals), words


@pytest.mark.parametrize("words", COMMON)
@pytest.mark.parametrize("at_first", [0, 12])
def test_a_few_hours_of_refusals_cost_few_calls_and_no_note(day: Day, words: str, at_first: int) -> None:
    lived_through(day, WORDS[words], 3, at_first)
    assert_all_well(day, words)


@pytest.mark.parametrize("words", ["publication limit", "storage", "validation rule", "API off", "unknown code, each"])
def test_while_every_note_is_refused_the_operator_reads_why_and_once_it_is_mended_lets_all_go_at_once(
    day: Day, words: str
) -> None:
    day.gate.words = WORDS[words]
    for _ in range(4):
        day.new_deal()
    day.work()
    day.clock.advance(minutes=3)
    day.work()
    (group,) = day.store.health.refused()
    assert (group.count, day.store.figures().refused, day.store.figures().refused_seconds) == (4, 4, 180)
    assert group.sentence.endswith(EVERY_NOTE_REFUSED)
    day.gate.words = None

    assert day.store.try_again() == 4
    day.work()

    assert [day.notes(deal) for deal in day.deals] == [1, 1, 1, 1]
    assert (day.store.health.refused(), day.store.figures().refused) == ([], 0)


def test_a_note_in_doubt_is_looked_for_first_however_often_somebody_says_that_the_org_is_mended(day: Day) -> None:
    day.gate.words = WORDS["page"]
    for _ in range(4):
        day.new_deal()
    day.work()
    doubtful = day.in_doubt()
    day.gate.words = None

    assert (day.store.try_again(), day.in_doubt(), doubtful > 0) == (4 - doubtful, doubtful, True)
    day.work()
    assert [day.notes(deal) for deal in day.deals].count(1) == 4 - doubtful

    for _ in range(15):
        day.store.try_again()
        day.clock.advance(minutes=1)
        day.work()
    assert [day.notes(deal) for deal in day.deals] == [1, 1, 1, 1]


@pytest.mark.parametrize("words", ["page", "away"])
def test_one_answer_that_was_lost_costs_a_note_its_doubt_and_not_an_hour(day: Day, words: str) -> None:
    one_note_is_written(day)
    day.clock.advance(hours=2)
    day.gate.words = WORDS[words]
    day.new_deal()
    day.work()
    day.gate.words = None
    for _ in range(15 * 6):
        day.clock.advance(seconds=10)
        day.work()
    assert [day.notes(deal) for deal in day.deals] == [1, 1]


@pytest.mark.parametrize("words", ["publication limit", "storage", "validation rule", "API off"])
def test_the_first_note_that_is_taken_lets_all_go_that_waited(day: Day, words: str) -> None:
    day.gate.words = WORDS[words]
    for _ in range(12):
        day.new_deal()
    for _ in range(60):
        day.work()
        day.clock.advance(minutes=3)
    day.gate.words = None
    while not any(map(day.notes, day.deals)):
        day.clock.advance(minutes=1)
        day.work()
    day.work()
    assert [day.notes(deal) for deal in day.deals] == [1] * 12


def test_three_answers_that_were_lost_in_a_row_hold_nobody_up_for_long(day: Day) -> None:
    one_note_is_written(day)
    for _ in range(3):
        day.words_once(WORDS["page"])
        day.new_deal()
        day.work()
    day.new_deal()
    for _ in range(12):
        day.work()
        day.clock.advance(seconds=5)
    assert day.notes(day.deals[-1]) == 1
    for _ in range(12):
        day.work()
        day.clock.advance(minutes=1)
    assert [day.notes(deal) for deal in day.deals] == [1] * 5


@pytest.mark.parametrize("words", ["page", "away", "gateway"])
def test_twelve_notes_whose_answers_are_all_lost_are_found_within_a_minute(day: Day, words: str) -> None:
    one_note_is_written(day)
    day.gate.words, day.gate.carries_out = WORDS[words], True
    for _ in range(12):
        day.new_deal()
        day.work()
        day.clock.advance(seconds=1)
    for _ in range(12):
        day.work()
        day.clock.advance(seconds=5)
    assert day.store.figures().deliveries[DeliveryState.WRITTEN] == 13
    assert [day.notes(deal) for deal in day.deals] == [1] * 13


@pytest.mark.parametrize("words", ["page", "broken, each"])
def test_looks_for_notes_that_are_nowhere_are_few_however_often_a_sweep_comes(day: Day, words: str) -> None:
    day.gate.words = WORDS[words]
    for seconds in range(0, 3600, 5):
        if seconds % 300 == 0:
            day.new_deal()
        day.work()
        day.clock.advance(seconds=5)
    assert day.writing[0] <= MOST
    assert 0 < day.reading[0] <= MOST_READS, (day.reading, day.writing)


@pytest.mark.slow
@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("at_first", [0, 12])
def test_a_day_of_refusals_costs_few_calls_and_no_note(day: Day, words: str, at_first: int) -> None:
    lived_through(day, WORDS[words], 24, at_first)
    assert_all_well(day, words)
