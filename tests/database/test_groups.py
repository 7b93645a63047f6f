from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.database.groups import GroupCommit
from coach.database.transaction import Database, Transaction
from coach.errors import TryAgain
from coach.ports import Accepted
from coach.queue.tables.records import deal
from tests.fixtures.make import opportunity, received
from tests.fixtures.store import only_postgresql
from tests.machine import PATIENCE

_words = sa.Table("words", sa.MetaData(), sa.Column("word", sa.Text))


@pytest.fixture
def sqlite(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'groups.db'}", timedelta(seconds=30))
    migrate(engine)
    with engine.begin() as connection:
        _words.create(connection)
    return engine


def _insert(transaction: Transaction, words: Sequence[str]) -> list[str]:
    transaction.connection.execute(sa.insert(_words), [{"word": word} for word in words])
    if "bad" in words:
        raise ValueError("bad")
    return [word.upper() for word in words]


class _HeldUp(GroupCommit[str, str]):
    """Its first leader waits until it is let go, as it does while another process has the turn."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, _insert)
        self.go = Event()

    def _lead(self) -> None:
        self.go.wait(PATIENCE)
        super()._lead()


def _together(group: _HeldUp, words: list[str]) -> list[str | Exception]:
    """What each of several threads is told, when all of them come while the first waits for its turn."""

    def submit(word: str) -> str | Exception:
        try:
            return group.submit(word)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(words)) as pool:
        answers = [pool.submit(submit, word) for word in words]
        while len(group._waiting) < len(words):
            Event().wait(0.001)
        group.go.set()
        return [answer.result(PATIENCE) for answer in answers]


def _kept(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return sorted(connection.execute(sa.select(_words.c.word)).scalars())


def test_a_single_caller_gets_its_answer(sqlite: Engine) -> None:
    assert GroupCommit(Database(sqlite, "o", "w"), _insert).submit("a") == "A"
    assert _kept(sqlite) == ["a"]


def test_callers_that_come_together_share_a_commit_and_get_their_own_answers(sqlite: Engine) -> None:
    commits: list[object] = []
    sa.event.listen(sqlite, "commit", commits.append)
    words = [f"w{number}" for number in range(8)]
    assert _together(_HeldUp(Database(sqlite, "o", "w")), words) == [word.upper() for word in words]
    assert _kept(sqlite) == words
    assert len(commits) == 1


def test_one_callers_mistake_is_told_to_it_alone(sqlite: Engine) -> None:
    answers = _together(_HeldUp(Database(sqlite, "o", "w")), ["a", "bad", "b", "c"])
    assert [isinstance(answer, ValueError) for answer in answers] == [False, True, False, False]
    assert _kept(sqlite) == ["a", "b", "c"]


def test_a_commit_that_fails_is_told_to_everybody_it_was_for(sqlite: Engine) -> None:
    def fail(_: object) -> None:
        raise TryAgain("The disk is full.", code="SQLITE_FULL")

    sa.event.listen(sqlite, "commit", fail)
    answers = _together(_HeldUp(Database(sqlite, "o", "w")), ["a", "b", "c"])
    sa.event.remove(sqlite, "commit", fail)
    assert [str(answer) for answer in answers] == ["The disk is full."] * 3
    assert _kept(sqlite) == []


def test_a_failure_does_not_outlive_its_group(sqlite: Engine) -> None:
    group = GroupCommit(Database(sqlite, "o", "w"), _insert)
    with pytest.raises(ValueError, match="bad"):
        group.submit("bad")
    assert group.submit("c") == "C"


def test_those_who_come_during_a_commit_are_the_next_group(sqlite: Engine) -> None:
    group: GroupCommit[str, str]
    commits: list[object] = []

    with ThreadPoolExecutor(8) as pool:
        later: list[Future[str]] = []

        def more_come(_: object) -> None:
            commits.append(_)
            if len(commits) == 1:
                later.extend(pool.submit(group.submit, f"w{number}") for number in range(8))
                while len(group._waiting) < 8:
                    Event().wait(0.001)

        group = GroupCommit(Database(sqlite, "o", "w"), _insert)
        sa.event.listen(sqlite, "commit", more_come)
        assert group.submit("first") == "FIRST"
        assert [answer.result(PATIENCE) for answer in later] == [f"W{number}" for number in range(8)]
    assert len(commits) == 2


def test_a_process_that_is_told_to_stop_leaves_nobody_waiting(sqlite: Engine) -> None:
    def stop(_transaction: Transaction, _words: Sequence[str]) -> list[str]:
        raise SystemExit

    group = _HeldUp(Database(sqlite, "o", "w"))
    group._work = stop
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(group.submit, word) for word in ("a", "b", "c")]
        while len(group._waiting) < 3:
            Event().wait(0.001)
        group.go.set()
        told = [answer.exception(PATIENCE) for answer in answers]
    assert sorted(type(each).__name__ for each in told) == ["SystemExit", "TryAgain", "TryAgain"]


@only_postgresql
def test_a_row_that_is_held_elsewhere_holds_up_nobody_but_whom_it_concerns(store: SqlStore, engine: Engine) -> None:
    store.accept(received("a", number=1))
    held = sa.select(deal).where(deal.c.opportunity_id == opportunity(1)).with_for_update()
    with ThreadPoolExecutor(8) as pool, engine.connect() as connection:
        connection.execute(held)
        answers = {number: pool.submit(store.accept, received(f"b{number}", number=number)) for number in range(1, 9)}
        for number in range(2, 9):
            assert answers[number].result(PATIENCE) == Accepted(new=1, repeated=0)
        connection.rollback()
        assert answers[1].result(PATIENCE) == Accepted(new=1, repeated=0)
