"""One call to a receiver: follows no redirect, uses no proxy or stored password, and limits the answer's size."""

import time
from dataclasses import dataclass

import requests

LONGEST_ANSWER = 1_000_000
HEADERS = {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""', "Accept": "text/xml"}


@dataclass(frozen=True, slots=True)
class Answer:
    """The receiver's answer. Without one, ``status`` is None and ``sentence`` says why."""

    status: int | None
    body: bytes = b""
    sentence: str = ""


class Caller:
    """Posts envelopes over connections that are kept open. Not thread-safe."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False

    def __call__(self, endpoint: str, body: bytes, timeout: float) -> Answer:
        """``timeout`` is in seconds, for the whole call."""
        deadline = time.monotonic() + timeout
        try:
            with self._session.post(
                endpoint, body, headers=HEADERS, timeout=timeout, allow_redirects=False, stream=True
            ) as response:
                return Answer(response.status_code, _read(response, deadline))
        except requests.RequestException as error:
            return Answer(None, sentence=f"no answer ({type(error).__name__})")


def _read(response: requests.Response, deadline: float) -> bytes:
    body = b""
    for chunk in response.iter_content(65_536):
        body += chunk
        if len(body) > LONGEST_ANSWER or time.monotonic() > deadline:
            break
    return body
