"""A card as the rep will see it."""

from dataclasses import replace

import pytest

from coach.engine.model import Truth
from coach.errors import Rejected
from coach.foresee.preview import Preview, page, preview
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

DESK = context(
    trade=book(
        "{stage: {is: Negotiation/Review}}", tip='"Ask on {{ deal.name }}: {{ deal.next_step }}."', title="Trade"
    ),
)


def shown(name: str = "Deal 1", stage: str = "Negotiation/Review") -> Preview:
    return preview("trade", None, deal(1, stage, name=name, next_step="call"), DESK, NOW)


def test_the_first_card_is_shown_where_none_is_named() -> None:
    assert shown().card.name == "one"
    assert shown().note.title == "Trade"
    assert "Ask on Deal 1: call." in shown().forms[0]


def test_a_card_can_be_looked_at_on_a_deal_that_would_not_get_it() -> None:
    other = shown(stage="Prospecting")

    assert other.truth is Truth.FALSE
    assert other.card.why == ""
    assert "does not apply to this deal as it stands" in page(other)
    assert "does not apply" not in page(shown())


def test_where_it_cannot_be_told_whether_the_playbook_applies_the_missing_facts_are_named() -> None:
    asked = context(few=book("{contact_roles: {below: 3}, amount: {above: 5, currency: USD}}"))
    hidden = deal(1, "Prospecting", contact_roles=None, amount=None)

    card = preview("few", None, hidden, asked, NOW)

    assert card.truth is Truth.UNKNOWN
    (remark,) = card.remarks
    assert remark == (
        "Whether the playbook applies to this deal cannot be told: “contact_roles” and “amount” are not known of it."
        " So it gives no card; this is how the card would read."
    )


@pytest.mark.parametrize(
    ("locale", "title", "remarks"),
    [
        ("de", "Fragen", ()),
        ("de-AT", "Fragen", ()),
        ("fr", "Ask", ("This card has no words for “fr”: it reads as where no language is asked for.",)),
        ("en", "Ask", ("This card has no words for “en”: English is taken to be its own.",)),
        (None, "Ask", ()),
    ],
)
def test_a_card_can_be_read_in_any_language(locale: str | None, title: str, remarks: tuple[str, ...]) -> None:
    card = "cards: [{name: one, title: Ask, tip: Ask., locales: {de: {title: Fragen, tip: Fragen.}}}]"
    spoken = context(one=f"title: T\nstatus: live\nwhen: {{stage: {{is: Prospecting}}}}\n{card}\n")

    shown = preview("one", None, deal(1, "Prospecting"), spoken, NOW, locale)

    assert (shown.card.title, shown.remarks) == (title, remarks)


def test_the_page_and_the_service_choose_the_same_language() -> None:
    card = "cards: [{name: one, title: Ask, tip: Ask., locales: {de: {title: Fragen, tip: Fragen.}}}]"
    spoken = replace(
        context(one=f"title: T\nstatus: live\nwhen: {{stage: {{is: Prospecting}}}}\n{card}\n"), locale="de"
    )

    assert preview("one", None, deal(1, "Prospecting"), spoken, NOW).card.title == "Fragen"


def test_what_comes_from_the_deal_is_text_on_the_page() -> None:
    html = page(shown(name="<script>alert(1)</script>"))

    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_page_runs_and_loads_nothing() -> None:
    html = page(shown())

    assert "default-src 'none'" in html
    assert "src=" not in html


@pytest.mark.parametrize(
    ("playbook", "card", "sentence"),
    [
        ("trde", None, "There is no playbook “trde”. Did you mean “trade”?"),
        ("trade", "two", "The playbook “trade” has no card “two”. It has: one."),
    ],
)
def test_what_is_not_there_is_told(playbook: str, card: str | None, sentence: str) -> None:
    with pytest.raises(Rejected) as refusal:
        preview(playbook, card, deal(), DESK, NOW)

    assert str(refusal.value) == sentence


def test_a_card_that_cannot_be_filled_in_says_what_is_missing() -> None:
    with pytest.raises(Rejected, match="On “Deal 1” this card is held back: .*deal.next_step is empty"):
        preview("trade", None, deal(), DESK, NOW)
