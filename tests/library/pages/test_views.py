"""The list of playbooks, and one playbook's own page."""

import re
from dataclasses import replace

import pytest

from coach.app.factory import create_web
from coach.engine.model import Reason, Received
from coach.web.viewer import Role, Viewer
from tests.fixtures.fakes import FakeCoach
from tests.fixtures.make import deal, deliver, evaluated, event, hold_back
from tests.library.conftest import BROKEN
from tests.library.pages.conftest import DISCOUNT, QUIET, LibraryWorld
from tests.library.test_revisit import decide

OUR_SCRIPT = '<script type="module" src="/pages/at_once.js">'


def words(page: str) -> str:
    """What a page says, without tags, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def entry(page: str, title: str) -> str:
    """What the list says about one playbook, each figure after the name of its column."""
    found = next(
        each for each in re.findall(r'<tr role="row">\s*<th scope="row".*?</tr>', page, re.DOTALL) if title in each
    )
    return words(re.sub(r'data-label="([^"]*)"[^>]*>', r"> \1 ", found))


def let_happen(library: LibraryWorld) -> None:
    """Three deals on which the playbooks had something to say."""
    store = library.service.store
    outcomes = [
        evaluated(deal(1), [deliver(), hold_back(Reason.DRAFT, "quiet")]),
        evaluated(deal(2), [hold_back(Reason.COOLDOWN), hold_back(Reason.DRAFT, "quiet")]),
        evaluated(deal(3), [hold_back(Reason.COOLDOWN)]),
    ]
    store.accept(Received(tuple(event(f"e{number}", number) for number in (1, 2, 3))))
    decide(store, outcomes)


def test_a_condition_that_makes_no_sense_for_the_orgs_field_is_told_at_its_line(library: LibraryWorld) -> None:
    assert "does not fit" not in library.get("/library").text

    library.write(quiet=QUIET.replace("when:", "when:\n  fields: {Modules__c: {contains: Cloud}, Nope__c: {is: A}}"))
    page = words(library.get("/library").text)

    assert "Your org does not fit some playbooks in force" in page
    assert "quiet.yaml:" in page
    assert "which does not take “contains”" in page
    assert "Opportunities in your org have no field “Nope__c”" in page


def test_every_playbook_is_listed_with_what_there_is_to_know(library: LibraryWorld) -> None:
    found = entry(library.get("/library").text, "A discount needs a reason")

    assert "State live" in found
    assert "When stage: Negotiation/Review; amount: at least 50,000 USD" in found
    for fact in (
        "Skill pricing",
        "Owner deal-desk@ example.com",
        "Review by 24 Nov 2026 overdue",
        "Priority 80",
        "Minutes 0.1",
    ):
        assert fact in found


def test_each_says_how_often_it_delivered_and_why_it_was_held_back(library: LibraryWorld) -> None:
    library.write(discount=DISCOUNT.replace("A discount", "Any discount"))
    let_happen(library)

    page = library.get("/library").text

    assert "Cards 1 Held back 2: too soon after its last card 2" in entry(page, "Any discount")
    assert "Cards 0 Held back 2: still a draft 2" in entry(page, "Say nothing yet")


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["A discount needs a reason", "Say nothing yet"]),
        ("?order=delivered", ["A discount needs a reason", "Say nothing yet"]),
        ("?order=review", ["A discount needs a reason", "Say nothing yet"]),
        ("?order=no-such-order", ["A discount needs a reason", "Say nothing yet"]),
        ("?order=owner", ["A discount needs a reason", "Say nothing yet"]),
        ("?order=skill", ["Say nothing yet", "A discount needs a reason"]),
        ("?order=status", ["Say nothing yet", "A discount needs a reason"]),
        ("?q=DESK+reason", ["A discount needs a reason"]),
        ("?status=draft", ["Say nothing yet"]),
        ("?skill=pricing", ["A discount needs a reason"]),
        ("?overdue=yes", ["A discount needs a reason"]),
        ("?q=nothing+that+is+there", []),
    ],
)
def test_the_list_shows_what_is_asked_for(library: LibraryWorld, query: str, titles: list[str]) -> None:
    page = library.get(f"/library{query}").text

    assert re.findall(r'<a href="/library/playbooks/[^"]+">([^<]+)</a>', page) == titles
    assert f"{len(titles)} of 2 playbooks" in page


def test_what_is_in_force_is_said_with_its_revision(library: LibraryWorld) -> None:
    digest = library.registry.current().library.hash[:12]

    assert f": library {digest} (revision commit-1)." in words(library.get("/library").text)


def test_broken_files_are_told_with_their_places_and_without_the_servers_folders(library: LibraryWorld) -> None:
    library.write(quiet=BROKEN)

    page = library.get("/library").text

    assert "The last good library stays in force until they are mended." in page
    assert "quiet.yaml:9:1 : There is no key “whenn” in a playbook. Did you mean “when”? (unknown-key)" in words(page)
    assert str(library.folder) not in page
    assert "A discount needs a reason" in page


def test_open_deals_that_are_still_to_be_decided_on_again_are_counted(library: LibraryWorld) -> None:
    let_happen(library)
    library.write(discount=DISCOUNT.replace("A discount", "Any discount"))

    assert "3 open deals are still to be decided on again with these." in words(library.get("/library").text)


def test_the_page_of_a_playbook_shows_its_cards_on_a_sample(library: LibraryWorld) -> None:
    page = library.get("/library/playbooks/discount").text

    said = words(page)
    assert "Ask for something back" in said
    assert "<b>never</b> give anything away" in page
    assert "The playbook does not apply to this deal" not in said
    assert "<li>stage: Negotiation/Review</li>" in page
    assert "next step: has changed" in said
    assert "status: live skill: pricing" in said


def test_a_card_that_cannot_be_filled_in_says_why(library: LibraryWorld) -> None:
    said = words(library.get("/library/playbooks/discount?sample=stalled").text)

    assert "The playbook does not apply to this deal; its cards are shown all the same." in said
    assert "next-step : On" in said
    assert "this card is held back" in said


def test_a_playbook_has_all_its_reasons_for_holding_back(library: LibraryWorld) -> None:
    let_happen(library)

    said = words(library.get("/library/playbooks/discount").text)

    assert "Cards in the last 8 weeks: 1. Held back in the last 30 days: 2." in said
    assert "2 too soon after its last card : This playbook gave the deal a card a short while ago" in said


def test_a_playbook_has_a_history_of_its_text(library: LibraryWorld) -> None:
    library.write(discount=DISCOUNT.replace("Ask for something back", "Ask for <much>"))

    page = library.get("/library/playbooks/discount").text

    assert "title: Ask for something back</span>" in page
    assert "+    title: Ask for &lt;much&gt;</span>" in page
    assert page.count("(revision commit-1)") == 2


def test_a_playbook_that_was_taken_out_keeps_its_history(library: LibraryWorld) -> None:
    (library.folder / "quiet.yaml").unlink()
    library.write()

    said = words(library.get("/library/playbooks/quiet").text)

    assert "This playbook is not in the library that is in force." in said
    assert "taken out of the library" in said


def test_a_name_that_is_none_is_not_found(library: LibraryWorld) -> None:
    assert library.get("/library/playbooks/never-there").status_code == 404
    assert library.get("/library/playbooks/discount?sample=none").status_code == 400


def test_hostile_texts_stay_texts(library: LibraryWorld) -> None:
    hostile = "<script>alert(1)</script>"
    library.write(discount=DISCOUNT.replace("title: A discount needs a reason", f"title: {hostile}"))

    for path in ("/library", "/library/playbooks/discount", "/library/deal?sample=negotiating-a-discount"):
        page = library.get(path).text
        assert set(re.findall(r"<script[^>]*>[^<]*", page)) <= {OUR_SCRIPT}
        assert "&lt;script&gt;" in page


@pytest.mark.parametrize("role", list(Role))
def test_whoever_is_signed_in_may_read_playbooks(library: LibraryWorld, role: Role) -> None:
    viewer = Viewer("005000000000077AAA", "Somebody", role)

    assert library.get("/library", viewer).status_code == 200
    assert library.get("/library/playbooks/discount", viewer).status_code == 200


def test_without_pages_there_is_no_library(library: LibraryWorld) -> None:
    app = create_web(replace(FakeCoach().deps(), library=None))

    assert app.test_client().get("/library").status_code == 404


def test_playbooks_are_listed_by_folder(library: LibraryWorld) -> None:
    (library.folder / "emea").mkdir()
    library.write(**{"emea/regional": DISCOUNT.replace("title: ", "title: Regional ")})

    page = library.get("/library").text
    below = library.get("/library?folder=emea").text

    assert page.index("In no folder") < page.index("<div>emea</div>") < page.index("Regional ")
    assert "1 of 3 playbooks" in below


def test_a_mistake_in_a_folder_is_told_with_the_folder(library: LibraryWorld) -> None:
    (library.folder / "emea").mkdir()
    library.write(**{"emea/regional": BROKEN})

    assert "<code>emea/regional.yaml:" in library.get("/library").text


def test_a_playbooks_page_says_what_its_folder_says_for_it(library: LibraryWorld) -> None:
    (library.folder / "emea").mkdir()
    regional = DISCOUNT.replace("title: ", "title: Regional ")
    library.write(**{"emea/_defaults": "skill: closing\n", "emea/regional": regional})

    page = words(library.get("/library/playbooks/regional").text)

    assert "Folder emea" in page
    assert "What its folders say for it emea/_defaults.yaml skill: closing" in page
    assert "What its folders say for it" not in library.get("/library/playbooks/discount").text
