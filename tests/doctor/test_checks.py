"""Every finding can be brought about and cleared, and says who acts and where."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from coach.channels.registry import CHECKS
from coach.doctor import Facts, OrgFacts, ServiceFacts, Urgency
from tests.doctor.states import GOOD, ORG, SERVICE, WRONG, diagnosed, org, without

FINDINGS = {check.finding.id: check.finding for check in CHECKS}


def told(facts: Facts) -> dict[str, str]:
    return {one.finding.id: one.sentence for one in diagnosed(facts).detected}


def test_every_finding_has_a_state_that_brings_it_about() -> None:
    assert set(FINDINGS) == set(WRONG), (
        "a finding needs its one wrong fact in tests/doctor/states.py, and no other does"
    )
    assert len(FINDINGS) == len(CHECKS), "two findings have one id"


def test_where_nothing_is_wrong_nothing_is_told_and_all_was_looked_at() -> None:
    found = diagnosed(GOOD)

    assert [one.sentence for one in found.detected] == []
    assert [finding.id for finding in found.undetermined] == []
    assert found.status(strict=True) == 0


@pytest.mark.parametrize("name", sorted(WRONG))
def test_what_is_wrong_is_told_by_its_name_and_gone_once_it_is_mended(name: str) -> None:
    assert name in told(WRONG[name](GOOD))
    assert name not in told(GOOD)


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_a_sentence_says_what_is_wrong_who_acts_and_where(name: str) -> None:
    sentence = told(WRONG[name](GOOD))[name]

    assert re.search(r": (an admin|the operator|enablement) \w", sentence)
    assert sentence.endswith(").")
    assert "{}" not in sentence
    assert not re.search(r"\.\.|\.:", sentence)


@pytest.mark.parametrize("name", sorted(FINDINGS))
def test_a_finding_links_to_a_heading_of_the_admins_page(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "admin.md").read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}

    assert FINDINGS[name].see in anchors


def test_one_cause_of_a_refused_sign_in_is_told_once() -> None:
    for name in ("run-as-missing", "app-not-approved", "assertion-refused", "app-unknown", "address-moved"):
        assert [one for one in told(WRONG[name](GOOD)) if FINDINGS[one].about == "Signing in"] == [name]


def test_what_follows_from_a_finding_is_not_told_beside_it() -> None:
    missing = without("Opportunity", "Account", "Product2")
    facts = Facts(SERVICE, replace(ORG, permission_set_licences=None, permissions={"ViewSetup": False}, **missing))

    found = diagnosed(facts)

    assert [one.finding.id for one in found.detected] == ["permission-set-licence"]
    assert "setup-hidden" in {finding.id for finding in found.undetermined}


def test_a_finding_follows_only_from_one_that_there_is() -> None:
    for check in CHECKS:
        assert set(check.finding.follows) <= FINDINGS.keys(), check.finding.id


def test_a_wrong_setting_is_told_alone_for_nothing_else_could_be_looked_at() -> None:
    found = diagnosed(Facts(ServiceFacts(settings=("COACH_SALESFORCE_URL is not set: My Domain address.",))))

    assert [one.finding.id for one in found.detected] == ["settings"]
    assert found.fine == ()
    assert found.status() == 1


def test_an_org_that_did_not_answer_is_not_taken_for_a_sound_one() -> None:
    found = diagnosed(WRONG["org-not-reached"](GOOD))

    assert found.status() == 2
    assert "notes-off" in {finding.id for finding in found.undetermined}


def test_what_could_not_be_seen_of_the_org_is_neither_told_nor_taken_for_right() -> None:
    found = diagnosed(Facts(GOOD.service, OrgFacts()))
    of_org = {name for name, wrong in WRONG.items() if wrong(GOOD).org != GOOD.org and wrong(GOOD).org is not None}

    assert [one.finding.id for one in found.detected] == []
    assert {finding.id for finding in found.fine} & of_org <= {
        "org-away",
        "org-refuses",
        "api-off",
        "scope-missing",
        "crm-content-off",
        "triggers-on-notes",
    }


def test_an_org_that_is_away_and_a_version_that_is_retired_are_not_for_the_orgs_admin_to_mend() -> None:
    page = org(refusal=("503", "Something answered in Salesforce's place (HTTP status 503): a page."))(GOOD)
    retired = org(refusal=("GONE", "The org does not offer this API version."))(GOOD)

    assert "the operator waits where Salesforce is down" in told(page)["org-away"]
    assert "The org does not offer the REST API version 67.0 any more" in told(retired)["api-version"]
    assert "org-refuses" not in told(page) | told(retired)


def test_a_warning_counts_only_where_it_is_strict_and_a_hint_never() -> None:
    warned, hinted = diagnosed(WRONG["no-door"](GOOD)), diagnosed(WRONG["no-pages"](GOOD))

    assert (warned.status(), warned.status(strict=True)) == (0, 1)
    assert (hinted.status(), hinted.status(strict=True)) == (0, 0)


def test_the_gravest_comes_first() -> None:
    severities = [
        one.finding.severity
        for one in diagnosed(
            Facts(ServiceFacts(broker="The broker does not answer: events are kept, and answered once it does."))
        ).detected
    ]

    assert severities == sorted(severities, key=list(Urgency).index)


def test_what_playbooks_need_and_cannot_read_is_told_with_their_names() -> None:
    assert "Opportunity.Amount (big-deals)" in told(WRONG["fields-hidden"](GOOD))["fields-hidden"]


def test_the_token_in_an_outbound_messages_address_is_not_shown() -> None:
    assert "hooks/salesforce/…" in told(WRONG["outbound-address"](GOOD))["outbound-address"]
