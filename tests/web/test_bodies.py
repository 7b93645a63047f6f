import io

from flask.testing import FlaskClient

from tests.web.fakes import BEARER


class SilentStream(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise TimeoutError


def send(client: FlaskClient, stream: io.BytesIO) -> tuple[int, str]:
    response = client.post(
        "/hooks/events",
        input_stream=stream,
        headers={"Authorization": f"Bearer {BEARER}"},
        environ_overrides={"wsgi.input_terminated": True},
    )
    return response.status_code, response.get_json()["message"]


def test_a_sender_that_falls_silent_is_given_up_on(client: FlaskClient) -> None:
    assert send(client, SilentStream()) == (408, "The body did not arrive in time.")
