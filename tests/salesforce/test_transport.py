from datetime import timedelta
from pathlib import Path

import pytest
import responses

from coach.errors import Undeliverable
from coach.leases import LeaseOver, elapsed, renewing
from coach.salesforce import transport
from coach.salesforce.transport import Moved, OrgSession, Unending, UnreadableAnswer
from tests.salesforce.fakes import URL

EVIL = "https://evil.example/x"


@pytest.fixture
def session() -> OrgSession:
    return OrgSession(URL, "coach", (1, 2))


def test_every_request_names_its_client_and_has_a_timeout(mocked: responses.RequestsMock, session: OrgSession) -> None:
    mocked.get(f"{URL}/x", match=[responses.matchers.request_kwargs_matcher({"timeout": (1, 2)})])
    session.get(f"{URL}/x")
    assert mocked.calls[0].request.headers["Sforce-Call-Options"] == "client=coach"


def test_a_foreign_host_is_never_called(mocked: responses.RequestsMock, session: OrgSession) -> None:
    mocked.get(EVIL)
    with pytest.raises(Undeliverable, match="not the configured org"):
        session.get(EVIL)
    assert not mocked.calls


@pytest.mark.parametrize("url", ["http://acme.my.salesforce.com/x", "https://acme.my.salesforce.com:8443/x"])
def test_another_scheme_or_port_is_a_foreign_host(session: OrgSession, url: str) -> None:
    with pytest.raises(Undeliverable):
        session.get(url)


def test_a_redirect_is_not_followed(mocked: responses.RequestsMock, session: OrgSession) -> None:
    mocked.get(f"{URL}/x", status=302, headers={"Location": EVIL})
    mocked.get(EVIL)
    with pytest.raises(Moved) as caught:
        session.get(f"{URL}/x", allow_redirects=True)
    assert (caught.value.status, caught.value.location) == (302, EVIL)
    assert len(mocked.calls) == 1


def test_a_netrc_entry_does_not_replace_the_token(
    mocked: responses.RequestsMock, session: OrgSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine acme.my.salesforce.com login a password b\n")
    monkeypatch.setenv("NETRC", str(netrc))
    mocked.get(f"{URL}/x")
    session.get(f"{URL}/x", headers={"Authorization": "Bearer mine"})
    assert mocked.calls[0].request.headers["Authorization"] == "Bearer mine"


def test_cookies_are_not_kept(mocked: responses.RequestsMock, session: OrgSession) -> None:
    mocked.get(f"{URL}/x", headers={"Set-Cookie": "sid=1; Path=/"})
    session.get(f"{URL}/x")
    assert not session.cookies


def test_no_request_goes_out_under_a_lease_that_is_over(mocked: responses.RequestsMock, session: OrgSession) -> None:
    mocked.get(f"{URL}/x")
    minute = timedelta(minutes=1)
    with renewing(lambda: True, minute, elapsed()):
        session.get(f"{URL}/x")
    with renewing(lambda: True, minute, elapsed() - 60), pytest.raises(LeaseOver):
        session.get(f"{URL}/x")
    assert len(mocked.calls) == 1


def test_an_answer_without_end_is_not_read_to_its_end(
    mocked: responses.RequestsMock, session: OrgSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    mocked.get(f"{URL}/x", body=b"x" * 3_000_000)
    assert len(session.get(f"{URL}/x").content) == 3_000_000
    monkeypatch.setattr(transport, "MOST_BYTES", 2_999_999)
    with pytest.raises(Unending):
        session.get(f"{URL}/x")


def test_an_answer_that_comes_in_for_too_long_is_given_up(
    mocked: responses.RequestsMock, session: OrgSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    mocked.get(f"{URL}/x", body=b"x")
    minutes = iter(range(0, 600, 61))
    monkeypatch.setattr(transport, "elapsed", lambda: float(next(minutes)))
    with pytest.raises(Unending):
        session.get(f"{URL}/x")


@pytest.mark.parametrize(
    "body", [b"[" * 101 + b"]" * 101, b'{"a":' * 101 + b"1" + b"}" * 101, b'{"a": ' + b"1" * 5000 + b"}"]
)
def test_json_that_nobody_should_parse_is_not_handed_on(
    mocked: responses.RequestsMock, session: OrgSession, body: bytes
) -> None:
    mocked.get(f"{URL}/x", body=body, content_type="application/json;charset=UTF-8")
    with pytest.raises(UnreadableAnswer):
        session.get(f"{URL}/x")


@pytest.mark.parametrize("body", [b"[" * 100 + b"]" * 100, b'["' + b"[" * 500 + b'\\"[", "' + b"7" * 5000 + b'"]'])
def test_what_stands_in_texts_counts_for_nothing(
    mocked: responses.RequestsMock, session: OrgSession, body: bytes
) -> None:
    mocked.get(f"{URL}/x", body=body, content_type="application/json")
    assert session.get(f"{URL}/x").json()
