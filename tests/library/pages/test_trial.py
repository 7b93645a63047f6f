"""Try a deal: what would be decided, for those who may see its owner; nothing is kept and nothing is written."""

import pytest

from coach.engine.model import Received
from coach.errors import TryAgain
from coach.foresee.asked import no_name
from coach.web.viewer import Role, Viewer
from tests.fixtures.make import evaluated, event
from tests.library.pages.conftest import ADMIN, LibraryWorld
from tests.library.pages.test_views import words
from tests.library.test_revisit import decide
from tests.pipeline.world import ANA, deal

ID = "006000000000001AAA"
TRY = f"/library/deal?id={ID}"

REP = Viewer(ANA.id, "Ana", Role.REP)
MANAGER = Viewer("005000000000008AAA", "Max", Role.MANAGER, below=frozenset({ANA.id}))
STRANGERS = [
    Viewer("005000000000007AAA", "Sam", Role.REP),
    Viewer("005000000000007AAA", "Sam", Role.MANAGER, below=frozenset({"005000000000006AAA"})),
    Viewer("005000000000005AAA", "Eve", Role.ENABLEMENT),
]


@pytest.mark.parametrize(
    "text", ["001000000000001AAA", "https://acme.lightning.force.com/lightning/o/Opportunity/list"]
)
def test_what_is_no_deal_gets_a_sentence_and_deals_can_still_be_looked_for(library: LibraryWorld, text: str) -> None:
    answer = library.get(f"/library/deal?id={text}")

    assert answer.status_code == 400
    assert no_name(text) in words(answer.text)
    assert "new-prospect" in answer.text


@pytest.mark.parametrize("viewer", [ADMIN, MANAGER, REP], ids=lambda viewer: viewer.role.value)
def test_who_may_see_the_owner_sees_what_would_be_decided_and_the_cards(library: LibraryWorld, viewer: Viewer) -> None:
    library.org.put(deal(1))

    said = words(library.get(TRY, viewer).text)

    assert "A discount needs a reason delivered You see this because" in said
    assert "On Deal 1, never give anything away." in said
    assert "stage expected: Negotiation/Review found: Negotiation/Review" in said
    assert "Playbooks that do not apply" in said


@pytest.mark.parametrize("viewer", STRANGERS, ids=lambda viewer: viewer.role.value)
def test_nobody_else_learns_whether_there_is_such_a_deal(library: LibraryWorld, viewer: Viewer) -> None:
    without = library.get(TRY, viewer)
    library.org.put(deal(1, name="Secret hospital"))
    with_deal = library.get(TRY, viewer)

    assert without.status_code == with_deal.status_code == 404
    assert without.text == with_deal.text
    assert "Secret hospital" not in with_deal.text


def test_whose_deal_was_tried_is_noted_down(library: LibraryWorld) -> None:
    library.org.put(deal(1))

    library.get(TRY, MANAGER)
    library.get(TRY, STRANGERS[0])
    library.get("/library/deal?sample=stalled", MANAGER)

    assert library.looked == [("Max", frozenset({ANA.id}), "try a deal")]


def test_trying_keeps_nothing_and_writes_nothing(library: LibraryWorld) -> None:
    library.org.put(deal(1))

    library.get(TRY)

    assert library.service.store.due().deals == 0
    assert library.org.writes == 0
    assert library.service.store.libraries.deal_as_last_read(ID) is None


def test_an_org_that_does_not_answer_leaves_the_deal_as_it_was_last_read(library: LibraryWorld) -> None:
    library.org.put(deal(1))
    store = library.service.store
    store.accept(Received((event("e1"),)))
    decide(store, [evaluated(deal(1))])
    library.org.down = TryAgain("The org does not answer.")

    said = words(library.get(TRY).text)

    assert "The org does not answer. So this is the deal as it was read on 2026-11-23 09:00 UTC." in said


@pytest.mark.parametrize("path", [TRY, "/library/deal", "/library/deal?id=Acme"])
def test_an_org_that_does_not_answer_is_said_and_samples_are_left(library: LibraryWorld, path: str) -> None:
    library.org.down = TryAgain("The org does not answer.")

    answer = library.get(path)

    assert answer.status_code == 200
    assert "The org does not answer. Until then only a sample can be tried." in words(answer.text)
    assert "new-prospect" in answer.text


def test_a_sample_can_be_tried_by_everybody(library: LibraryWorld) -> None:
    said = words(library.get("/library/deal?sample=new-prospect", STRANGERS[-1]).text)

    assert "A sample that comes with Coach" in said
    assert "Say nothing yet held back The playbook is a draft. Write “status: live” into its file." in said


def test_a_sample_that_is_none_gets_a_sentence(library: LibraryWorld) -> None:
    answer = library.get("/library/deal?sample=new-prospekt")

    assert answer.status_code == 400
    assert "Did you mean “new-prospect”?" in answer.text


ENABLEMENT = STRANGERS[-1]


def test_enablement_tries_a_deal_that_it_sees_in_salesforce_as_if_nothing_had_been_given(library: LibraryWorld) -> None:
    library.org.put(deal(1))
    library.org.readers[str(ENABLEMENT.user_id)] = {ID}

    said = words(library.get(TRY, ENABLEMENT).text)

    assert "As if no card had ever been given on this deal" in said
    assert "On Deal 1, never give anything away." in said
    assert library.looked == []


def test_a_deal_is_found_by_its_name(library: LibraryWorld) -> None:
    library.org.put(deal(1, name="Mercy scanner"), deal(2, name="Mercy service"), deal(3, name="Mercy secret"))
    library.org.readers[str(ENABLEMENT.user_id)] = {deal(1).id, deal(2).id}

    said = words(library.get("/library/deal?id=Mercy&playbook=quiet", ENABLEMENT).text)

    assert "Mercy scanner" in said
    assert "Mercy service" in said
    assert "secret" not in said
    assert "One of these has to hold, and none does" in said


def test_one_deal_of_a_name_is_tried_at_once(library: LibraryWorld) -> None:
    library.org.put(deal(1, name="Mercy scanner"))
    library.org.readers[str(ENABLEMENT.user_id)] = {ID}

    answer = library.get("/library/deal?id=scanner&playbook=discount", ENABLEMENT)

    assert answer.location == f"/library/deal?id={ID}&playbook=discount"


def test_facts_are_set_otherwise(library: LibraryWorld) -> None:
    said = words(library.get("/library/deal?sample=new-prospect&f.stage=Negotiation/Review&f.amount=60000").text)

    assert "As if stage: Negotiation/Review; amount: 60000" in said
    assert "Ask for something back" in said


def test_a_fact_that_makes_no_sense_is_said_and_the_deal_is_as_it_is(library: LibraryWorld) -> None:
    answer = library.get("/library/deal?sample=new-prospect&f.amount=1e999999&f.close_date=soon")

    assert answer.status_code == 200
    said = words(answer.text)
    assert "amount takes a number, such as 620000 or 12.5, and not “1e999999”." in said
    assert "close_date takes a date, such as 2027-03-31, and not “soon”." in said


def test_why_the_playbook_in_question_does_not_come_is_said_with_its_line(library: LibraryWorld) -> None:
    text = library.get("/library/deal?sample=new-prospect&playbook=discount").text

    assert "Why it gives no card here:" in text
    assert "the playbook asks for Negotiation/Review." in text
    assert 'href="/library/playbooks/discount#line-8"' in text


def test_what_keeps_a_playbook_from_the_deal_is_said_without_a_click(library: LibraryWorld) -> None:
    text = library.get("/library/deal?sample=new-prospect").text

    summary = text[text.index("<details><summary>A discount needs a reason") :].partition("</summary>")[0]
    assert "Stage: Prospecting; the playbook asks for Negotiation/Review." in words(summary)


def test_open_deals_to_choose_from_are_one_click_away(library: LibraryWorld) -> None:
    assert 'href="/library/deal"' in library.get("/library").text
    assert 'href="/library/deal?playbook=discount"' in library.get("/library/playbooks/discount").text
