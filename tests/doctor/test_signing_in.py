"""What Salesforce answers to a sign-in that fails → the finding about it, through the table of faults itself."""

from dataclasses import replace

import pytest

from coach.doctor import Facts
from coach.salesforce.faults import Fault, error
from tests.doctor.states import SERVICE, diagnosed

ANSWERS = [
    ("invalid_client_id", "client identifier invalid", "app-unknown"),
    ("invalid_client", "invalid client credentials", "app-unknown"),
    ("app_not_found", "External client app is not installed in this org", "app-unknown"),
    ("unsupported_grant_type", "grant type not supported", "flow-off"),
    ("invalid_grant", "no client credentials user enabled", "run-as-missing"),
    ("invalid_grant", "user hasn't approved this consumer", "app-not-approved"),
    ("invalid_grant", "invalid assertion", "assertion-refused"),
    ("invalid_audience", "audience is invalid", "assertion-refused"),
    ("OAUTH_APP_BLOCKED", "this app is blocked by admin", "app-blocked"),
    ("invalid_app_access", "user is not admin approved to access this app", "app-not-approved"),
    ("inactive_user", "user is inactive", "sign-in-refused"),
    ("API_DISABLED_FOR_ORG", "API is disabled for this org", "api-off"),
    ("REDIRECTED", "", "address-moved"),
]


@pytest.mark.parametrize(("code", "words", "finding"), ANSWERS)
def test_each_answer_has_its_one_finding(code: str, words: str, finding: str) -> None:
    sentence = str(error(Fault(code, words, 400)))

    told = diagnosed(Facts(replace(SERVICE, sign_in=(code, sentence)))).detected

    assert [one.finding.id for one in told if one.finding.about == "Signing in"] == [finding]
