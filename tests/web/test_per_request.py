import pytest
import structlog
from flask.testing import FlaskClient

from coach.web.per_request import HEADERS


@pytest.mark.parametrize("address", ["/", "/log", "/healthz", "/hooks/events", "/nowhere", "/static/base.css"])
def test_every_answer_keeps_browsers_careful(client: FlaskClient, address: str) -> None:
    with client.get(address) as response:
        headers = response.headers

    assert HEADERS.items() <= dict(headers).items()
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_a_plain_request_id_is_taken_over_and_another_is_replaced(client: FlaskClient) -> None:
    given = client.get("/healthz", headers={"X-Request-Id": "0a1b-2c3d-4e5f"}).headers["X-Request-Id"]
    replaced = client.get("/healthz", headers={"X-Request-Id": "<script>"}).headers["X-Request-Id"]

    assert given == "0a1b-2c3d-4e5f"
    assert len(replaced) == 32


def test_the_request_id_is_bound_for_log_lines(client: FlaskClient) -> None:
    client.get("/healthz", headers={"X-Request-Id": "0a1b-2c3d-4e5f"})

    assert structlog.contextvars.get_contextvars()["request_id"] == "0a1b-2c3d-4e5f"


def test_browsers_are_told_to_keep_to_https_once_there(client: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in client.get("/").headers
    assert "Strict-Transport-Security" in client.get("/", base_url="https://coach.example").headers


def test_pages_are_not_kept_by_browsers_and_styles_are(client: FlaskClient) -> None:
    assert client.get("/").headers["Cache-Control"] == "no-store"
    with client.get("/static/base.css") as response:
        assert "no-store" not in response.headers.get("Cache-Control", "")
