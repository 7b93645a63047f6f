import re
from dataclasses import replace
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask.testing import FlaskClient
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import Outcome, Reason, Receipt
from coach.engine.responses import Dismissal, Response, ResponseKind
from coach.log.page import ROWS
from coach.text import folded
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FORM
from tests.fixtures.logbook_rows import said
from tests.fixtures.make import ALICE, BOB, LEASE, deal, delivered, evaluated, hold_back, opportunity, retire
from tests.log.pages.conftest import ALICE_HERSELF, ALICES_MANAGER, EVE, MAX, Around
from tests.queue.test_evaluation import save

HOSTILE = '\u202e<img src=x onerror=alert(1)>=HYPERLINK("http://x")' + "Ω" * 10_000


def write_all(store: SqlStore, outcome: Outcome = Outcome.WRITTEN, sentence: str = "") -> None:
    claims = store.claim_deliveries(100, LEASE)
    store.settle_deliveries(
        claims, [Receipt(claim.work.key, outcome, "069a", code="NO", sentence=sentence) for claim in claims]
    )


def main(client: FlaskClient, address: str, status: int = 200) -> str:
    """What the page says, without markup."""
    answer = client.get(address)
    assert answer.status_code == status, answer.text
    return " ".join(_text(answer.text.partition("<main")[2]).split())


def _text(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", " ", html))


# ---------------------------------------------------------------- the log


def test_the_log_lists_what_was_decided_why_and_what_came_of_it(client: FlaskClient, store: SqlStore) -> None:
    save(store, delivered(), "1")
    write_all(store)
    store.answers.respond("card-1", ALICE.id, "session", lambda at: Response(ResponseKind.DONE, at))

    page = main(client, "/log")

    for words in (
        "1 decision",
        "25 Nov, 12:00 Alice Deal 1",
        "Negotiation 125,000.50 EUR Hold the price",
        "Delivered Done",
        "Why It applies.",
        "When 25 Nov 2026, 12:00",
        "Stage Proposal → Negotiation",
        "Products Imaging, Service",
        "Note on the record in 0.0 s",
    ):
        assert words in page


def test_a_deal_is_linked_to_its_record_and_a_decision_to_its_story(client: FlaskClient, engine: Engine) -> None:
    (each,) = said(engine, {})

    page = client.get("/log").text

    assert f'href="https://example.my.salesforce.com/lightning/r/Opportunity/{opportunity(1)}/view"' in page
    assert f'href="/log/{each}"' in page


def test_a_note_that_waits_says_for_whom(client: FlaskClient, store: SqlStore) -> None:
    save(store, delivered(), "1")
    write_all(store, Outcome.REFUSED, "An administrator must turn on Notes in Setup.")

    assert "waiting for somebody to act: An administrator must turn on Notes in Setup." in main(client, "/log")


def test_a_record_that_was_gone_is_named_by_its_id(client: FlaskClient, engine: Engine) -> None:
    said(engine, {"deal_name": None, "stage": None, "stage_before": None, "currency": None})

    assert f"<b>{opportunity(1)}</b>" in client.get("/log").text


def test_only_rows_of_the_viewer_s_people_are_there(client: FlaskClient, engine: Engine, context: Around) -> None:
    alices, bobs = said(engine, {}, {"owner_id": BOB.id, "owner_name": "Bob", "deal_name": "Secret"})

    for address in ("/log", "/log?deal=Secret", f"/log?deal={opportunity(1)}"):
        assert "Secret</a>" not in client.get(address).text
    assert client.get(f"/log/{bobs}").status_code == 404
    context.gate.viewer = ALICE_HERSELF
    assert client.get(f"/log/{alices}").status_code == 200
    context.gate.viewer = Viewer(None, "Noor", Role.ENABLEMENT)
    assert client.get("/log").status_code == 403


def test_who_looks_at_whose_rows_is_noted_down(client: FlaskClient, engine: Engine, context: Around) -> None:
    said(engine, {}, {"owner_id": MAX}, {"owner_id": BOB.id})

    client.get("/log")

    assert context.looked == [("Max", frozenset({ALICE.id}), "log")]


def test_looking_at_one_s_own_rows_is_nobody_s_business(client: FlaskClient, engine: Engine, context: Around) -> None:
    context.gate.viewer = ALICE_HERSELF
    (each,) = said(engine, {})

    client.get("/log")
    client.get(f"/log/{each}")

    assert context.looked == []


def test_an_empty_log_says_what_will_be_here(client: FlaskClient) -> None:
    assert "Nothing here yet" in main(client, "/log")


def test_a_stage_reads_as_people_see_it_and_is_found_by_that(
    client: FlaskClient, engine: Engine, context: Around
) -> None:
    said(engine, {"stage": "Negotiation/Review", "stage_before": "Proposal"})
    context.labels |= {"stage": {"Negotiation/Review": "Final Terms"}}

    answer = client.get("/log?stage=final terms")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/log?stage=Negotiation%2FReview")
    page = main(client, "/log?stage=Negotiation/Review")
    assert "Final Terms" in page
    assert "Negotiation/Review" not in page
    assert "Proposal → Final Terms" in page


def test_filters_without_a_row_say_so(client: FlaskClient, engine: Engine) -> None:
    said(engine, {})

    assert "No decision fits" in main(client, "/log?stage=nowhere")


def test_a_form_s_empty_fields_do_not_stay_in_the_address(client: FlaskClient) -> None:
    answer = client.get("/log?stage=A&rep=&min=&from=&sort=")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/log?stage=A")


@pytest.mark.parametrize("written", ["1,000,000", "1m", "1.000.000", "1'000'000", "1 000 000"])
def test_an_amount_is_one_number_however_it_is_written(client: FlaskClient, engine: Engine, written: str) -> None:
    said(engine, {"worth": 999_999.0, "amount": 999_999}, {"worth": 1_000_000.0, "amount": 1_000_000})

    answer = client.get("/log", query_string={"min": written})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/log?min=1000000")
    page = client.get("/log?min=1000000").text
    assert ('value="1,000,000"' in page, "1 decision<" in page) == (True, True)
    kept = keep(client, name="Large", query=urlencode({"min": written}))
    assert kept.headers["Location"] == "/log?min=1000000"


def test_each_filter_that_is_applied_can_be_removed_and_all_at_once(client: FlaskClient, engine: Engine) -> None:
    said(engine, {})

    page = client.get("/log?stage=Negotiation&decision=hold_back&sort=deal").text

    assert 'id="without-stage" href="/log?decision=hold_back&amp;sort=deal"' in page
    assert 'id="without-decision" href="/log?stage=Negotiation&amp;sort=deal"' in page
    assert 'id="clear" href="/log?sort=deal">Clear all' in page
    assert "Remove the filter" not in client.get("/log?sort=deal").text


def test_accounts_are_those_of_deals_that_the_viewer_may_see(
    client: FlaskClient, engine: Engine, context: Around
) -> None:
    for owner, name in ((ALICE.id, "Société Générale"), (ALICE.id, "Zeta"), (BOB.id, "Societa Segreta")):
        said(engine, {"owner_id": owner, "account_name": name, "account_folded": folded(name)})

    assert client.get("/log/accounts.json?q=soci").json == ["Société Générale"]
    assert client.get("/log/accounts.json").json == ["Zeta", "Société Générale"]
    assert client.get("/log/accounts.json?q=%25").json == []
    context.gate.viewer = Viewer(None, "Noor", Role.ENABLEMENT)
    assert client.get("/log/accounts.json").status_code == 403


def test_nonsense_is_marked_where_it_stands_and_nothing_is_looked_up(client: FlaskClient, engine: Engine) -> None:
    said(engine, {})

    page = client.get("/log?min=x&stage=Negotiation")

    assert page.status_code == 400
    assert 'aria-invalid="true" aria-describedby="min-mistake"' in page.text
    assert "<li>Amount from: Not an amount: write it as 50000, 1,000,000 or 1234.50.</li>" in page.text
    assert "<table" not in page.text


def test_pages_lead_on_and_back(client: FlaskClient, engine: Engine) -> None:
    said(engine, *({"deal_name": f"Deal {number:03}"} for number in range(2 * ROWS + 1)))
    first = client.get("/log?sort=deal").text
    second = client.get(link(first, "next")).text
    third = client.get(link(second, "next")).text

    assert [text.count("<tr") - 1 for text in (first, second, third)] == [ROWS, ROWS, 1]
    assert ('rel="prev"' in first, 'rel="next"' in third) == (False, False)
    assert client.get(link(third, "prev")).text == second
    back = client.get(link(second, "prev"))
    assert (back.status_code, back.headers["Location"]) == (302, "/log?sort=deal")


def link(page: str, rel: str) -> str:
    return unescape(page.partition(f'rel="{rel}" href="')[2].partition('"')[0])


def test_a_large_number_is_not_counted_out(client: FlaskClient, engine: Engine) -> None:
    said(engine, *({} for _ in range(502)))

    assert "More than 500 decisions" in main(client, "/log")


def test_a_heading_says_how_the_table_is_sorted_and_turns_it(client: FlaskClient, engine: Engine) -> None:
    said(engine, {})

    page = client.get("/log?sort=-amount&stage=Negotiation").text

    assert page.count("aria-sort=") == 1
    assert 'aria-sort="descending"' in page
    assert 'href="/log?stage=Negotiation&amp;sort=amount"' in page
    assert 'href="/log?stage=Negotiation&amp;sort=-when"' in page
    assert "sorted by amount, descending" in page


def test_the_rows_can_be_taken_along(client: FlaskClient, engine: Engine) -> None:
    said(engine, {})

    assert 'href="/log/export.csv?stage=Negotiation"' in client.get("/log?stage=Negotiation&sort=deal").text


# ---------------------------------------------------------------- hostile values


@pytest.mark.parametrize("path", ["", "/story"])
def test_hostile_values_are_text_on_one_line_and_cut(client: FlaskClient, engine: Engine, path: str) -> None:
    (each,) = said(
        engine,
        {
            **dict.fromkeys(("deal_name", "owner_name", "stage", "stage_before", "currency", "detail"), HOSTILE),
            **dict.fromkeys(("card", "library"), HOSTILE),
            "product_families": (HOSTILE,),
            "amount": 5,
        },
    )

    for address in (f"/log/{each}" if path else "/log", f"/log?deal={quote(HOSTILE[1:30])}"):
        page = client.get(address).text
        assert "<img src=x" not in page
        assert "\u202e" not in page
        assert "Ω" * 700 not in page


def test_a_hostile_comment_is_text(client: FlaskClient, engine: Engine) -> None:
    (each,) = said(engine, {})
    client.post(f"/log/{each}/comments", data=FORM | {"text": HOSTILE[:1_000]})

    for address in ("/log", f"/log/{each}"):
        page = client.get(address).text
        assert ("<img src=x" in page, "\u202e" in page) == (False, False)


def test_nothing_on_a_page_is_inline(client: FlaskClient, store: SqlStore) -> None:
    save(store, delivered(), "1")

    pages = "".join(client.get(address).text for address in ("/", "/log", "/log/1", f"/log?deal={opportunity(1)}"))

    assert not [trap for trap in ("style=", "<style", "onclick=", "<script>") if trap in pages]
    assert set(re.findall(r"<script[^>]*>[^<]*", pages)) == {'<script type="module" src="/pages/log.js">'}


# ---------------------------------------------------------------- why a deal got no card


def test_looking_at_one_deal_shows_what_was_held_back_and_what_would_be_decided_now(
    client: FlaskClient, store: SqlStore, context: Around
) -> None:
    save(store, evaluated(deal(), [hold_back(Reason.WEEKLY_MINUTES, detail="24 of 24 minutes used.")]), "1")
    context.deals[opportunity(1)] = deal()

    page = main(client, f"/log?deal={opportunity(1)}")

    assert "Held back the week's minutes are used up" in page
    assert "24 of 24 minutes used." in page
    assert "What Coach would decide now Delivered Hold the price" in page
    assert "What others lack, nearest first Open well : stage Prospecting, found Negotiation" in page


def test_a_deal_of_somebody_else_is_as_good_as_unknown(client: FlaskClient, context: Around) -> None:
    context.deals[opportunity(1)] = deal(owner=BOB)

    assert "Coach has never read this deal" in main(client, f"/log?deal={opportunity(1)}")


def test_without_playbooks_the_log_is_there_all_the_same(client: FlaskClient, engine: Engine, context: Around) -> None:
    said(engine, {})
    context.playbooks, context.deals[opportunity(1)] = None, deal()

    assert "1 decision" in main(client, f"/log?deal={opportunity(1)}")


# ---------------------------------------------------------------- the story


def test_the_story_is_told_from_the_event_to_what_came_after(client: FlaskClient, store: SqlStore) -> None:
    save(store, delivered(), "first")
    write_all(store)
    store.answers.respond("card-1", ALICE.id, "session", lambda at: Response(ResponseKind.ACKNOWLEDGED, at))
    save(store, evaluated(deal(), [retire()], retired={"card-1": Reason.NO_LONGER_APPLIES}), "second")

    page = main(client, "/log/1")

    for words in (
        "Delivered applies It applies.",
        "the deal was changed, as another system told Coach (JSON event) (this decision) first",
        "true amount expected: at least 100,000 found: 125,000.50 EUR",
        "missing: probability",
        "Scope Imaging , 19 EUR, 5% off",
        "The discount is above 15%.",
        "Trade, never give.",
        "a new note: it is on the record",
        "opened the card",
        "took note of it",
        "Retired no longer applies",
    ):
        assert words in page


def test_a_story_without_card_and_conditions_is_told_too(client: FlaskClient, engine: Engine) -> None:
    (each,) = said(engine, {})

    page = main(client, f"/log/{each}")

    assert "conditions were not looked at: what led to this decision came before them." in page
    assert "What came after Nothing yet." in page


def test_answers_are_told_to_the_rep_alone(client: FlaskClient, store: SqlStore, context: Around) -> None:
    save(store, delivered(), "1")
    store.answers.respond(
        "card-1", ALICE.id, "session", lambda at: Response(ResponseKind.ANSWERED, at, option=1, right=True)
    )

    assert "answered rightly" not in main(client, "/log") + main(client, "/log/1")
    context.gate.viewer = ALICE_HERSELF
    assert "answered rightly" in main(client, "/log")
    assert "answered rightly the question" in main(client, "/log/1")


WROTE = "Their CFO asked <b>me</b> not to."
EVES_BOB = Viewer(EVE, "Eve", Role.MANAGER, frozenset({BOB.id}))


def dismiss(store: SqlStore, rep: str, words: str) -> None:
    store.answers.respond(
        "card-1", rep, "link", lambda at: Response(ResponseKind.DISMISSED, at, dismissal=Dismissal.OTHER, words=words)
    )


@pytest.mark.parametrize(
    "viewer", [ALICES_MANAGER, ALICE_HERSELF, Viewer(None, "Ada", Role.ADMIN)], ids=lambda viewer: viewer.name
)
def test_the_words_of_a_rep_who_dismissed_a_card_are_read_by_who_sees_their_log(
    client: FlaskClient, store: SqlStore, context: Around, viewer: Viewer
) -> None:
    save(store, delivered(), "1")
    dismiss(store, ALICE.id, WROTE)
    store.answers.respond("card-1", ALICE.id, "session", lambda at: Response(ResponseKind.RATED, at, useful=False))
    context.gate.viewer = viewer

    page = main(client, "/log/1")

    assert f"dismissed it: another reason, in their words “{WROTE}”" in page
    assert page.index("dismissed it") < page.index("did not find it useful")


@pytest.mark.parametrize(
    ("viewer", "status"),
    [(EVES_BOB, 404), (Viewer(BOB.id, "Bob", Role.REP), 404), (Viewer(None, "Noor", Role.ENABLEMENT), 403)],
)
def test_the_words_of_a_rep_are_not_read_by_others(
    client: FlaskClient, store: SqlStore, context: Around, viewer: Viewer, status: int
) -> None:
    save(store, delivered(), "1")
    dismiss(store, ALICE.id, WROTE)
    context.gate.viewer = viewer

    assert "CFO" not in main(client, "/log/1", status)


def test_the_words_of_who_owned_the_deal_before_and_after_stand_each_in_their_own_story(
    client: FlaskClient, store: SqlStore, context: Around
) -> None:
    save(store, delivered(), "1")
    dismiss(store, ALICE.id, "What Alice wrote.")
    dismiss(store, BOB.id, "What Bob wrote.")
    save(store, replace(delivered(1, BOB), decisions=(retire(reason=Reason.DISMISSED),)), "2")

    context.gate.viewer = Viewer(EVE, "Eve", Role.MANAGER, frozenset({ALICE.id, BOB.id}))
    assert "What Alice wrote." in (of_alice := main(client, "/log/1"))
    assert "What Bob wrote." not in of_alice
    context.gate.viewer = EVES_BOB
    assert "What Bob wrote." in (of_bob := main(client, "/log/2"))
    assert "What Alice wrote." not in of_bob


@pytest.mark.parametrize("decision", ["7", "9223372036854775808", "-1", "x", "9" * 5_000])
def test_a_decision_that_is_not_there_is_not_found(client: FlaskClient, decision: str) -> None:
    assert client.get(f"/log/{decision}").status_code == 404


# ---------------------------------------------------------------- comments


def comment(client: FlaskClient, decision: int, **typed: str) -> Any:
    return client.post(f"/log/{decision}/comments", data=FORM | typed)


def test_a_manager_s_comment_is_read_by_the_rep_and_those_above(
    client: FlaskClient, engine: Engine, context: Around
) -> None:
    (each,) = said(engine, {})

    answer = comment(client, each, text="Ask for the second signature.\nFirst.", follow_up_on="2026-12-01")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"/log/{each}#comments")
    for viewer in (ALICES_MANAGER, ALICE_HERSELF, Viewer(EVE, "Eve", Role.MANAGER, frozenset({MAX, ALICE.id}))):
        context.gate.viewer = viewer
        page = client.get(f"/log/{each}").text
        assert "Ask for the second signature.\nFirst." in page
        assert "to come back to on 1 Dec 2026" in page


def test_what_is_wrong_with_a_comment_is_said_and_what_was_typed_stays(client: FlaskClient, engine: Engine) -> None:
    (each,) = said(engine, {})

    answer = comment(client, each, text="Keep this.", follow_up_on="2026-11-24")

    assert answer.status_code == 400
    assert "A day from today on, within two years" in answer.text
    assert ">Keep this.</textarea>" in answer.text
    assert comment(client, each, text=" ").status_code == 400
    assert comment(client, each, text="x" * 2_001).status_code == 400


def test_what_a_manager_wants_to_come_back_to_stands_above_their_log(client: FlaskClient, engine: Engine) -> None:
    (each,) = said(engine, {})
    comment(client, each, text="Was the budget confirmed?", follow_up_on="2026-11-25")

    page = client.get("/log").text
    assert "today, 25 Nov 2026" in page
    assert "Was the budget confirmed?" in page

    client.post(f"/log/{each}/comments/1/settled", data=FORM)
    assert "Was the budget confirmed?" not in client.get("/log").text
    assert "came back to it" in client.get(f"/log/{each}").text


@pytest.mark.parametrize("what", ["settled", "removed"])
def test_only_who_wrote_a_comment_changes_it(client: FlaskClient, engine: Engine, context: Around, what: str) -> None:
    (each,) = said(engine, {})
    comment(client, each, text="Mine.", follow_up_on="2026-12-01")

    context.gate.viewer = Viewer(BOB.id, "Bob", Role.ADMIN)
    assert client.post(f"/log/{each}/comments/1/{what}", data=FORM).status_code == 404
    context.gate.viewer = replace(ALICES_MANAGER, user_id=EVE)
    assert client.post(f"/log/{each}/comments/1/{what}", data=FORM).status_code == 404
    context.gate.viewer = ALICES_MANAGER
    assert client.post(f"/log/{each}/comments/1/{what}", data=FORM).status_code == 303


def test_nobody_comments_where_they_may_not_look(client: FlaskClient, engine: Engine, context: Around) -> None:
    alices, bobs = said(engine, {}, {"owner_id": BOB.id})

    assert comment(client, bobs, text="Hello").status_code == 404
    context.gate.viewer = ALICE_HERSELF
    assert comment(client, alices, text="Hello").status_code == 403


# ---------------------------------------------------------------- saved views


def keep(client: FlaskClient, **typed: str) -> Any:
    return client.post("/log/views", data=FORM | typed)


def test_filters_are_kept_under_a_name(client: FlaskClient) -> None:
    answer = keep(client, name="Held  back\u202e", query="nonsense=1&decision=hold_back")

    assert (answer.status_code, answer.headers["Location"]) == (303, "/log?decision=hold_back")
    assert (
        '<a href="/log?decision=hold_back" aria-current="page">Held back</a>'
        in client.get("/log?decision=hold_back").text
    )


def test_a_shared_view_is_offered_to_the_team(client: FlaskClient, store: SqlStore, context: Around) -> None:
    keep(client, name="For us", query="stage=A", shared="yes")
    keep(client, name="For me", query="stage=B")

    context.gate.viewer = ALICE_HERSELF
    page = main(client, "/log")

    assert "For us from Max" in page
    assert "For me" not in page


def test_a_view_can_be_removed_by_its_owner_alone(client: FlaskClient, context: Around) -> None:
    keep(client, name="For us", query="stage=A", shared="yes")

    context.gate.viewer = ALICE_HERSELF
    assert client.post("/log/views/1/removed", data=FORM).status_code == 404
    context.gate.viewer = ALICES_MANAGER
    assert client.post("/log/views/1/removed", data=FORM).status_code == 303
    assert "For us" not in client.get("/log").text


@pytest.mark.parametrize("name", ["", " ", "x" * 61])
def test_a_view_needs_a_name(client: FlaskClient, name: str) -> None:
    answer = keep(client, name=name, query="")

    assert answer.status_code == 400
    assert "A view needs a name of at most 60 characters." in answer.text


# ---------------------------------------------------------------- the start page
