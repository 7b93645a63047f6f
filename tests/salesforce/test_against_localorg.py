"""The adapter against the look-alike org, over real HTTP; the org itself counts what it cost."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from coach.app.org import SalesforceOrg
from coach.channels.notes.nouns import FoundNote, NotePlace, NoteReceipt, NoteWork
from coach.engine.model import EventKind, Outcome
from coach.engine.notes.marker import token
from coach.errors import TryAgain, Undeliverable
from coach.ids import to18
from coach.ports import Whereabouts
from localorg.apps.clients import INTEGRATION_USERNAME
from localorg.settings import LocalOrgSettings
from tests.machine import PATIENCE
from tests.salesforce.fakes import DictMemory, numbered_id
from tests.salesforce.served import Served, serve

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
NONE: frozenset[str] = frozenset()


def where(org: SalesforceOrg, note_id: str, deal_id: str = numbered_id("006", 999)) -> Whereabouts:
    return org.notes.look_at_notes({"key": NotePlace(deal_id, note_id)})["key"].where


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from serve(tmp_path_factory.mktemp("org"))


@pytest.fixture
def served(running: Served) -> Served:
    running.reset()
    return running


@pytest.fixture
def memory() -> DictMemory:
    return DictMemory()


@pytest.fixture
def org(served: Served, memory: DictMemory) -> SalesforceOrg:
    return served.adapter(memory)


@pytest.fixture(scope="module")
def deal_ids(running: Served) -> list[str]:
    return [event.opportunity_id for event in running.adapter().changed_since(LONG_AGO).events]


Works = Callable[..., list[NoteWork]]


@pytest.fixture
def works(served: Served, deal_ids: list[str], request: pytest.FixtureRequest) -> Works:
    """Notes to be created, of titles that no other test uses; what is there already is known, as the store has it."""
    known = frozenset(str(row["Id"]) for row in served.query("SELECT Id FROM ContentNote"))

    def make(number: int, *forms: str) -> list[NoteWork]:
        keys = [f"{request.node.name}-{one}" for one in range(number)]
        return [
            NoteWork(
                key,
                deal_ids[one % len(deal_ids)],
                f"Coach: {request.node.name} [{one}]",
                marked(key, forms or ("<p>Ask for the <b>budget</b>.</p>", "Ask for the budget.")),
                known=known,
            )
            for one, key in enumerate(keys)
        ]

    return make


def marked(key: str, forms: Sequence[str]) -> tuple[str, ...]:
    """With the marker at the end, as every note has it."""
    return tuple(f"{form}<p>{token(key)}</p>" if "<" in form else f"{form} {token(key)}" for form in forms)


def outcomes(receipts: Sequence[NoteReceipt]) -> Counter[Outcome]:
    return Counter(receipt.outcome for receipt in receipts)


def assert_each_is_there_once(served: Served, org: SalesforceOrg, work: Sequence[NoteWork]) -> None:
    """Each piece of work is found linked to its record, and the org has no second note of its title."""
    found = org.notes.find_notes(work)
    assert found.keys() == {one.key for one in work}
    assert all(one.link_id for one in found.values())
    titles = {one.title for one in work}
    assert sum(1 for row in served.query("SELECT Title FROM ContentNote") if row["Title"] in titles) == len(work)


# ---------------------------------------------------------------- signing in


def test_identity_is_that_of_the_org(served: Served, org: SalesforceOrg) -> None:
    identity = org.identity()
    assert (identity.org_id, identity.instance_url) == (served.org_id, served.url)


def test_a_signed_assertion_is_a_way_in(served: Served) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    requests.put(
        f"{served.url}/localorg/clients/jwt", json={"certificate": public.decode()}, timeout=PATIENCE
    ).raise_for_status()
    org = served.adapter(
        consumer_key="jwt", consumer_secret=None, private_key=private.decode(), username=INTEGRATION_USERNAME
    )
    assert org.identity().org_id == served.org_id


def test_a_wrong_secret_and_a_wrong_org_are_for_people(served: Served) -> None:
    with pytest.raises(Undeliverable, match="copies both again"):
        served.adapter(consumer_secret="wrong").identity()
    with pytest.raises(Undeliverable, match="is configured"):
        served.adapter(org_id=to18("00Dxx0000001gPL")).identity()


def test_fifty_threads_sign_in_once_and_once_more_when_the_session_ends(
    served: Served, org: SalesforceOrg, deal_ids: list[str]
) -> None:
    for expected in (1, 2):
        with ThreadPoolExecutor(50) as threads:
            read = list(threads.map(lambda _: where(org, numbered_id("069", 1)), range(50)))
        assert read == [Whereabouts.NOT_TOLD] * 50
        assert served.sign_ins() == expected
        served.expire_sessions()


# ---------------------------------------------------------------- reading


def test_all_deals_are_read_in_one_call(served: Served, org: SalesforceOrg, deal_ids: list[str]) -> None:
    org.read_deals(deal_ids[:1], NONE)
    served.forget_calls()
    read = org.read_deals(deal_ids, frozenset({"competitor__c", "Nope__c"}))
    assert served.calls() == 1
    assert read.deals.keys() == set(deal_ids)
    assert read.gone == NONE
    assert all(deal.unreadable == {"Nope__c"} for deal in read.deals.values())
    assert {deal.history[-1].stage == deal.stage for deal in read.deals.values()} == {True}
    assert any(deal.products for deal in read.deals.values())
    assert any(deal.contact_roles for deal in read.deals.values())
    assert any(deal.fields["competitor__c"] for deal in read.deals.values())
    assert any(deal.owner.manager_name for deal in read.deals.values())


def test_a_deal_that_never_was_is_gone(org: SalesforceOrg, deal_ids: list[str]) -> None:
    nobody = numbered_id("006", 999)
    assert org.read_deals([deal_ids[0], nobody], NONE).gone == {nobody}


def test_where_nothing_at_all_is_seen_any_more_no_deal_is_taken_for_gone(tmp_path: Path) -> None:
    for served in serve(tmp_path):
        org = served.adapter()
        ids = list(org.open_deals())
        for one in served.query("SELECT Id FROM Opportunity"):
            served.remove("Opportunity", one["Id"])
        with pytest.raises(Undeliverable, match="sees no opportunity at all any more: an admin"):
            org.read_deals(ids, NONE)


def test_changes_come_oldest_first_and_not_from_before(org: SalesforceOrg) -> None:
    events = org.changed_since(LONG_AGO).events
    times = [event.occurred_at for event in events]
    assert times == sorted(time for time in times if time)
    assert {event.kind for event in events} == {EventKind.CHANGED}
    assert org.changed_since(datetime.now(UTC) + timedelta(hours=1)).events == []


def test_an_org_without_products_and_currencies_is_read_without(tmp_path: Path) -> None:
    for served in serve(tmp_path, features=replace(LocalOrgSettings().features, products=False, multi_currency=False)):
        org = served.adapter(currency="EUR")
        ids = [event.opportunity_id for event in org.changed_since(LONG_AGO).events]
        deals = org.read_deals(ids, NONE).deals.values()
        assert len(deals) == len(ids) > 0
        assert all(deal.unreadable == {"product"} for deal in deals)
        assert all((deal.currency, deal.rates, deal.products) == ("EUR", {}, ()) for deal in deals)


# ---------------------------------------------------------------- writing


@pytest.mark.parametrize("notes_in", ["collections", "composite", "single"])
@pytest.mark.parametrize("spoils", [False, True])
def test_every_note_is_written_once_whatever_the_org_takes(
    served: Served, org: SalesforceOrg, works: Works, notes_in: str, spoils: bool
) -> None:
    served.behave(notes_in=notes_in, bad_note_spoils_batch=spoils)
    work = works(30)
    assert outcomes(org.notes.write_notes(work)) == {Outcome.WRITTEN: 30}
    assert_each_is_there_once(served, org, work)


@pytest.mark.parametrize(
    ("notes_in", "number", "most"),
    [("collections", 1_000, 3), ("collections", 1, 1), ("composite", 500, 22), ("composite", 1, 1), ("single", 1, 2)],
)
def test_what_writing_costs_once_the_org_is_known(
    served: Served, org: SalesforceOrg, works: Works, notes_in: str, number: int, most: int
) -> None:
    served.behave(notes_in=notes_in)
    *work, first = works(number + 1)
    org.notes.write_notes([first])
    served.forget_calls()
    assert outcomes(org.notes.write_notes(work)) == {Outcome.WRITTEN: number}
    assert served.calls() <= most


@pytest.mark.parametrize("notes_in", ["collections", "composite", "single"])
def test_a_single_card_costs_at_most_three_calls_with_its_reading(
    served: Served, org: SalesforceOrg, works: Works, notes_in: str
) -> None:
    served.behave(notes_in=notes_in)
    first, card = works(2)
    org.notes.write_notes([first])
    org.read_deals([first.opportunity_id], NONE)
    served.forget_calls()
    org.read_deals([card.opportunity_id], NONE)
    org.notes.write_notes([card])
    assert served.calls() <= 3


@pytest.mark.parametrize("notes_in", ["collections", "composite", "single"])
@pytest.mark.parametrize("spoils", [False, True])
def test_notes_that_are_refused_do_not_hold_up_the_others(
    served: Served, org: SalesforceOrg, works: Works, notes_in: str, spoils: bool
) -> None:
    served.behave(notes_in=notes_in, bad_note_spoils_batch=spoils)
    work = works(40)
    bad = {3, 17, 18}
    for one in bad:
        work[one] = replace(work[one], forms=("<script>x</script>",))
    receipts = {receipt.key: receipt for receipt in org.notes.write_notes(work)}
    assert {key for key, one in receipts.items() if one.outcome is Outcome.REFUSED} == {work[one].key for one in bad}
    assert_each_is_there_once(served, org, [one for number, one in enumerate(work) if number not in bad])


def test_a_form_that_the_org_refuses_gives_way_to_a_plainer_one(
    served: Served, org: SalesforceOrg, works: Works
) -> None:
    served.behave(note_tags=["br"])
    (work,) = works(1)
    (receipt,) = org.notes.write_notes([work])
    assert receipt.outcome is Outcome.WRITTEN
    assert served.text_of(receipt.note_id or "").startswith("Ask for the budget. coach-")


def test_an_update_replaces_title_and_text(served: Served, org: SalesforceOrg, works: Works) -> None:
    (work,) = works(1)
    (before,) = org.notes.write_notes([work])
    text = f"<p>No longer applies ({token(work.key)}).</p>"
    newer = replace(work, title=f"{work.title} (done)", forms=(text,))
    newer = replace(newer, note_id=before.note_id, link_id=before.link_id, version=before.version)
    (after,) = org.notes.write_notes([newer])
    assert (after.outcome, after.note_id, after.link_id) == (Outcome.WRITTEN, before.note_id, before.link_id)
    assert served.text_of(before.note_id or "") == text
    assert org.notes.find_notes([newer])[work.key].note_id == before.note_id


def test_a_note_that_somebody_deleted_is_known_to_be(served: Served, org: SalesforceOrg, works: Works) -> None:
    (work,) = works(1)
    (before,) = org.notes.write_notes([work])
    newer = replace(work, note_id=before.note_id, link_id=before.link_id)
    assert where(org, before.note_id or "", work.opportunity_id) is Whereabouts.THERE

    served.delete(before.note_id or "")
    assert where(org, before.note_id or "", work.opportunity_id) is Whereabouts.REMOVED
    (gone,) = org.notes.write_notes([newer])
    assert (gone.outcome, gone.note_id) == (Outcome.REMOVED, before.note_id)


def test_a_record_that_is_gone_is_told(org: SalesforceOrg, works: Works) -> None:
    good, lost = works(2)
    receipts = {
        receipt.key: receipt.outcome
        for receipt in org.notes.write_notes([good, replace(lost, opportunity_id=numbered_id("006", 999))])
    }
    assert receipts == {good.key: Outcome.WRITTEN, lost.key: Outcome.RECORD_GONE}


# ---------------------------------------------------------------- when the org breaks


@pytest.mark.parametrize("fault", ["answer_lost", "answer_truncated"])
def test_a_lost_answer_is_looked_up_and_nothing_is_written_twice(
    served: Served, org: SalesforceOrg, works: Works, fault: str
) -> None:
    org.identity()
    work = works(5)
    served.switch(**{fault: 1})
    assert outcomes(org.notes.write_notes(work)) == {Outcome.IN_DOUBT: 5}
    found = org.notes.find_notes(work)
    again = [replace(one, note_id=found[one.key].note_id, link_id=found[one.key].link_id) for one in work]
    assert outcomes(org.notes.write_notes(again)) == {Outcome.WRITTEN: 5}
    assert_each_is_there_once(served, org, work)


def test_a_locked_row_waits_alone(served: Served, org: SalesforceOrg, works: Works) -> None:
    org.identity()
    served.switch(row_locked=1)
    receipts = org.notes.write_notes(works(5))
    assert outcomes(receipts) == {Outcome.WRITTEN: 4, Outcome.TRY_AGAIN: 1}
    assert {receipt.code for receipt in receipts} == {"", "UNABLE_TO_LOCK_ROW"}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("outage", "not available"),
        ("limit_exceeded", "used up its API calls"),
        ("html", "answered in Salesforce's place"),
    ],
)
def test_an_org_that_is_away_writes_nothing_and_says_so(
    served: Served, org: SalesforceOrg, works: Works, fault: str, words: str
) -> None:
    org.identity()
    served.switch(**{fault: True})
    work = works(3)
    try:
        sentences = {receipt.sentence for receipt in org.notes.write_notes(work)}
    except TryAgain as failure:
        sentences = {str(failure)}
    assert len(sentences) == 1
    assert words in sentences.pop()
    served.switch(**{fault: False})
    assert org.notes.find_notes(work) == {}


def test_reading_outlives_a_short_outage(served: Served, org: SalesforceOrg, deal_ids: list[str]) -> None:
    org.identity()
    served.switch(outage=2)
    assert len(org.read_deals(deal_ids, NONE).deals) == len(deal_ids)


def test_a_session_that_ends_in_between_is_renewed(served: Served, org: SalesforceOrg, works: Works) -> None:
    first, second = works(2)
    org.notes.write_notes([first])
    served.expire_sessions()
    assert outcomes(org.notes.write_notes([second])) == {Outcome.WRITTEN: 1}


def test_calls_are_left_for_people(served: Served, org: SalesforceOrg, deal_ids: list[str]) -> None:
    org.read_deals(deal_ids, NONE)
    usage = org.usage()
    assert usage is not None
    frugal = served.adapter(api_budget_share=usage.used / usage.allowed)
    frugal.open_deals()
    with pytest.raises(TryAgain, match="left to people"):
        frugal.open_deals()


def test_a_note_that_is_removed_is_gone_with_its_links_and_removing_it_again_does_no_harm(
    served: Served, org: SalesforceOrg, works: Works
) -> None:
    receipts = org.notes.write_notes(works(3))
    note_ids = [receipt.note_id for receipt in receipts if receipt.note_id]

    assert org.notes.remove_notes(note_ids[:2]) == {}
    assert org.notes.remove_notes(note_ids[:2]) == {}
    deals = [one.opportunity_id for one in works(3)]
    told = [where(org, note_id, deal) for note_id, deal in zip(note_ids, deals, strict=True)]
    assert told == [Whereabouts.REMOVED, Whereabouts.REMOVED, Whereabouts.THERE]
    assert list(org.notes.find_notes(works(2)).values()) == [FoundNote(note_id, None) for note_id in note_ids[:2]]


def test_coachs_own_notes_are_listed_with_whether_they_hang_on_a_record(
    served: Served, org: SalesforceOrg, works: Works
) -> None:
    begun = org.now() - timedelta(minutes=1)
    receipts = org.notes.write_notes(works(2))
    linked, loose = (one.note_id or "" for one in receipts)
    served.remove("ContentDocumentLink", receipts[1].link_id or "")

    notes = {one.note_id: one for one in org.notes.own_notes(begun)}

    assert notes.keys() >= {linked, loose}
    assert all(begun <= one.created_at <= org.now() + timedelta(minutes=1) for one in notes.values())
    assert org.notes.attached(frozenset({linked, loose})) == {linked}
    assert not org.notes.own_notes(org.now() + timedelta(days=1))
