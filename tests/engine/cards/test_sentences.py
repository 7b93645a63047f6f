"""The sentence that tells why a card is there, in every language, for every fact and every operator."""

import re

import pytest

from coach.engine.languages import words_in
from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import leaves
from coach.engine.playbook.vocabulary import DEAL_FACTS, OPERATORS, PRODUCT_FACTS
from tests.engine.cards.sentences import FOLDER, REGIONS, WHEN, sentence, table, tags

BOOKS = load_texts(
    {f"b{n}": f"title: T\nwhen: {when}\ncards: [{{name: c, title: T, tip: x}}]\n" for n, when in enumerate(WHEN)}
).playbooks
LEAVES = [leaf for book in BOOKS.values() for leaf in leaves(book.when)]

ENGLISH = re.compile(
    r"\b(the|this|you|because|whose|with|deal|days?|stage|amount|closes?|product is|contacts|first|today|filled)\b",
    re.I,
)
"""Words that no other language here has, but for those of the record, which are taken out first."""
OF_THE_RECORD = re.compile(
    r"Send the list|New Business|Ana Bell|Sales User|Account Executive|Review Date|Segment|Renewal|ana@acme\.example"
)

CALLED_BY_NAME = [
    name for name, fact in (*DEAL_FACTS.items(), *PRODUCT_FACTS.items()) if not (fact.label or fact.truths)
]
"""Facts that are called by their English names, by their declaration."""


@pytest.mark.parametrize("tag", list(tags()))
def test_every_sentence_is_the_one_that_a_native_speaker_has_read(tag: str) -> None:
    assert (FOLDER / f"{tag}.txt").read_text(encoding="utf-8") == table(tag), (
        "run: make generated, and read what changed"
    )


def test_every_fact_and_every_operator_is_among_them() -> None:
    assert {*DEAL_FACTS, *PRODUCT_FACTS} - {leaf.fact for leaf in LEAVES} == set()
    known = {word for word, operator in OPERATORS.items() if operator.asked}
    assert known - {leaf.operator for leaf in LEAVES} == set()


@pytest.mark.parametrize("when", WHEN)
def test_each_of_them_holds_on_the_deal(when: str) -> None:
    assert sentence(when, "en")


@pytest.mark.parametrize("tag", [tag for tag in REGIONS if tag != "en"])
def test_no_english_stands_in_another_language(tag: str) -> None:
    translated = [when for when in WHEN if not any(f"{name}: " in when for name in CALLED_BY_NAME)]
    english = [
        said
        for when in translated
        if ENGLISH.search(said := OF_THE_RECORD.sub("", sentence(when, tag).replace("Deal", "")))
    ]

    assert english == []


def test_a_language_without_words_of_coachs_own_reads_in_english() -> None:
    assert words_in("ja").say("You see this because {facts}.", facts="x") == "You see this because x."
