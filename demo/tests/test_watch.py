"""What goes on shows in the terminal, also about what was there before anybody watched."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from coach.export.batches import NAMES
from demo.api import News, ServiceOverHttp
from demo.org import Notification, OrgOverHttp
from demo.watch import Watch

DEAL, REP = "006000000000001AAA", "005000000000001AAA"
CARDS = {2: {"key": "another", "title": "Whose date is that?"}, 1: {"key": "it", "title": "What did we get for it?"}}


class Org(OrgOverHttp):
    """One deal and its rep, and nothing that ever changes."""

    def __init__(self) -> None:
        pass

    def query(self, soql: str) -> list[dict[str, Any]]:
        return [{"Id": REP, "Name": "Alex Chen"}] if "FROM User" in soql else []

    def describe(self, sobject: str) -> dict[str, Any]:
        return {"fields": []}

    def notifications(self) -> list[Notification]:
        return []


class Service(ServiceOverHttp):
    """Two cards were given on the deal long ago; its rows are as the API gives them."""

    def __init__(self) -> None:
        self.feed: list[News] = []

    def news(self) -> Iterator[News]:
        told, self.feed = self.feed, []
        return iter(told)

    def decisions(self, **asked: str) -> list[dict[str, Any]]:
        return [dict.fromkeys(NAMES) | {"id": number} for number in CARDS]

    def story(self, decision_id: int) -> dict[str, Any]:
        return {"card": CARDS[decision_id], "events": []}


def test_what_a_rep_says_of_a_card_given_long_ago_is_told_with_its_title() -> None:
    service = Service()
    watch = Watch(Org(), service)
    said = {"opportunity_id": DEAL, "card_key": "it", "rep_id": REP, "kind": "opened"}
    service.feed = [News("response", datetime.now(UTC), said)]

    list(watch.look())

    [block] = watch._open.values()
    [one] = block.said
    assert (one.who, one.what, one.title) == ("Alex Chen", "opened", "What did we get for it?")
