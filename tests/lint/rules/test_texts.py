"""What is said about texts, and where."""

import pytest

from tests.lint.made import playbook, told, when


def card(text: str, **more: str) -> str:
    """A playbook whose one card begins with these lines, of which the first is line 4."""
    lines = "".join(f"    {line}\n" for line in text.split("\n"))
    return playbook(f"cards:\n  - name: one\n    title: One\n{lines}", **more)


@pytest.mark.parametrize(
    ("tip", "found"),
    [
        ("tip: Ask **now", ["4:14 ** has no partner"]),
        ("tip: Ask *now", ["4:14 * has no partner"]),
        ("tip: Ask **now** and `then", ["4:26 ` has no partner"]),
        ("tip: |\n  Ask.\n\n  - a __b\n  - c", ["7:11 __ has no partner"]),
        ("tip: >-\n  Ask them\n  what **they think\n  of it.", ["6:12 ** has no partner"]),
        ('tip: "It is \\"so\\" **good"', ["4:24 ** has no partner"]),
        ("checklist: [fine, 'it''s *so']", ["4:30 * has no partner"]),
        ("tip: Make it <b>bold</b>", ["4:18 HTML is shown"]),
        ("tip: Ask.\nlocales: {de: {title: '**Fett**'}}", ["5:28 A headline is plain text"]),
    ],
    ids=str,
)
def test_markdown_that_does_not_come_out_is_told_at_its_place(tip: str, found: list[str]) -> None:
    assert [line[: len(each)] for line, each in zip(told("markdown", card(tip)), found, strict=True)] == found


@pytest.mark.parametrize(
    "tip",
    [
        "tip: Ask **now**, *gently*, with `code` and __more__",
        "tip: 5 * 3 is 15, snake_case_word, 2 ** 3",
        "tip: An \\*escaped\\* one",
        "tip: '{{ deal.name }} is **{{ deal.stage }}**, and *{{ deal.stage }}*'",
        "tip: 'If a < b and b > c'",
        "tip: '`*`'",
        "tip: |\n  * one\n  * two",
        "tip: Um _so_ besser",
    ],
    ids=str,
)
def test_markdown_that_comes_out_is_left_alone(tip: str) -> None:
    assert told("markdown", card(tip)) == []


@pytest.mark.parametrize(
    ("rule", "tip", "place"),
    [
        ("link-address", "tip: See [it](http://example.com)", "4:19"),
        ("link-address", "tip: See [it](mailto:a@example.com)", "4:19"),
        ("link-address", "tip: See [it]()", "4:17"),
        ("link-address", "tip: See [](https://example.com)", "4:14"),
        ("bare-link", "tip: See https://example.com/a.", "4:14"),
        ("bare-link", "tip: See <https://example.com/a>", "4:15"),
        ("bare-link", "tip: See www.example.com", "4:14"),
        ("link-text", "tip: See [here](https://example.com)", "4:15"),
        ("link-text", "tip: See [Click here!](https://example.com)", "4:15"),
        ("link-text", "link: {title: mehr, url: 'https://example.com/a'}", "4:19"),
        ("image", "tip: See ![a map](https://example.com/a.png)", "4:14"),
    ],
)
def test_links_and_pictures_are_told_at_their_place(rule: str, tip: str, place: str) -> None:
    assert [line.split()[0] for line in told(rule, card(tip))] == [place]


@pytest.mark.parametrize("rule", ["link-address", "bare-link", "link-text", "image"])
def test_a_good_link_is_left_alone(rule: str) -> None:
    text = card(
        "tip: Look into [the prices for {{ deal.product.family }}](https://example.com/prices).\n"
        "link: {title: The price list, url: 'https://example.com/prices'}"
    )
    assert told(rule, text) == []


def test_every_fact_that_may_be_empty_is_told_where_it_is_printed() -> None:
    text = card(
        "tip: >-\n  About {{ deal.next_step }}:\n  {{ deal.amount|money }} and {{ deal.next_step|default('x') }}"
    )

    assert told("empty-fact", text) == [
        f"{place} {fact} may be empty where this playbook applies; then the card is not delivered. "
        f'Write {{{{ {fact}|default("…") }}}}, or ask for it in “when”.'
        for place, fact in (("5:16", "deal.next_step"), ("6:10", "deal.amount"))
    ]


@pytest.mark.parametrize(
    ("conditions", "tip"),
    [
        ("next_step: {contains: legal}", "{{ deal.next_step }}"),
        ("next_step: {empty: false}", "{{ deal.next_step }}"),
        ("next_step: {is_not: legal}", "{{ deal.next_step }}"),
        ("amount: {above: 5, currency: EUR}", "{{ deal.amount|money }}"),
        ("product: {discount: {above: 20}}", "{{ deal.discount|percent }} off {{ deal.product.name }}"),
        ("product_count: {above: 1}", "{{ deal.products.names|join }}"),
        ("fields: {Go_Live__c: {within_next_days: 5}}", "{{ deal.fields.Go_Live__c|date }}"),
        ("stage: {is: Proposal}", "{{ deal.owner.first_name }}, {{ deal.account.name }}, {{ deal.close_date|date }}"),
        ("stage: {is: Proposal}", "{% if deal.next_step %}{{ deal.next_step }}{% endif %}"),
        ("any: [{type: {is: A}}, {type: {is: B}}]", "{{ deal.type }}"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_when_makes_sure_of_may_be_printed(conditions: str, tip: str) -> None:
    text = card(f"tip: '{tip}'", when=when(conditions).split("title:")[0])

    assert told("empty-fact", text) + told("never-filled", text) == []


def test_what_only_one_alternative_makes_sure_of_may_be_empty() -> None:
    text = card("tip: '{{ deal.type }}'", when="when: {any: [{type: {is: A}}, {amount: {above: 1}}]}\n")

    assert [line[:14] for line in told("empty-fact", text)] == ["4:14 deal.type"]


def test_what_when_wants_empty_can_never_be_printed() -> None:
    text = card("tip: 'So {{ deal.next_step }}'", when="when: {next_step: {empty: true}}\n")

    assert told("never-filled", text) == [
        "4:17 deal.next_step is empty wherever this playbook applies, so this card is never delivered."
    ]
    assert told("empty-fact", text) == []


def test_a_language_that_is_spoken_in_part_is_told() -> None:
    text = card("tip: Ask.\nlocales: {de: {title: Eins}, de-AT: {tip: Fragen.}}")
    text = text.replace("title: A title", "  - {name: two, title: Two, tip: Ask.}\ntitle: A title")

    assert told("missing-translation", text) == [
        "5:19 “de” says nothing of tip: that is read in another language.",
        "6:5 Another card of this playbook speaks “de”, this one does not.",
    ]
