"""A database that cannot be used says in a sentence who must act, and repeats nothing of its address."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from coach.app.migrate import migrate, schema_of
from coach.database.engine import open_engine
from coach.database.transaction import Database
from coach.errors import Misconfigured, TryAgain
from coach.queue.memory import recall


def said_of(url: str) -> str:
    with pytest.raises(TryAgain) as failure:
        schema_of(url)
    return str(failure.value)


@pytest.mark.service
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"host": "no-such-host.invalid"},
            "No machine has the name of the host in DATABASE_URL: whoever runs Coach corrects DATABASE_URL.",
        ),
        (
            {"username": "no_such_user", "password": "s3cret"},
            (
                "The database server does not take the user name or the password in DATABASE_URL: whoever runs Coach"
                " corrects DATABASE_URL."
            ),
        ),
        (
            {"database": "no_such_database"},
            (
                "The database server has no database of the name in DATABASE_URL: whoever runs Coach creates it or"
                " corrects the name, and says coach migrate."
            ),
        ),
        (
            {"host": "127.0.0.1", "port": 1},
            (
                "The database server does not answer at the address in DATABASE_URL: it is down, or the address"
                " is not its own."
            ),
        ),
        (
            {"query": {"sslmode": "bogus"}},
            "DATABASE_URL holds an option that PostgreSQL does not know: whoever runs Coach corrects DATABASE_URL.",
        ),
    ],
)
def test_a_wrong_address_of_postgresql_says_what_is_wrong_with_it(
    postgres_url: str, changes: dict[str, object], sentence: str
) -> None:
    url = sa.make_url(postgres_url).set(**changes).render_as_string(hide_password=False)  # type: ignore[arg-type]  # one of them

    assert said_of(url) == sentence


def test_a_file_that_is_no_database_is_named_so(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("not a database " * 100, encoding="ascii")

    said = said_of(f"sqlite:///{tmp_path / 'notes.txt'}")

    assert said == "The file in DATABASE_URL is no SQLite database: whoever runs Coach corrects DATABASE_URL."


def test_a_file_that_cannot_be_opened_is_a_matter_of_rights(tmp_path: Path) -> None:
    said = said_of(f"sqlite:///{tmp_path}")

    assert (
        said
        == "The database's file cannot be opened: whoever runs Coach lets it write to the folder that holds the file."
    )


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Misconfigured, match="The folder of the database cannot be made: "):
        open_engine(f"sqlite:///{tmp_path / 'file' / 'folder' / 'coach.db'}")


@pytest.mark.parametrize("url", ["postgresql://user:secret@host:port/name", "postgresql://user:secret@[::1/name"])
def test_an_address_that_is_none_is_not_repeated(url: str) -> None:
    with pytest.raises(Misconfigured) as refused:
        open_engine(url)

    assert "secret" not in str(refused.value)


def test_a_table_or_column_that_a_running_process_misses_is_a_matter_for_migrate(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.db'}")
    migrate(engine)
    for change in ("ALTER TABLE memory RENAME COLUMN value TO words", "DROP TABLE memory"):
        with engine.begin() as connection:
            connection.exec_driver_sql(change)
        with pytest.raises(TryAgain) as failure, Database(engine, "o", "w").reading() as transaction:
            recall(transaction, "name")
        assert str(failure.value) == (
            "The database does not have the tables of this version of Coach: whoever runs Coach says coach migrate,"
            " which brings them or says why it cannot."
        )
    engine.dispose()
