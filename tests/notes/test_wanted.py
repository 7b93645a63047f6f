"""Which notes a deal should have, and what they say."""

from dataclasses import replace
from decimal import Decimal

from coach.model import Block, Card, Quiz
from coach.notes import Standing, Style, forms, living_key, marker, wanted_notes

DEAL = "0065g00000Lk2QbAAJ"


def a_card(name: str = "if-then", title: str = "Every concession begins with “if”") -> Card:
    return Card(
        key=f"key-of-{name}",
        opportunity_id=DEAL,
        playbook="trade",
        name=name,
        occasion=1,
        title=title,
        blocks=(
            Block("tip", "Tip", "<p>Write your list <b>before</b> the meeting.</p>"),
            Block("question", "Question", "<p>Your first move?</p><p>A. Give<br>B. Ask</p>"),
            Block("answer", "", "<p><b>Answer:</b> B. Ask first.</p>"),
            Block("owner", "", "<p>Playbook: Trade · Owner: Ana</p>"),
        ),
        why="You see this because the stage is Negotiation/Review.",
        minutes=Decimal("1.2"),
    )


def test_a_card_reads_from_its_tip_to_its_owner() -> None:
    (note,) = wanted_notes(DEAL, "Acme", [Standing(a_card())])

    assert forms(note.html)[2] == (
        "Tip<br><br>Write your list before the meeting.<br><br>"
        "Question<br><br>Your first move?<br><br>A. Give<br>B. Ask<br><br>"
        "<br><br><br><br><br><br><br><br><br>"
        "Answer: B. Ask first.<br><br>"
        "<br><br><br>"
        "You see this because the stage is Negotiation/Review. · 2 min read<br><br>"
        "Playbook: Trade · Owner: Ana"
    )
    assert note.live


def test_the_note_is_named_by_its_card() -> None:
    (note,) = wanted_notes(DEAL, "Acme", [Standing(a_card())])

    assert (note.key, note.opportunity_id) == ("key-of-if-then", DEAL)
    assert note.title == f"Every concession begins with “if” · {marker('key-of-if-then')}"


def test_a_retired_card_leaves_a_short_note_that_says_why() -> None:
    (note,) = wanted_notes(DEAL, "Acme", [Standing(a_card(title="R&D"), "The deal is closed.")])

    assert note.title == f"Retired · R&D · {marker('key-of-if-then')}"
    assert note.html == ("<p><b>This card no longer applies.</b> The deal is closed.</p><p>It was about: R&amp;D</p>")
    assert not note.live


def test_every_card_has_a_note_of_its_own_in_order() -> None:
    notes = wanted_notes(DEAL, "Acme", [Standing(a_card("b")), Standing(a_card("a"), "The deal is closed.")])

    assert [note.key for note in notes] == ["key-of-b", "key-of-a"]


def test_no_cards_no_notes() -> None:
    assert wanted_notes(DEAL, "Acme", []) == wanted_notes(DEAL, "Acme", [], Style.DEAL) == ()


def test_a_living_note_holds_all_open_cards_of_the_deal() -> None:
    standing = [
        Standing(a_card("a", "First")),
        Standing(a_card("b", "Gone"), "Retired."),
        Standing(a_card("c", "Last")),
    ]

    (note,) = wanted_notes(DEAL, "Acme & Co", standing, Style.DEAL)

    assert note.key == living_key(DEAL)
    assert note.title == f"Coaching · Acme & Co · {marker(living_key(DEAL))}"
    assert "<p><b>First</b></p>" in note.html
    assert "<p><b>Last</b></p>" in note.html
    assert "Gone" not in note.html
    assert note.live


def test_a_living_note_stays_when_nothing_applies_any_more() -> None:
    (note,) = wanted_notes(DEAL, "Acme", [Standing(a_card(), "The deal is closed.")], Style.DEAL)

    assert note.html == "<p>No coaching applies to this deal right now.</p>"
    assert not note.live


# ---------------------------------------------------------------- the link to a card's page


def test_a_link_stands_below_the_card_and_the_answer_waits_behind_it() -> None:
    asked = replace(a_card(), question=Quiz("<p>Your first move?</p>", ("Give", "Ask"), 2, "<p>Ask first.</p>"))

    (note,) = wanted_notes(DEAL, "Acme", [Standing(asked, link="https://coach.example/cards/1/2")])

    assert '<a href="https://coach.example/cards/1/2">Choose your answer, and say here: done' in note.html
    assert "Your first move?" in note.html
    assert "Ask first." not in note.html


def test_the_plain_form_spells_the_link_out() -> None:
    (note,) = wanted_notes(DEAL, "Acme", [Standing(a_card(), link="https://coach.example/cards/1/2")])

    assert "Say so here (https://coach.example/cards/1/2)" in forms(note.html)[2]


def test_a_retired_card_has_no_link() -> None:
    (note,) = wanted_notes(DEAL, "Acme", [Standing(a_card(), "Done.", "https://coach.example/cards/1/2")])

    assert "coach.example" not in note.html


def test_each_chapter_of_a_living_note_has_its_own_link() -> None:
    standing = [Standing(a_card(name), link=f"https://coach.example/cards/{name}") for name in ("a", "b")]

    (note,) = wanted_notes(DEAL, "Acme", standing, Style.DEAL)

    assert all(f'href="https://coach.example/cards/{name}"' in note.html for name in ("a", "b"))
