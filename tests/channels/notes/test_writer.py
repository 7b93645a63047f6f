"""Work → receipts, over HTTP on paper: updates, and what is told when the org breaks."""

import ast
import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import responses

from coach.app.org import SalesforceOrg
from coach.channels.notes import verdicts
from coach.channels.notes.nouns import NoteWork
from coach.engine.model import Outcome
from coach.errors import TryAgain, Undeliverable
from tests.channels.notes.fakes import PaperNotes
from tests.channels.notes.work import LADDER, only, told, works
from tests.salesforce.fakes import (
    DATA,
    TOKEN_URL,
    answer,
    note_work,
    numbered_id,
    replies,
)


@pytest.mark.parametrize("notes_in", LADDER)
def test_an_update_changes_the_note_and_keeps_its_link(paper: PaperNotes, org: SalesforceOrg, notes_in: str) -> None:
    paper.taken = LADDER[notes_in]
    before = only(org.notes.write_notes(works(1)))
    work = replace(note_work(0, "<p>No longer applies.</p>"), note_id=before.note_id, link_id=before.link_id, version=1)
    after = only(org.notes.write_notes([work]))
    assert (after.outcome, after.note_id, after.link_id) == (Outcome.WRITTEN, before.note_id, before.link_id)
    assert paper.bodies() == ["<p>No longer applies.</p>"]
    assert len(paper.links) == 1


@pytest.mark.parametrize("notes_in", LADDER)
def test_a_note_that_somebody_deleted_is_to_be_made_anew(paper: PaperNotes, org: SalesforceOrg, notes_in: str) -> None:
    paper.taken = LADDER[notes_in]
    work = replace(note_work(0), note_id=numbered_id("069", 99), link_id=numbered_id("06A", 99))
    receipt = only(org.notes.write_notes([work]))
    assert (receipt.outcome, receipt.code) == (Outcome.VANISHED, "ENTITY_IS_DELETED")
    assert (receipt.note_id, receipt.link_id) == (None, None)


def test_a_note_that_hangs_nowhere_is_brought_up_to_date_and_linked(paper: PaperNotes, org: SalesforceOrg) -> None:
    before = only(org.notes.write_notes(works(1)))
    paper.links.clear()
    work = replace(note_work(0, "<p>Newer.</p>"), note_id=before.note_id, version=1)
    receipt = only(org.notes.write_notes([work]))
    assert receipt.outcome is Outcome.WRITTEN
    assert receipt.note_id == before.note_id
    assert paper.bodies() == ["<p>Newer.</p>"]
    assert [link["ContentDocumentId"] for link in paper.links.values()] == [before.note_id]


def test_a_batch_whose_answer_is_lost_is_in_doubt_but_its_updates_are_not(
    mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg
) -> None:
    mocked.replace(responses.POST, f"{DATA}/composite", body=requests.ReadTimeout())
    update = replace(note_work(0), note_id=numbered_id("069", 1), link_id=numbered_id("06A", 1))
    receipts = {receipt.key: receipt for receipt in org.notes.write_notes([update, note_work(1)])}
    assert receipts["card-1"].outcome is Outcome.IN_DOUBT
    assert receipts["card-0"].outcome is Outcome.TRY_AGAIN
    assert receipts["card-0"].note_id == update.note_id


def test_only_the_batch_that_was_lost_is_in_doubt(
    mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg
) -> None:
    calls: list[int] = []

    def lose_the_second(body: dict[str, Any]) -> tuple[int, Any]:
        calls.append(len(body["compositeRequest"]))
        return paper.composite(body) if len(calls) != 2 else (200, "<html>")

    mocked.remove(responses.POST, f"{DATA}/composite")
    replies(mocked, lose_the_second)
    outcomes = told(org.notes.write_notes(works(1_000)))
    counted = {outcome: list(outcomes.values()).count(outcome) for outcome in set(outcomes.values())}
    assert counted == {Outcome.WRITTEN: 400, Outcome.IN_DOUBT: 400, Outcome.TRY_AGAIN: 200}


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ({"status": 403, "json": answer("total_requests")}, TryAgain),
        ({"status": 403, "json": [{"errorCode": "API_DISABLED_FOR_ORG", "message": "x"}]}, TryAgain),
        ({"body": requests.ConnectTimeout()}, TryAgain),
    ],
)
def test_where_nothing_at_all_was_done_it_is_raised(
    mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg, trouble: dict[str, Any], error: type
) -> None:
    mocked.replace(responses.POST, f"{DATA}/composite", **trouble)
    with pytest.raises(error):
        org.notes.write_notes(works(3))


def test_a_sign_in_that_fails_is_raised(mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg) -> None:
    mocked.replace(responses.POST, TOKEN_URL, status=400, json={"error": "invalid_client"})
    with pytest.raises(Undeliverable, match="consumer key"):
        org.notes.write_notes(works(1))


def test_our_share_used_up_on_the_way_lets_the_rest_wait(
    mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg
) -> None:
    def handle(request: Any) -> tuple[int, dict[str, str], str]:
        status, body = paper.composite(json.loads(request.body))
        return status, {"Sforce-Limit-Info": "api-usage=90/100"}, json.dumps(body)

    mocked.remove(responses.POST, f"{DATA}/composite")
    mocked.add_callback(responses.POST, f"{DATA}/composite", callback=handle)
    receipts = org.notes.write_notes(works(401))
    waiting = [receipt for receipt in receipts if receipt.outcome is Outcome.TRY_AGAIN]
    assert len(waiting) == 1
    assert waiting[0].code == "API_BUDGET"
    assert waiting[0].after == timedelta(minutes=15)


def test_nothing_to_do_costs_nothing(org: SalesforceOrg) -> None:
    assert org.notes.write_notes([]) == []


WRONG_IDS = [
    replace(note_work(0), opportunity_id="../User/005"),
    replace(note_work(0), opportunity_id="https://evil.example/x"),
    replace(note_work(0), note_id="../Opportunity/006"),
    replace(note_work(0), note_id=numbered_id("006", 1)),
]


@pytest.mark.parametrize("wrong", WRONG_IDS)
def test_a_malformed_id_is_refused_before_any_call_and_alone(
    paper: PaperNotes, org: SalesforceOrg, wrong: NoteWork
) -> None:
    receipts = {one.key: one for one in org.notes.write_notes([wrong, note_work(1)])}
    assert (receipts["card-0"].outcome, receipts["card-0"].code) == (Outcome.REFUSED, "MALFORMED_ID")
    assert receipts["card-1"].outcome is Outcome.WRITTEN
    assert len(paper.notes) == 1


def test_an_org_without_notes_is_for_an_admin_and_parks_no_single_note(paper: PaperNotes, org: SalesforceOrg) -> None:
    paper.taken = set()
    with pytest.raises(TryAgain, match="an admin turns on Notes"):
        org.notes.write_notes(works(400))
    assert len(paper.calls) == 3


UNSETTLED: list[tuple[dict[str, Any], str]] = [
    ({"status": 503, "json": answer("unavailable")}, "Salesforce is not available."),
    ({"status": 400, "json": [{"errorCode": "QUERY_TIMEOUT", "message": "x"}]}, "took too long"),
    ({"status": 400, "json": [{"errorCode": "BRAND_NEW", "message": "x"}]}, "BRAND_NEW"),
    ({"status": 403, "json": {"error": "blocked"}}, "a proxy or firewall"),
    ({"status": 401, "body": "<html>Sign in to the proxy</html>"}, "a proxy or firewall"),
    ({"status": 404, "body": "<html>Not here</html>"}, "the operator checks the org's address"),
    ({"status": 429, "body": ""}, "HTTP status 429"),
    ({"status": 200, "body": "<html>Down for maintenance</html>"}, "a page for maintenance"),
    ({"status": 200, "json": {}}, "may have been done"),
    ({"status": 200, "json": []}, "may have been done"),
    ({"status": 302, "headers": {"Location": "https://acme2.my.salesforce.com/x"}}, "moved to https://acme2.my."),
]


@pytest.mark.parametrize(("trouble", "words"), UNSETTLED)
def test_what_is_no_refusal_of_the_orgs_own_leaves_a_doubt_and_says_what_came(
    mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg, trouble: dict[str, Any], words: str
) -> None:
    mocked.replace(responses.POST, f"{DATA}/composite", **trouble)
    receipts = org.notes.write_notes(works(3))
    assert {receipt.outcome for receipt in receipts} == {Outcome.IN_DOUBT}
    assert all(words in receipt.sentence for receipt in receipts)


@pytest.mark.parametrize("answered", [{}, [], {"success": True}, {"success": True, "id": numbered_id("006", 1)}])
def test_a_success_without_a_notes_id_is_not_believed(
    paper: PaperNotes, org: SalesforceOrg, answered: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper.taken = LADDER["single"]
    org.notes.write_notes(works(1))
    monkeypatch.setattr(paper, "single", lambda *_: (201, answered))
    assert only(org.notes.write_notes([note_work(1)])).outcome is Outcome.IN_DOUBT


@pytest.mark.parametrize("notes_in", LADDER)
def test_notes_switched_off_while_an_update_waits_forgets_no_note(
    mocked: responses.RequestsMock, paper: PaperNotes, org: SalesforceOrg, notes_in: str
) -> None:
    paper.taken = LADDER[notes_in]
    before = only(org.notes.write_notes(works(1)))
    paper.switched_off = True
    work = replace(note_work(0, "<p>Newer.</p>"), note_id=before.note_id, link_id=before.link_id, version=1)
    try:
        sentence = only(org.notes.write_notes([work])).sentence
    except Undeliverable as failure:
        sentence = str(failure)
    assert "an admin turns on Notes (Setup → Notes Settings)" in sentence
    paper.switched_off = False
    assert only(org.notes.write_notes([work])).note_id == before.note_id


def test_only_a_query_pronounces_a_note_deleted_or_a_record_gone() -> None:
    """So that no refusal, in whatever words, is ever taken for a verdict on one record."""
    folder = Path(verdicts.__file__).parent.parent
    pronouncing = {
        path.name
        for path in folder.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"VANISHED", "RECORD_GONE"}
    }
    assert pronouncing == {"verdicts.py"}
