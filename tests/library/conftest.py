"""Processes with a folder each, or one together, over one real database; time is moved by hand."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

import pytest

from coach.app.migrate import migrate
from coach.app.store import SqlStore
from coach.database.engine import open_engine
from coach.engine.cards import check_template
from coach.engine.matching import Rulebook, compile_rules
from coach.engine.playbook import Library, load, load_texts
from coach.library.folder import Folder
from coach.library.registry import LOOK_EVERY, LibraryRegistry
from tests.fixtures.make import ORG, FakeClock


def playbook(title: str = "Trade, do not give", stage: str = "Negotiation/Review") -> str:
    return f"""\
title: {title}
status: live
when:
  stage: {{is: {stage}}}
cards:
  - name: first
    title: {title}
    tip: Ask for something back.
"""


BROKEN = playbook() + "whenn: {stage: {is: Prospecting}}\n"


@dataclass
class Service:
    """Any number of processes, on one database. By ``wall``, files were written long ago; a test may say otherwise."""

    store: SqlStore
    database_clock: FakeClock
    now: float = 1000.0
    wall: float = 1e12

    def start(
        self,
        folder: Path,
        host: str = "host",
        revision: str = "",
        *,
        offers: bool = True,
        compile_rules: Callable[[Library], Rulebook] = compile_rules,
    ) -> LibraryRegistry:
        """A process on a host, with its playbooks in a folder; it looks when it is asked, every two seconds at most."""
        return LibraryRegistry(
            Folder(
                folder,
                lambda path, name: load(path, revision=name, check_text=check_template),
                revision,
                lambda: self.wall,
            ),
            self.store.libraries,
            lambda texts, name: load_texts(texts, revision=name, check_text=check_template),
            compile_rules,
            f"{host}:{folder}",
            offers=offers,
            monotonic=lambda: self.now,
        )

    def later(self) -> None:
        """As long as it takes until every process looks again."""
        self.now += LOOK_EVERY
        self.database_clock.advance(seconds=LOOK_EVERY)


def titles(registry: LibraryRegistry) -> list[str]:
    """The playbooks' titles that a process decides with."""
    return [each.title for each in registry.current().library.playbooks.values()]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    engine = open_engine(f"sqlite:///{tmp_path / 'coach.db'}")
    migrate(engine)
    clock = FakeClock()
    yield Service(SqlStore(engine, ORG, worker="w", timezone=UTC, clock=clock), clock)
    engine.dispose()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one playbook."""
    path = tmp_path / "playbooks"
    path.mkdir()
    (path / "trade.yaml").write_text(playbook(), encoding="utf-8")
    return path
