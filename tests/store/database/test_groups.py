from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from coach.errors import TryAgain
from coach.store import open_engine
from coach.store.database.groups import GroupCommit
from coach.store.database.transaction import Database, Transaction

_words = sa.Table("words", sa.MetaData(), sa.Column("word", sa.Text))


@pytest.fixture
def sqlite(tmp_path: Path) -> Engine:
    engine = open_engine(f"sqlite:///{tmp_path / 'groups.db'}", timedelta(seconds=30))
    with engine.begin() as connection:
        _words.create(connection)
    return engine


def _insert(transaction: Transaction, word: str) -> str:
    transaction.connection.execute(sa.insert(_words), {"word": word})
    if word == "bad":
        raise ValueError("bad")
    return word.upper()


def _together(group: GroupCommit[str, str], words: list[str]) -> list[str | Exception]:
    """What each of several threads is told, when all of them come while somebody else has the turn."""

    def submit(word: str) -> str | Exception:
        try:
            return group.submit(word)
        except Exception as error:
            return error

    with ThreadPoolExecutor(len(words)) as pool:
        with group._turn:
            answers = [pool.submit(submit, word) for word in words]
            while len(group._waiting) < len(words):
                Event().wait(0.001)
        return [answer.result(60) for answer in answers]


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
    assert _together(GroupCommit(Database(sqlite, "o", "w"), _insert), words) == [word.upper() for word in words]
    assert _kept(sqlite) == words
    assert len(commits) == 1


def test_one_callers_mistake_is_told_to_it_alone(sqlite: Engine) -> None:
    answers = _together(GroupCommit(Database(sqlite, "o", "w"), _insert), ["a", "bad", "b", "c"])
    assert [isinstance(answer, ValueError) for answer in answers] == [False, True, False, False]
    assert _kept(sqlite) == ["a", "b", "c"]


def test_a_commit_that_fails_is_told_to_everybody_it_was_for(sqlite: Engine) -> None:
    def fail(_: object) -> None:
        raise TryAgain("The disk is full.", code="SQLITE_FULL")

    sa.event.listen(sqlite, "commit", fail)
    answers = _together(GroupCommit(Database(sqlite, "o", "w"), _insert), ["a", "b", "c"])
    sa.event.remove(sqlite, "commit", fail)
    assert [str(answer) for answer in answers] == ["The disk is full."] * 3
    assert _kept(sqlite) == []


def test_a_failure_does_not_outlive_its_group(sqlite: Engine) -> None:
    group = GroupCommit(Database(sqlite, "o", "w"), _insert)
    with pytest.raises(ValueError, match="bad"):
        group.submit("bad")
    assert group.submit("c") == "C"
