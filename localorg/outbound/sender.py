"""Change → queue → HTTP, on one background thread.

The thread wakes as soon as a notification is queued, so a receiver gets a change within milliseconds. It makes one call
at a time: changes during a call are sent together in the next one, up to a hundred notifications per call.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from localorg.outbound.answer import ACKNOWLEDGED, judge
from localorg.outbound.caller import Answer, Caller
from localorg.outbound.envelope import MAX_NOTIFICATIONS, Sender, Told, envelope
from localorg.outbound.model import Message, Notification, State
from localorg.outbound.queue import Queue
from localorg.outbound.retry import expired, pause
from localorg.records import Change, ChangeKind, Records

Post = Callable[[str, bytes, float], Answer]

DEFAULT_MESSAGE = "Opportunity"
_LONGEST_NAP = 60.0
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Manners:
    """The send settings that tests and demos may change: pause after a first failure, and timeout of a call."""

    paused: bool = False
    first_pause: timedelta = timedelta(seconds=15)
    timeout: timedelta = timedelta(seconds=60)


def _now() -> datetime:
    return datetime.now(UTC)


class Outbound:
    """The org's outbound messages. Changes are queued from creation on; they are sent once :meth:`start` was called.

    ``may_send`` says whether a user's changes send messages, that is, if they have "Send Outbound Messages".
    """

    def __init__(
        self,
        records: Records,
        queue: Queue,
        *,
        post: Post | None = None,
        clock: Callable[[], datetime] = _now,
        may_send: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.queue = queue
        self.manners = Manners()
        self.base_url = "http://127.0.0.1"
        self._records = records
        self._post = post or Caller()
        self._clock = clock
        self._may_send = may_send
        self._types: dict[str, Mapping[str, str]] = {}
        self._delivering = threading.Lock()
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        records.subscribe(self.on_change)

    def point_at(self, endpoint: str) -> None:
        """Define :data:`DEFAULT_MESSAGE`, which sends every creation and change of an opportunity to ``endpoint``."""
        self.queue.define(Message(DEFAULT_MESSAGE, self.queue.action_id(DEFAULT_MESSAGE), endpoint))

    # ------------------------------------------------------------ in

    def on_change(self, change: Change) -> None:
        """Queue a notification for each active message about this object.

        If line items change, their opportunity has its own change. The deletion of a record queues nothing, as in a
        real org, nor do the changes that the deletion itself made to the record.
        """
        listening = [message for message in self.queue.messages() if message.active and message.object == change.object]
        if not listening or self._is_gone(change):
            return
        for message in listening:
            if change.user_id not in message.silent_users and self._may_send(change.user_id):
                self.queue.add(message.name, change.record_id, self._clock())
                self._wake.set()

    def _is_gone(self, change: Change) -> bool:
        return change.kind is ChangeKind.DELETE or self._records.get(change.object, change.record_id) is None

    def behave(self, manners: Manners) -> None:
        """Change the manners, from the next call on."""
        self.manners = manners
        self._wake.set()

    def send_now(self, ids: Sequence[str] = ()) -> int:
        """Send what is waiting at once; with ``ids``, send those again, whatever their state. Returns how many."""
        count = self.queue.hasten(self._clock(), ids)
        self._wake.set()
        return count

    # ------------------------------------------------------------ out

    def deliver_due(self) -> int:
        """Send everything that is due, in this thread; returns the number of calls."""
        calls = 0
        with self._delivering:
            for message in self.queue.messages():
                while message.active and not self.manners.paused and (batch := self._due(message)):
                    self._deliver(message, batch)
                    calls += 1
        return calls

    def _due(self, message: Message) -> list[Notification]:
        """The next batch. Notifications that are too old are dropped."""
        now = self._clock()
        while batch := self.queue.due(message.name, now, MAX_NOTIFICATIONS):
            old = [one for one in batch if expired(one.queued_at, now)]
            if not old:
                break
            self.queue.settle(replace(one, state=State.DROPPED) for one in old)
        return list(batch)

    def _deliver(self, message: Message, batch: Sequence[Notification]) -> None:
        now = self._clock()
        body = envelope(self._sender(), message, self._told(message, batch), self._field_types(message.object))
        answer = self._post(message.endpoint, body, self.manners.timeout.total_seconds())
        sentence = answer.sentence if answer.status is None else judge(answer.status, answer.body)
        if sentence != ACKNOWLEDGED:
            _log.info("outbound message %s, %d notifications: %s", message.name, len(batch), sentence)
        self.queue.settle(self._settled(one, answer.status, sentence, now) for one in batch)

    def _settled(self, one: Notification, status: int | None, sentence: str, now: datetime) -> Notification:
        attempts = one.attempts + 1
        tried = replace(one, attempts=attempts, last_status=status, last_answer=sentence)
        if sentence == ACKNOWLEDGED:
            return replace(tried, state=State.DELIVERED)
        return replace(tried, due_at=now + pause(attempts, self.manners.first_pause))

    def _sender(self) -> Sender:
        return Sender(self._records.organization_id, self.base_url)

    def _told(self, message: Message, batch: Sequence[Notification]) -> list[Told]:
        types = self._field_types(message.object)
        fields = ", ".join(name for name in {"Id": 0, **dict.fromkeys(message.fields)} if name in types)
        ids = ", ".join(f"'{id_}'" for id_ in dict.fromkeys(one.record_id for one in batch))
        query = f"SELECT {fields} FROM {message.object} WHERE Id IN ({ids})"
        found = {record["Id"]: record for record in self._records.query(query, user_id=self._records.admin_id)}
        return [Told(one.id, found.get(one.record_id)) for one in batch]

    def _field_types(self, object_name: str) -> Mapping[str, str]:
        if object_name not in self._types:
            fields = self._records.describe(object_name)["fields"]
            self._types[object_name] = {field["name"]: str(field["type"]) for field in fields}
        return self._types[object_name]

    # ------------------------------------------------------------ the thread

    def start(self, base_url: str) -> None:
        """Start to send. ``base_url`` is the org's address; it is included in the envelopes."""
        self.base_url = base_url.rstrip("/")
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="outbound-messages", daemon=True)
        self._thread.start()

    def stop(self, patience: timedelta = timedelta(seconds=5)) -> None:
        """Stop sending. A running call has ``patience`` to end; its notifications stay queued."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(patience.total_seconds())
            self._thread = None

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._wake.clear()
            nap = self._deliver_or_log()
            self._wake.wait(nap)

    def _deliver_or_log(self) -> float:
        """Deliver, and return how long to sleep. An exception is logged and does not stop the queue."""
        try:
            self.deliver_due()
            due = None if self.manners.paused else self.queue.next_due()
        except Exception:
            _log.exception("outbound messages could not be sent")
            return 1.0
        wait = _LONGEST_NAP if due is None else (due - self._clock()).total_seconds()
        return min(max(wait, 0.01), _LONGEST_NAP)
