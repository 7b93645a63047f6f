import pytest

from coach.errors import Misconfigured
from tests.salesforce.fakes import ORG_ID, settings


def test_secrets_do_not_show_in_the_repr() -> None:
    assert "hush-hush" not in repr(settings())
    assert "PEM" not in repr(settings(consumer_secret=None, private_key="PEM", username="coach@acme.example"))


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1", "https://a.example/"])
def test_plain_http_is_for_loopback_hosts(url: str) -> None:
    assert settings(url=url).url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    ["http://acme.my.salesforce.com", "ftp://127.0.0.1", "https://", "https://u:p@acme.example", "https://a.example/x"],
)
def test_any_other_address_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match="address must"):
        settings(url=url)


def test_an_org_id_is_kept_with_18_characters() -> None:
    assert settings(org_id=ORG_ID[:15]).org_id == ORG_ID


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"org_id": "005xx000001SwiU"}, "The org id is not an id that begins with 00D"),
        ({"consumer_secret": None}, "either the consumer secret or the private key"),
        ({"private_key": "PEM"}, "either the consumer secret or the private key"),
        ({"consumer_secret": None, "private_key": "PEM"}, "name of the user"),
        ({"api_budget_share": 0}, "above 0 and at most 1"),
        ({"api_budget_share": 1.1}, "above 0 and at most 1"),
    ],
)
def test_what_cannot_lead_to_a_sign_in_is_said_at_once(wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        settings(**wrong)
