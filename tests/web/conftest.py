"""A web process over fakes: what it was given is what a test looks at."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from coach.app.deps import WebDeps
from coach.app.factory import create_web
from tests.web.fakes import FakeCoach, Serve
from tests.web.raw import served


@pytest.fixture
def coach() -> FakeCoach:
    return FakeCoach()


@pytest.fixture
def deps(coach: FakeCoach) -> WebDeps:
    return coach.deps()


@pytest.fixture
def serve(deps: WebDeps) -> Serve:
    """A client of the web process, with some of what it is given replaced."""

    def serve_with(**changes: Any) -> FlaskClient:
        return create_web(replace(deps, **changes)).test_client()

    return serve_with


@pytest.fixture
def client(serve: Serve) -> FlaskClient:
    return serve()


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The server that production runs, over fakes, with no proxy before it."""
    with served() as server:
        yield server.port
