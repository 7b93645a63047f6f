"""Fixtures of the door to Salesforce."""

from collections.abc import Iterator

import pytest
import responses

from tests.salesforce.fakes import Parts


@pytest.fixture
def mocked() -> Iterator[responses.RequestsMock]:
    """HTTP on paper: a call that nothing was prepared for fails the test."""
    with responses.RequestsMock(assert_all_requests_are_fired=False) as mock:
        yield mock


@pytest.fixture
def parts() -> Parts:
    """The parts of the adapter, around an org on paper."""
    return Parts()
