"""Follows the org and the service, block by block. A block is a change of a deal with all its consequences.

Changes come from the org, their consequences from the service's feed, and notes are read back from the record. So a
visitor's actions are shown just like the reps' moves.
"""

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from demo.api import News, ServiceOverHttp
from demo.changes import Change, Records
from demo.org import Notification, OrgOverHttp

PATIENCE_SECONDS = 20.0
QUIET_SECONDS = 0.5
"""A block with no news for this long is complete: a deal's decisions are committed, and its notes written, together."""
_LOOKED_FOR = timedelta(minutes=2)
"""How far back to look for changes without a message; the service looks for those once a minute."""
DELIVER, HOLD_BACK, RETIRE = "deliver", "hold_back", "retire"


@dataclass(slots=True)
class Coached:
    """A decision. ``title`` is its card's; ``written`` is when the card was on the record, or was removed from it.

    ``seen`` says that the deal shows that the rep did what the card asked for.
    """

    fact: News
    title: str = ""
    written: datetime | None = None
    seen: bool = False

    @property
    def verdict(self) -> str:
        return str(self.fact.fact["decision"])

    @property
    def playbook(self) -> str:
        return str(self.fact.fact["playbook"])

    @property
    def reason(self) -> str:
        return str(self.fact.fact["reason"])


@dataclass(slots=True)
class Said:
    """What a rep did with a card."""

    who: str
    what: str
    title: str


@dataclass(slots=True)
class Block:
    """Changes of one deal with all their consequences. Without ``changes``, Coach decided on the deal by itself."""

    deal_id: str
    deal: str
    began: datetime
    asked: bool = False
    changes: list[Change] = field(default_factory=list)
    received: datetime | None = None
    decided: bool = False
    coached: list[Coached] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    last: float = 0.0

    @property
    def delivered(self) -> list[Coached]:
        return [each for each in self.coached if each.verdict == DELIVER]

    @property
    def missing(self) -> list[Coached]:
        """The cards that are reported as delivered, but are not on the record."""
        return [each for each in self.delivered if each.written is None]

    @property
    def settled(self) -> bool:
        """Whether the block waits for nothing more."""
        return all(each.written for each in self.coached if each.verdict != HOLD_BACK)


class Watch:
    """Follows the org and the service, and returns each block once it is complete."""

    def __init__(self, org: OrgOverHttp, service: ServiceOverHttp) -> None:
        self._org = org
        self._service = service
        self._records = Records(org)
        self._people = {str(row["Id"]): str(row["Name"]) for row in org.query("SELECT Id, Name FROM User")}
        self._open: dict[str, Block] = {}
        self._titles: dict[str, str] = {}
        self._began = datetime.now(UTC)
        service.skip()
        self._heard = {each.id for each in org.notifications()}

    def look(self) -> Iterator[Block]:
        """Read all news; yields the blocks that are complete."""
        delivered: set[str] = set()
        for each in self._org.notifications():
            self._hear_of(each, delivered)
        for news in self._service.news():
            self._take(news)
        for deal_id in delivered:
            block = self._open.get(deal_id)
            if block and not block.decided and not self._service.has_deals_waiting():
                block.decided, block.last = True, time.monotonic()
        for block in list(self._open.values()):
            if self._is_over(block):
                del self._open[block.deal_id]
                yield self._completed(block)

    def _hear_of(self, each: Notification, delivered: set[str]) -> None:
        if each.delivered and each.record_id in self._open:
            delivered.add(each.record_id)
        if each.id in self._heard:
            return
        self._heard.add(each.id)
        block = self._block(each.record_id, each.queued_at)
        block.asked, block.decided, block.last = True, False, time.monotonic()
        block.changes += self._records.changes(each.record_id, each.queued_at)

    def _block(self, deal_id: str, began: datetime) -> Block:
        if deal_id not in self._open:
            self._open[deal_id] = Block(deal_id, self._records.name(deal_id), began, last=time.monotonic())
        return self._open[deal_id]

    def _take(self, news: News) -> None:
        block = self._open.get(news.deal_id)
        if block is None and news.kind == "settlement":
            return  # a later settlement of a note that was already reported
        block = block or self._block(news.deal_id, news.at)
        block.last = time.monotonic()
        match news.kind:
            case "decision":
                block.coached.append(self._coached(block, news))
            case "settlement":
                self._read_back(block, datetime.fromisoformat(str(news.fact["settled_at"])))
            case _:
                block.said.append(self._saying(news))

    def _coached(self, block: Block, news: News) -> Coached:
        story = self._service.story(int(news.fact["id"]))
        title = _title(story)
        if news.fact["card_key"] and title:
            self._titles[str(news.fact["card_key"])] = title
        received = [datetime.fromisoformat(str(event["received_at"])) for event in story["events"]]
        fresh = [at for at in received if at >= block.began - timedelta(seconds=1)]
        block.received = block.received or min(fresh, default=None)
        return Coached(news, title)

    def _saying(self, news: News) -> Said:
        key = str(news.fact["card_key"])
        if key not in self._titles:
            self._titles[key] = self._title_on(news.deal_id, key)
        who = self._people.get(str(news.fact["rep_id"]), "Somebody")
        return Said(who, str(news.fact["kind"]), self._titles[key])

    def _title_on(self, deal_id: str, key: str) -> str:
        """The title of a card delivered before the watch began; only a decision's story contains the card's key."""
        for row in self._service.decisions(deal=deal_id, decision=DELIVER):
            story = self._service.story(int(row["id"]))
            if (story["card"] or {}).get("key") == key:
                return _title(story)
        return ""

    def _read_back(self, block: Block, settled_at: datetime) -> None:
        """Mark the cards that are on the record by now, in any note, as written at ``settled_at``."""
        waiting = [each for each in block.coached if each.verdict != HOLD_BACK and each.written is None]
        if not waiting:
            return
        notes = [f"{note.title} {note.text}" for note in self._org.notes(block.deal_id)]
        for each in waiting:
            if each.verdict == RETIRE or any(_squeezed(each.title) in _squeezed(note) for note in notes):
                each.written = settled_at

    def _is_over(self, block: Block) -> bool:
        quiet = time.monotonic() - block.last
        if quiet > PATIENCE_SECONDS:
            return True
        answered = block.decided or block.coached or not block.asked
        return bool(answered) and block.settled and quiet > QUIET_SECONDS

    def _completed(self, block: Block) -> Block:
        if not block.asked:  # a contact role does not change the opportunity, so no message is sent
            block.changes += self._records.changes(block.deal_id, max(self._began, block.began - _LOOKED_FOR))
        for each in block.coached:
            each.seen = each.verdict == RETIRE and self._was_done(block.deal_id, each)
        return block

    def _was_done(self, deal_id: str, each: Coached) -> bool:
        rows = self._service.decisions(deal=deal_id, playbook=each.playbook, decision=RETIRE)
        return any(row["id"] == each.fact.fact["id"] and row["adherence"] == "seen" for row in rows)

    def who_touched(self, block: Block) -> str:
        """Who changed the deal last."""
        return self._records.who_touched(block.deal_id)


def _title(story: Mapping[str, Any]) -> str:
    return str((story["card"] or {}).get("title", ""))


def _squeezed(text: str) -> str:
    """The text without white space, which may differ between a note and its card."""
    return "".join(text.split())


def seconds(block: Block, moment: datetime | None) -> float | None:
    """Seconds from the change to ``moment``."""
    return max(0.0, (moment - block.began).total_seconds()) if moment else None
