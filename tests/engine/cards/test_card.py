"""What a rep reads, from a playbook's texts and a deal's facts."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.cards import Unrenderable, card_key, render
from coach.engine.cards.placeholders import VALUE_LIMIT
from coach.engine.model import DeliveredCard
from coach.engine.notes import forms, wanted_notes
from coach.engine.playbook.conditions import AllOf, Condition, Kind, SomeProduct
from coach.text import one_line
from tests.engine.cards.examples import DEAL, a_deal, a_playbook, html_of

EVERYTHING = {
    "title": "Hold {{ deal.amount | money }}",
    "tip": "Write your list **first** with *{{ deal.account.name }}*.\n\n- one\n- two",
    "talk_track": "Hello, {{ deal.manager.first_name }} here.",
    "objection": {"says": "Too dear", "answer": "Compared to what?"},
    "checklist": ("Train **two** people", "Name the day"),
    "video": {"title": "Trading", "url": "https://video.example/a?b=1&c=2", "minutes": Decimal("2.5")},
    "link": {"title": "The list", "url": "https://wiki.example/list"},
    "question": {"ask": "Your first move?", "options": ("Give", "Ask"), "answer": 2, "explanation": "Ask *first*."},
}

HOSTILE_VALUES = [
    "<script>alert(1)</script>",
    "<b>x</b> & 'y' \"z\"",
    "**bold** [link](https://evil.example) ![i](https://evil.example/i.png)",
    "{{ 7 * 7 }}{% for x in y %}",
    "\n\n# Head\n\n- item\n\n    code\n\n<!-- -->",
    "</p></li></ul><a href='https://evil.example'>x</a>",
    "&lt;b&gt; &#60; &amp;amp;",
    "\ue0000\ue001 \ue0001\ue001",
    "gnp.\u202eexe\x00\x07\u2066",
    "javascript:alert(1)",
]


def test_a_card_holds_its_parts_in_order_each_under_its_heading() -> None:
    card = render(a_playbook(EVERYTHING), "card-1", 1, DEAL, why="You see this.")

    assert card.title == "Hold 62,000 USD"
    assert [(block.kind, block.heading) for block in card.blocks] == [
        ("tip", "Tip"),
        ("talk_track", "Talk track"),
        ("objection", "Objection"),
        ("checklist", "Checklist"),
        ("video", "Video"),
        ("link", "Read"),
        ("question", "Question"),
        ("answer", ""),
        ("owner", ""),
    ]
    assert (card.playbook, card.name, card.occasion, card.why) == ("trade", "card-1", 1, "You see this.")
    assert card.key == card_key(DEAL.org_id, DEAL.id, "trade", "card-1", 1)


@pytest.mark.parametrize(
    ("kind", "html"),
    [
        (
            "tip",
            "<p>Write your list <b>first</b> with <i>Acme</i>.</p><ul><li>one</li><li>two</li></ul>",
        ),
        ("talk_track", "<p>Hello, Max here.</p>"),
        ("objection", "<p><i>“Too dear”</i></p><p>Compared to what?</p>"),
        ("checklist", "<ul><li>Train <b>two</b> people</li><li>Name the day</li></ul>"),
        (
            "video",
            '<p><a href="https://video.example/a?b=1&amp;c=2">Trading</a> (2.5 min)</p>',
        ),
        ("link", '<p><a href="https://wiki.example/list">The list</a></p>'),
        ("question", "<p>Your first move?</p><p>A. Give<br>B. Ask</p>"),
        ("answer", "<p><b>Answer:</b> B. Ask <i>first</i>.</p>"),
        ("owner", "<p>Playbook: Trade, do not give · Owner: Ana</p>"),
    ],
)
def test_each_part_is_little_html(kind: str, html: str) -> None:
    assert html_of(render(a_playbook(EVERYTHING), "card-1", 1, DEAL), kind) == html


def test_a_card_without_an_owner_names_its_playbook_only() -> None:
    card = render(a_playbook({"tip": "x"}, owner=None, title="R&D"), "card-1", 1, DEAL)

    assert html_of(card, "owner") == "<p>Playbook: R&amp;D</p>"


def test_a_card_speaks_the_locale_as_far_as_the_playbook_does() -> None:
    book = a_playbook({"title": "Trade", "tip": "Wait", "locales": {"de": {"tip": "Warten"}}})

    card = render(book, "card-1", 1, DEAL, locale="de-AT")

    assert card.title == "Trade"
    assert html_of(card, "tip") == "<p>Warten</p>"


@pytest.mark.parametrize(
    ("language", "service", "tip"),
    [
        ("de", "fr", "Warten"),
        ("de-AT", "fr", "Warten bitte"),
        ("de-CH", "fr", "Warten"),
        ("es", "fr", "Attendre"),
        ("es", "it", "Wait"),
        (None, "fr", "Attendre"),
        (None, None, "Wait"),
        ("en-US", "fr", "Wait"),
        ("es", "fr-CA", "Attendre"),
        ("zh-TW", None, "等候"),
        ("zh-CN", None, "Wait"),
        ("pt-PT", None, "Espere"),
        ("pt", None, "Espere"),
        ("nb", None, "Wait"),
    ],
)
def test_the_owners_language_goes_before_the_services_and_both_before_the_cards_own_words(
    language: str | None, service: str | None, tip: str
) -> None:
    spoken = {"de": "Warten", "de-AT": "Warten bitte", "fr": "Attendre", "zh-Hant": "等候", "pt-BR": "Espere"}
    book = a_playbook({"tip": "Wait", "locales": {locale: {"tip": text} for locale, text in spoken.items()}})
    deal = a_deal(owner=replace(DEAL.owner, language=language))

    assert html_of(render(book, "card-1", 1, deal, locale=service), "tip") == f"<p>{tip}</p>"


def test_the_words_that_are_not_the_playbooks_are_in_the_language_of_the_card() -> None:
    said = {"tip": "Warten", "question": {"ask": "A?", "options": ("B", "C"), "answer": 1, "explanation": "D."}}
    book = a_playbook({**said, "locales": {"de": said, "fi": said}})

    german, finnish = (
        render(book, "card-1", 1, a_deal(owner=replace(DEAL.owner, language=language))) for language in ("de-CH", "fi")
    )

    assert [block.heading for block in german.blocks] == ["Tipp", "Frage", "", ""]
    assert html_of(german, "answer") == "<p><b>Antwort:</b> A. D.</p>"
    assert html_of(german, "owner") == "<p>Leitfaden: Trade, do not give · Verantwortlich: Ana</p>"
    assert [block.heading for block in finnish.blocks] == ["Tip", "Question", "", ""]


def test_a_card_whose_own_words_are_not_english_can_speak_english() -> None:
    book = a_playbook({"tip": "Warten", "locales": {"en": {"tip": "Wait"}, "fr": {"tip": "Attendre"}}})
    deal = a_deal(owner=replace(DEAL.owner, language="en-GB"))

    assert html_of(render(book, "card-1", 1, deal, locale="fr"), "tip") == "<p>Wait</p>"


def test_the_product_in_a_text_is_the_one_that_the_playbook_asks_for() -> None:
    tip = "{{ deal.product.name }}: {{ deal.product.discount|percent }} of {{ deal.product.list_price|money }}"
    small = replace(DEAL.products[0], name="Gel", family="Consumables", discount=Decimal(7), list_price=Decimal(90))
    deal = a_deal(products=(*DEAL.products, replace(small, total=Decimal(1))))
    asks = AllOf((SomeProduct(AllOf((Condition("family", "is", ("Consumables",), Kind.TEXT),))),))

    told = html_of(render(a_playbook({"tip": tip}, when=asks), "card-1", 1, deal), "tip")

    assert told == "<p>Gel: 7% of 90 USD</p>"


def test_an_empty_fact_makes_a_card_unrenderable_and_is_named() -> None:
    book = a_playbook({"tip": "Next: {{ deal.next_step }}"})

    with pytest.raises(Unrenderable, match=r"cannot be filled in: deal\.next_step is empty on this deal\."):
        render(book, "card-1", 1, DEAL)


def test_an_empty_fact_can_be_provided_for() -> None:
    book = a_playbook({"tip": "{{ deal.amount | money | default('No amount') }}{% if deal.next_step %}!{% endif %}"})

    assert html_of(render(book, "card-1", 1, a_deal(amount=None)), "tip") == "<p>No amount</p>"


def test_comparing_an_empty_fact_is_not_guessed_at() -> None:
    book = a_playbook({"tip": "{% if deal.amount > 5 %}x{% endif %}"})

    with pytest.raises(Unrenderable, match=r"deal\.amount is empty"):
        render(book, "card-1", 1, a_deal(amount=None))


def test_a_card_that_the_playbook_does_not_have_is_unrenderable() -> None:
    with pytest.raises(Unrenderable, match="The playbook “Trade, do not give” has no card “other”"):
        render(a_playbook({"tip": "x"}), "other", 1, DEAL)


def test_a_mistaken_template_that_was_never_checked_is_unrenderable() -> None:
    with pytest.raises(Unrenderable, match="Templates do not calculate"):
        render(a_playbook({"tip": "{{ 'x' * 10**10 }}"}), "card-1", 1, DEAL)


def test_whatever_goes_wrong_in_writing_a_card_is_unrenderable_and_named() -> None:
    broken = a_playbook({"tip": "x"}).cards[0].model_copy(update={"checklist": (1,)})
    book = a_playbook({"tip": "x"}).model_copy(update={"cards": (broken,)})

    with pytest.raises(Unrenderable, match=r"The card cannot be written \(TypeError: .*\)\."):
        render(book, "card-1", 1, DEAL)


@pytest.mark.parametrize("value", HOSTILE_VALUES)
def test_a_hostile_value_is_nothing_but_text_on_the_card_and_in_the_note(value: str) -> None:
    link = {"title": "{{ deal.name }}", "url": "https://wiki.example/"}
    book = a_playbook({"title": "{{ deal.name }}", "tip": "a **{{ deal.name }}** b", "link": link})

    card = render(book, "card-1", 1, a_deal(name=value))

    note, *_ = wanted_notes(DEAL.id, [DeliveredCard(card)])
    tags = re.findall(r"<[^>]*>", html_of(card, "tip"))
    assert tags == ["<p>", "<b>", "</b>", "</p>"]
    assert html_of(card, "link").count("<") == 4
    assert "evil.example" not in "".join(re.findall(r"<[^>]*>", forms(note.body)[0]))
    assert not re.search(r"[\x00-\x1f\u202a-\u202e\u2066-\u2069\ue000]", note.title + forms(note.body)[0])


def test_a_value_of_ten_thousand_characters_does_not_bury_the_coaching() -> None:
    card = render(a_playbook({"tip": "{{ deal.next_step }}"}), "card-1", 1, a_deal(next_step="x" * 10_000))

    assert html_of(card, "tip") == f"<p>{'x' * (VALUE_LIMIT - 1)}…</p>"


def test_a_value_is_never_rendered_twice() -> None:
    deal = a_deal(name="{{ deal.owner.name }}", next_step="{{ deal.name }}")

    card = render(a_playbook({"title": "{{ deal.name }}", "tip": "{{ deal.next_step }}"}), "card-1", 1, deal)

    assert card.title == "{{ deal.owner.name }}"
    assert html_of(card, "tip") == "<p>{{ deal.name }}</p>"


def test_no_number_on_a_record_can_fill_the_memory() -> None:
    book = a_playbook({"tip": "{{ deal.amount | money }}"})

    with pytest.raises(Unrenderable, match="too large"):
        render(book, "card-1", 1, a_deal(amount=Decimal("1E+999999")))


def test_a_link_has_an_address_and_nothing_else() -> None:
    tip = '[y](https://ok.example "This is {{ deal.name }}")'

    html = html_of(render(a_playbook({"tip": tip}), "card-1", 1, DEAL), "tip")

    assert html == '<p><a href="https://ok.example">y</a></p>'


def test_html_in_a_playbook_is_text() -> None:
    tip = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](//evil.example) <https://ok.example>"

    html = html_of(render(a_playbook({"tip": tip}), "card-1", 1, DEAL), "tip")

    assert html == (
        "<p>&lt;img src=x onerror=alert(1)&gt; [x](javascript:alert(1)) "
        "y "
        '<a href="https://ok.example">https://ok.example</a></p>'
    )


@given(st.text(max_size=300))
def test_whatever_a_value_holds_the_markup_stays_the_same(value: str) -> None:
    book = a_playbook({"tip": "- *{{ deal.name }}*\n- {{ deal.next_step | default('x') }}"})

    html = html_of(render(book, "card-1", 1, a_deal(name=value, next_step=value)), "tip")

    assert re.sub(r">[^<]*<", "><", html) == ("<ul><li><i></i></li><li></li></ul>" if one_line(value) else "")


def test_keys_differ_in_everything_that_names_a_card() -> None:
    keys = {
        card_key(org, deal, book, card, occasion)
        for org in ("00D1", "00D2")
        for deal in ("0061", "0062")
        for book in ("a", "a-b")
        for card in ("b", "b-c")
        for occasion in (1, 2)
    }

    assert len(keys) == 2**5
    assert all(re.fullmatch("[0-9a-f]{64}", key) for key in keys)
