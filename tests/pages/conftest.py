"""One house for all that is looked at."""

import logging
from collections.abc import Iterator

import pytest

from tests.pages.house import House, open_house
from tests.salesforce.served import serve


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The service after a morning of work. Whoever looks at it changes nothing."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    folder = tmp_path_factory.mktemp("house")
    for org in serve(folder):
        with open_house(org, folder) as opened:
            yield opened
    root.handlers = handlers
    root.setLevel(level)
