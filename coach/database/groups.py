"""Group commit: what several threads want to store at the same time costs one write to disk.

A thread that comes while nobody works takes the lead: it does the work of all threads that wait by the time the
transaction is open. Then the first of those that came meanwhile leads. Each of the others finds its own work done. A
commit waits for the disk and, with a server, for a few answers over the network; meanwhile the next group gathers.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Generic, TypeVar

from sqlalchemy.exc import DataError, IntegrityError

from coach.database.forks import in_every_child
from coach.database.transaction import LOCKED, Database, Transaction
from coach.errors import TryAgain

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_LARGEST_GROUP = 64
_SHORT = timedelta(seconds=1)
"""How long the leader waits for a row that another transaction holds: the rest must not wait with it."""


class _Entry(Generic[Item, Answer]):
    """A thread's item and its outcome: the answer, the error, the order to lead, or to go on alone."""

    __slots__ = ("answer", "error", "item", "leads", "told")

    def __init__(self, item: Item) -> None:
        self.item = item
        self.answer: list[Answer] = []
        self.error: BaseException | None = None
        self.leads = False
        self.told = threading.Lock()
        self.told.acquire()


class GroupCommit(Generic[Item, Answer]):
    """Runs ``work`` on the submitted items, in as few transactions as possible.

    ``work`` is called with some items and returns an answer for each, in their order. It may run again for the same
    items, after a transaction that was not committed.
    """

    def __init__(self, database: Database, work: Callable[[Transaction, Sequence[Item]], Sequence[Answer]]) -> None:
        self._database = database
        self._work = work
        self._begin_afresh()
        in_every_child(self, GroupCommit._begin_afresh)

    def _begin_afresh(self) -> None:
        self._mutex = threading.Lock()
        self._led = False
        self._waiting: deque[_Entry[Item, Answer]] = deque()

    def submit(self, item: Item) -> Answer:
        """The answer for this item, once it is durable; raises the item's own error."""
        entry: _Entry[Item, Answer] = _Entry(item)
        with self._mutex:
            self._waiting.append(entry)
            entry.leads, self._led = not self._led, True
        if not entry.leads:
            entry.told.acquire()
        if entry.leads:
            self._lead()
        if entry.error:
            raise entry.error
        return entry.answer[0] if entry.answer else self._alone(entry)

    def _alone(self, entry: _Entry[Item, Answer]) -> Answer:
        return self._database.write(lambda transaction: self._work(transaction, [entry.item]))[0]

    def _lead(self) -> None:
        group: list[_Entry[Item, Answer]] = []
        try:
            self._commit(group)
        finally:
            with self._mutex:
                heir = self._waiting[0] if self._waiting else None
                self._led = heir is not None
            for entry in group:
                entry.told.release()
            if heir:
                heir.leads = True
                heir.told.release()

    def _commit(self, group: list[_Entry[Item, Answer]]) -> None:
        """Commit the items of all waiting threads, and collect them with their outcomes in ``group``."""

        def together(transaction: Transaction) -> Sequence[Answer]:
            if not group:
                # Not sooner: more may have come while we waited for other processes.
                self._gather(group)
            transaction.wait_for_rows(_SHORT)
            return self._work(transaction, [entry.item for entry in group])

        try:
            answers = self._database.write(together)
        except BaseException as error:
            self._gather(group)
            _tell(group, error)
            if not isinstance(error, Exception):
                raise
        else:
            for entry, answer in zip(group, answers, strict=True):
                entry.answer.append(answer)

    def _gather(self, group: list[_Entry[Item, Answer]]) -> None:
        if group:
            return
        with self._mutex:
            group.extend(self._waiting.popleft() for _ in range(min(len(self._waiting), _LARGEST_GROUP)))


def _tell(group: list[_Entry[Item, Answer]], error: BaseException) -> None:
    """Give each entry an error of its own, or let it go on alone.

    They go on alone if one of several items is at fault, to find out which; and if another transaction held a row, to
    wait for it without holding up the others.
    """
    if _is_held_up(error) or (len(group) > 1 and _is_at_fault(error)):
        return
    for entry in group:
        if isinstance(error, TryAgain):
            # Raising writes a traceback into the exception.
            entry.error = TryAgain(str(error), error.after, error.code)
            entry.error.__cause__ = error.__cause__
        elif isinstance(error, Exception):
            entry.error = error
        else:
            # The process is told to stop; the waiting threads must not wait for it.
            entry.error = TryAgain("Coach is stopping; nothing was kept.")


def _is_held_up(error: BaseException) -> bool:
    return isinstance(error, TryAgain) and error.code == LOCKED


def _is_at_fault(error: BaseException) -> bool:
    if isinstance(error, TryAgain):
        return isinstance(error.__cause__, DataError | IntegrityError)
    return isinstance(error, Exception)
