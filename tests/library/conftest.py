"""The library that comes with Coach."""

from pathlib import Path

import pytest

from coach.cards import check_template
from coach.playbook import Library, load
from coach.rules import Rulebook, compile_rules

PLAYBOOKS = Path(__file__).parents[2] / "playbooks"


@pytest.fixture(scope="session")
def library() -> Library:
    return load(PLAYBOOKS, check_text=check_template)


@pytest.fixture(scope="session")
def rulebook(library: Library) -> Rulebook:
    return compile_rules(library)
