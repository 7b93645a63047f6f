"""A body that cannot be read, whatever the server in front says of it."""

import io

import pytest
from flask.testing import FlaskClient

from tests.fixtures.fakes import BEARER


class BrokenStream(io.BytesIO):
    """Fails while it is read, as each server does in its own way."""

    def __init__(self, error: type[Exception]) -> None:
        super().__init__()
        self._error = error

    def read(self, size: int | None = -1) -> bytes:
        raise self._error


@pytest.mark.parametrize("error", [TimeoutError, ConnectionResetError, ValueError])
def test_a_body_that_cannot_be_read_is_the_sender_s_mistake(client: FlaskClient, error: type[Exception]) -> None:
    response = client.post(
        "/hooks/events",
        input_stream=BrokenStream(error),
        headers={"Authorization": f"Bearer {BEARER}"},
        environ_overrides={"wsgi.input_terminated": True},
    )

    assert response.status_code == 400
    assert response.get_json()["message"] == "The body could not be read: it is not sent as HTTP asks for."
