"""What a text calls people: by the names that the org has for them, and by nothing that was guessed."""

import json
from collections.abc import Mapping
from datetime import UTC

import pytest

from coach.engine.cards import check_template, render
from coach.engine.model import Deal
from coach.foresee.files import read_deal
from tests.engine.cards.examples import NOW, a_playbook, html_of

BOOK = a_playbook({"title": "{{ deal.owner.first_name }}: two minutes", "tip": "From {{ deal.manager.first_name }}"})


def title_for(**owner: str) -> str:
    deal = {"name": "D", "stage": "Prospecting", "owner": {"manager_name": "Vega, Ana", **owner}}
    return render(BOOK, "card-1", 1, _deal(deal)).title


def _deal(document: Mapping[str, object]) -> Deal:
    return read_deal(json.dumps(document), "test", NOW, UTC)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Nguyễn Thị Lan", "Lan", "Nguyễn Thị"),
        ("Dr. Sofia Meier", "Sofia", "Meier"),
        ("O'Neil, Pat", "Pat", "O'Neil"),
        ("Jan van der Berg", "Jan", "van der Berg"),
        ("María José Carreño Quiñones", "María José", "Carreño Quiñones"),
    ],
)
def test_a_first_name_is_the_orgs_own(name: str, first: str, last: str) -> None:
    assert title_for(name=name, first_name=first, last_name=last) == f"{first}: two minutes"


@pytest.mark.parametrize("name", ["Nguyễn Thị Lan", "Dr. Sofia Meier", "O'Neil, Pat", "van der Berg", "Madonna"])
def test_without_a_first_name_the_whole_name_is_said_never_a_piece_of_it(name: str) -> None:
    assert title_for(name=name) == f"{name}: two minutes"
    assert title_for(name=name, last_name=name) == f"{name}: two minutes"


def test_the_same_holds_for_the_manager() -> None:
    deal = _deal({"name": "D", "stage": "S", "owner": {"name": "Bo", "manager_name": "Vega, Ana"}})
    named = _deal(
        {"name": "D", "stage": "S", "owner": {"name": "Bo", "manager_name": "Vega, Ana", "manager_first_name": "Ana"}}
    )

    assert "From Vega, Ana" in html_of(render(BOOK, "card-1", 1, deal), "tip")
    assert "From Ana" in html_of(render(BOOK, "card-1", 1, named), "tip")


def test_nobody_takes_a_name_apart_in_a_text() -> None:
    (problem,) = check_template("{{ deal.owner.name|first_name }}")

    assert problem.sentence == (
        "A first name is not a piece of the whole one: write deal.owner.first_name or deal.manager.first_name."
    )
