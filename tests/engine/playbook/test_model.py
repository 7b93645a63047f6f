"""What a card says in another language, and what a playbook is where it says little."""

import pytest

from coach.engine.playbook import load_texts
from coach.engine.playbook.model import CardText, PlaybookLimits, Status, Texts

CARD = CardText(
    name="one",
    title="Title",
    tip="Tip",
    checklist=("Do this.",),
    locales={"de": Texts(title="Titel", tip="Rat"), "de-AT": Texts(tip="Rat aus Wien")},
)


@pytest.mark.parametrize(
    ("locale", "title", "tip"),
    [
        ("de", "Titel", "Rat"),
        ("de-AT", "Titel", "Rat aus Wien"),
        ("de-CH", "Titel", "Rat"),
        ("fr", "Title", "Tip"),
        ("", "Title", "Tip"),
    ],
)
def test_a_locale_says_what_it_has_and_leaves_the_rest(locale: str, title: str, tip: str) -> None:
    card = CARD.localised(locale)

    assert (card.name, card.title, card.tip, card.checklist) == ("one", title, tip, ("Do this.",))


def test_a_short_playbook_is_a_draft_for_everybody() -> None:
    text = "title: A\nwhen: {stage: {is: Prospecting}}\ncards: [{name: one, title: One, tip: Say so.}]"

    playbook = load_texts({"x": text}).playbooks["x"]

    assert (playbook.name, playbook.status, playbook.priority, playbook.always) == ("x", Status.DRAFT, 50, False)
    assert (playbook.audience, playbook.limits) == (None, PlaybookLimits(cooldown_days=30))
