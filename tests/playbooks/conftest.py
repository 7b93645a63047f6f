"""The library that comes with Coach."""

from pathlib import Path

import pytest

from coach.engine.cards import check_template
from coach.engine.matching import Rulebook, compile_rules
from coach.engine.playbook import Library, load

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"


@pytest.fixture(scope="session")
def library() -> Library:
    return load(PLAYBOOKS, check_text=check_template)


@pytest.fixture(scope="session")
def rulebook(library: Library) -> Rulebook:
    return compile_rules(library)
