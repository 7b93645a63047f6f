"""Which notes a deal should have, and what they say."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.cards.markdown import block
from coach.engine.model import Block, Card, DeliveredCard, Delivery, Ended, Quiz
from coach.engine.notes import Style, forms, living_key, marker, wanted_notes
from coach.engine.notes.marker import markers_in
from coach.engine.notes.title import LONGEST
from tests.fixtures.make import said

DEAL = "0065g00000Lk2QbAAJ"
OVER = Ended("No longer applies", "The deal is closed.")
BY_REP = Ended("Done by the rep", "The rep has done what the card asks for.", done=True, by_person=True)
LATER = Ended("Put off by the rep until 3 March 2027", "The rep put the card off.", by_person=True)


def a_card(name: str = "if-then", title: str = "Every concession begins with “if”") -> Card:
    return Card(
        key=f"key-of-{name}",
        opportunity_id=DEAL,
        playbook="trade",
        name=name,
        occasion=1,
        title=title,
        blocks=(
            Block("tip", "Tip", block("Write your list **before** the meeting.")),
            Block("checklist", "Checklist", block("- Term")),
            Block("question", "Question", block("Your first move?\n\nA. Give\\\nB. Ask")),
            Block("answer", "", block("**Answer:** B. Ask first.")),
            Block("owner", "", block("Playbook: Trade · Owner: Ana")),
        ),
        why="You see this because the stage is Negotiation/Review.",
        minutes=Decimal("1.2"),
    )


def linked(name: str, title: str, ended: Ended | None = None) -> DeliveredCard:
    return DeliveredCard(a_card(name, title), ended, f"https://coach.example/cards/{name}")


def living(*cards: DeliveredCard) -> Delivery:
    return next(note for note in wanted_notes(DEAL, cards) if note.key == living_key(DEAL))


def own(*cards: DeliveredCard) -> list[Delivery]:
    return [note for note in wanted_notes(DEAL, cards, Style.CARD) if note.key != living_key(DEAL)]


def text(note: Delivery) -> list[str]:
    """The paragraphs of the plain form that say something."""
    lines = (line.removeprefix("<br>") for line in forms(note.body)[2].split("<br><br>"))
    return [line for line in lines if line]


def test_no_cards_no_notes() -> None:
    assert wanted_notes(DEAL, []) == wanted_notes(DEAL, [], Style.CARD) == ()


# ---------------------------------------------------------------- one for each deal


@pytest.mark.parametrize(
    ("cards", "title"),
    [
        ([DeliveredCard(a_card(title="Hold the price"))], "Coach: 1 for this deal: Hold the price"),
        (
            [
                DeliveredCard(a_card("a", "Hold")),
                DeliveredCard(a_card("b", "Ask")),
                DeliveredCard(a_card("c", "Gone"), BY_REP),
            ],
            "Coach: 2 for this deal: Hold",
        ),
        ([DeliveredCard(a_card("a"), BY_REP), DeliveredCard(a_card("b"), OVER)], "Coach: nothing open, 1 done"),
        ([DeliveredCard(a_card(), LATER)], "Coach: nothing open"),
    ],
)
def test_the_title_says_what_is_in_it(cards: Sequence[DeliveredCard], title: str) -> None:
    assert living(*cards).title == title


@given(st.text(min_size=1, max_size=400))
def test_a_title_of_any_length_leaves_the_note_one_that_salesforce_takes(title: str) -> None:
    assert len(living(DeliveredCard(a_card(title=title))).title) <= LONGEST


def test_the_note_begins_with_the_first_cards_tip_for_the_title_has_its_headline() -> None:
    assert text(living(linked("a", "First")))[:2] == ["Write your list before the meeting.", "Checklist"]


def test_the_first_open_card_says_it_all_and_the_others_what_they_are_about() -> None:
    note = living(linked("a", "First"), linked("b", "Second"))

    assert [line.partition(" (https://coach.example/cards/")[0] for line in text(note)] == [
        "Write your list before the meeting.",
        "Checklist",
        "• Term",
        "Question",
        "Your first move?",
        "A. Give<br>B. Ask",
        "Answer: B. Ask first.",
        "Done, not now, or not for this deal? Say so here",
        "You see this because the stage is Negotiation/Review. · 1.2 min read",
        "Second",
        "Write your list before the meeting.",
        "Read the rest, and say here: done, not now, or not for this deal",
    ]
    assert f'href="https://coach.example/cards/b#coach-{marker(note.key)}"' in forms(note.body)[0]
    assert note.live
    assert not note.leaves


def test_without_pages_the_note_holds_all_of_each_card() -> None:
    said = text(living(DeliveredCard(a_card("a", "First")), DeliveredCard(a_card("b", "Second"))))

    assert said.count("Answer: B. Ask first.") == said.count("• Term") == 2


def test_what_is_over_is_a_line_each_below_what_is_open() -> None:
    note = living(linked("a", "Open"), linked("b", "Half done", BY_REP), linked("c", "Old", OVER))

    assert [line.partition(" (")[0] for line in text(note)[-2:]] == [
        "Done by the rep: Half done",
        "No longer applies: Old",
    ]


def test_ten_lines_tell_of_what_is_over_and_one_of_all_that_came_before() -> None:
    over = [DeliveredCard(a_card(str(number), f"Card {number}"), BY_REP) for number in range(14)]

    said = text(living(*over))

    assert said[:2] == ["Done by the rep: Card 0", "Done by the rep: Card 1"]
    assert said[9:11] == ["Done by the rep: Card 9", "and 4 earlier cards"]
    assert living(*over).title == "Coach: nothing open, 14 done"


@pytest.mark.parametrize(("ended", "leaves"), [(OVER, True), (BY_REP, False), (LATER, False)])
def test_a_note_in_which_nothing_is_open_stays_only_for_what_somebody_did(ended: Ended, leaves: bool) -> None:
    note = living(DeliveredCard(a_card(), ended))

    assert (note.live, note.leaves) == (False, leaves)


def test_notes_that_cards_had_of_their_own_leave() -> None:
    _, first, second = wanted_notes(DEAL, [linked("a", "Open"), linked("b", "Over", BY_REP)])

    assert first.leaves
    assert second.leaves
    assert first.title == "Now in the one note for this deal: Open"
    assert second.title == "Done by the rep: Over"


# ---------------------------------------------------------------- one for each card


def test_a_card_reads_from_its_tip_to_its_owner() -> None:
    (note,) = own(DeliveredCard(a_card()))

    assert text(note) == [
        "Tip",
        "Write your list before the meeting.",
        "Checklist",
        "• Term",
        "Question",
        "Your first move?",
        "A. Give<br>B. Ask",
        "Answer: B. Ask first.",
        "You see this because the stage is Negotiation/Review. · 1.2 min read",
        "Playbook: Trade · Owner: Ana",
        f"Coach keeps this note up to date (coach-{marker(note.key)}).",
    ]
    assert (note.key, note.opportunity_id, note.title) == ("key-of-if-then", DEAL, "Every concession begins with “if”")
    assert (note.live, note.leaves) == (True, False)


def test_the_note_of_a_card_that_ended_leaves_and_says_who_did_it_where_it_has_to_stay() -> None:
    (note,) = own(DeliveredCard(a_card(title="R&D"), BY_REP))

    assert note.title == "Done by the rep: R&D"
    assert text(note)[:3] == [
        "Done by the rep",
        "The rep has done what the card asks for.",
        "It was about: R&amp;D",
    ]
    assert (note.live, note.leaves) == (False, True)


def test_every_card_has_a_note_of_its_own_in_order_and_the_deals_one_note_leaves() -> None:
    notes = wanted_notes(DEAL, [DeliveredCard(a_card("b")), DeliveredCard(a_card("a"), OVER)], Style.CARD)

    assert [note.key for note in notes] == ["key-of-b", "key-of-a", living_key(DEAL)]
    assert notes[-1].title == "Coach: each card has a note of its own now"
    assert notes[-1].leaves


def test_the_answer_waits_behind_the_link() -> None:
    asked = replace(a_card(), question=Quiz(said("Your first move?"), said("Give", "Ask"), 2, said("Ask first.")))

    (note,) = own(DeliveredCard(asked, link="https://coach.example/cards/1/2"))

    address = f"https://coach.example/cards/1/2#coach-{marker(note.key)}"
    assert f'<a href="{address}">Choose your answer, and say here: done' in forms(note.body)[0]
    assert "Your first move?" in forms(note.body)[0]
    assert "Ask first." not in forms(note.body)[0]


# ---------------------------------------------------------------- the marker

ENDINGS = st.sampled_from([None, OVER, BY_REP, LATER])
STANDINGS = st.lists(st.tuples(ENDINGS, st.booleans(), st.text(max_size=9_000)), min_size=1, max_size=15)


@given(STANDINGS, st.sampled_from(Style))
def test_every_note_has_its_marker_in_every_form_and_no_title_has_one(
    drawn: list[tuple[Ended | None, bool, str]], style: Style
) -> None:
    cards = [
        DeliveredCard(
            replace(a_card(str(number)), blocks=(Block("tip", "", said(tip)),)),
            ended,
            f"https://coach.example/cards/{number}" if has_page else None,
        )
        for number, (ended, has_page, tip) in enumerate(drawn)
    ]

    for note in wanted_notes(DEAL, cards, style):
        assert all(marker(note.key) in markers_in(form) for form in forms(note.body))
        assert marker(note.key) not in note.title


@pytest.mark.parametrize("page", [None, "https://coach.example/cards/1"])
@pytest.mark.parametrize("style", Style)
def test_a_note_that_is_cut_for_its_length_keeps_its_marker(page: str | None, style: Style) -> None:
    long = Block("tip", "", said("word " * 100) * 60)
    cards = [DeliveredCard(replace(a_card(str(number)), blocks=(long,)), link=page) for number in range(3)]

    for note in wanted_notes(DEAL, cards, style):
        assert all(len(form) < 25_000 and marker(note.key) in markers_in(form) for form in forms(note.body))


def test_a_text_that_brings_another_marker_along_takes_no_place_of_the_notes_own() -> None:
    card = replace(a_card(), blocks=(Block("tip", "", said("coach-j4c7hcfzj")),))

    assert marker("key-of-if-then") in markers_in(forms(own(DeliveredCard(card))[0].body)[0])
