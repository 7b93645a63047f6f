"""Playbooks as an author has them, with every part, and each way to edit one; and what reps have answered meanwhile."""

import json
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hypothesis import strategies as st

from coach.engine.model import Card, Deal
from coach.engine.responses import Dismissal, Response, ResponseKind, Snooze, answered, dismissed, put_off
from tests.foresee.edits import FAMILIES
from tests.foresee.worlds import Playbooks, Service

Book = dict[str, Any]
Books = dict[str, Book]

NAMES = tuple(f"book-{number}" for number in range(5))
CARDS = ("first", "second", "third")
WHENS: tuple[Book, ...] = (
    {"stage": {"is": "Prospecting"}},
    {"stage": {"is": ["Proposal", "Negotiation"]}},
    {"stage": {"entered": "Negotiation"}},
    {"amount": {"above": 50000, "currency": "USD"}},
    {"days_in_stage": {"at_least": 3}},
    {"next_step": {"contains": "call"}},
    {"product": {"family": {"is": FAMILIES[0]}}},
    {"contact_roles": {"below": 2}},
    {"not": {"stage": {"is": "Proposal"}}},
    {"any": [{"fields": {"Score__c": {"at_least": 5}}}, {"pushes": {"empty": True}}]},
)
AUDIENCES: tuple[Book | None, ...] = (
    None,
    None,
    {"owner_name": {"is": ["Rep 1", "Rep 3"]}},
    {"owner_title": {"empty": False}},
)
TIPS: tuple[str, ...] = (
    "Say so.",
    "Ask {{ deal.owner.first_name }} about it.",
    "Their next step is {{ deal.next_step }}.",
)
TIPS += ("A longer text, " + "with many words in it, " * 25 + "to read.",)

whens = st.sampled_from(WHENS)
audiences = st.sampled_from(AUDIENCES)
tips = st.sampled_from(TIPS)
limits = st.none() | st.fixed_dictionaries(
    {"cooldown_days": st.sampled_from((0, 2, 30))},
    optional={"per_deal": st.integers(1, 2), "per_rep_per_week": st.integers(1, 2)},
)
questions = st.builds(
    lambda ask, answer: {"ask": ask, "options": ["Yes", "No"], "answer": answer, "explanation": "So it is."},
    st.sampled_from(("Is it so?", "Would you?")),
    st.integers(1, 2),
)
adherences = st.none() | st.builds(
    lambda days, seen: {"within_days": days, "seen": seen},
    st.sampled_from((2, 14)),
    st.sampled_from(({"next_step": {"changed": True}}, {"contact_roles": {"increased": True}})),
)


def cards_named(name: str) -> st.SearchStrategy[Book]:
    return st.fixed_dictionaries(
        {"name": st.just(name), "title": st.sampled_from(("A card", "Another card")), "tip": tips},
        optional={
            "question": questions,
            "checklist": st.just(["Call them", "Write to them"]),
            "video": st.just({"title": "See", "url": "https://learn.example.com/see", "minutes": 0.5}),
            "locales": st.builds(lambda tip: {"de": {"tip": tip}}, st.sampled_from(("Sagen Sie es.", "Anders."))),
        },
    )


@st.composite
def books(draw: st.DrawFn) -> Book:
    names = draw(st.lists(st.sampled_from(CARDS), min_size=1, unique=True))
    book: Book = {
        "title": "A playbook",
        "status": draw(st.sampled_from(("live", "live", "live", "live", "draft", "retired"))),
        "priority": draw(st.sampled_from((20, 50, 80))),
        "skill": draw(st.sampled_from(("asking", "closing"))),
        "always": draw(st.sampled_from((False, False, False, True))),
        "audience": draw(audiences),
        "limits": draw(limits),
        "adherence": draw(adherences),
        "when": draw(whens),
        "cards": [draw(cards_named(name)) for name in names],
    }
    return book


libraries: st.SearchStrategy[Books] = st.dictionaries(st.sampled_from(NAMES), books(), min_size=2, max_size=4)


def texts(books: Mapping[str, Book]) -> Playbooks:
    """As files: JSON is YAML."""
    return {name: text(book) for name, book in books.items()}


def text(book: Book) -> str:
    said = {key: value for key, value in book.items() if value is not None}
    if said["always"]:
        said.pop("limits", None)
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in said.items())


EDITS: tuple[str, ...] = ("status", "priority", "skill", "always", "audience", "limits", "adherence", "when", "title")
EDITS += ("rename", "remove", "copy", "lose card", "new card", "rename card", "turn cards round", "edit card")


@st.composite
def edited(draw: st.DrawFn, before: Books) -> Books:
    """What an author makes of a library in one to three edits."""
    after = deepcopy(before)
    for kind in draw(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3)):
        name = draw(st.sampled_from(sorted(after)))
        _edit(draw, after, name, kind)
    return after


def _edit(draw: st.DrawFn, after: Books, name: str, kind: str) -> None:
    book, free = after[name], sorted({"renamed", *NAMES} - set(after))
    match kind:
        case "rename" if free:
            after[draw(st.sampled_from(free))] = after.pop(name)
        case "copy" if free:
            after[draw(st.sampled_from(free))] = deepcopy(book)
        case "remove" if len(after) > 1:
            del after[name]
        case "rename" | "copy" | "remove":
            return
        case _ if "card" in kind:
            _edit_cards(draw, book["cards"], kind)
        case _:
            book[kind] = draw(books())[kind] if kind != "title" else "A playbook with another title"


def _edit_cards(draw: st.DrawFn, cards: list[Book], kind: str) -> None:
    place = draw(st.integers(0, len(cards) - 1))
    free = sorted({*CARDS, *(f"other-{number}" for number in range(5))} - {card["name"] for card in cards})
    match kind:
        case "lose card" if len(cards) > 1:
            del cards[place]
        case "new card":
            cards.insert(place, draw(st.sampled_from(free).flatmap(cards_named)))
        case "rename card":
            cards[place]["name"] = draw(st.sampled_from(free))
        case "turn cards round":
            cards.reverse()
        case "edit card":
            cards[place] = draw(cards_named(cards[place]["name"]))


def spoken(deals: tuple[Deal, ...]) -> tuple[Deal, ...]:
    """Every second owner reads German."""
    return tuple(
        replace(one, owner=replace(one.owner, language="de" if number % 2 else None))
        for number, one in enumerate(deals)
    )


def _said(response: Response, _: datetime) -> Response:
    return response


def answer(service: Service, card: Card, choose: Callable[[Sequence[Any]], Any]) -> list[Response]:
    """The rep says something about a card on their deal; what they said."""
    deal, now = service.org.deals[card.opportunity_id], service.clock.now
    choice: list[Response] = [
        Response(ResponseKind.DONE, now),
        *(dismissed(why, "", now) for why in (Dismissal.WRONG, Dismissal.ALREADY_DONE)),
        *(put_off(length, deal.stage, now, UTC) for length in Snooze),
        Response(ResponseKind.RATED, now, useful=True),
    ]
    if card.question:
        choice += [answered(card.question, option, sure=True, at=now) for option in (1, 2)] * 3
    said = [choose(choice)]
    if said[0].kind is ResponseKind.ANSWERED and choose((True, False)):
        said.append(Response(ResponseKind.DONE, now))
    for response in said:
        service.store.answers.respond(card.key, deal.owner.id, "page", partial(_said, response))
    return said
