"""The language's page says what the language is."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from coach.engine.cards.facts import FACTS
from coach.engine.playbook import load_texts
from coach.engine.playbook.model import Playbook
from coach.engine.playbook.reference import marks, tables, with_tables
from coach.engine.playbook.vocabulary import DEAL_FACTS, OPERATORS, PRODUCT_FACTS

PAGE = (Path(__file__).parents[3] / "docs" / "playbooks.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```yaml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE)
FILLED_UP = {
    "title": "title: A title\n",
    "when": "when: {stage: {is: Prospecting}}\n",
    "cards": "cards: [{name: one, title: One, tip: Say so.}]\n",
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.splitlines()[0][:30])
def test_every_example_on_the_page_loads(example: str) -> None:
    missing = (text for key, text in FILLED_UP.items() if not re.search(rf"^{key}:", example, re.MULTILINE))

    library = load_texts({"example": example + "".join(missing)})

    assert isinstance(library.playbooks["example"], Playbook)


def test_the_tables_on_the_page_are_up_to_date() -> None:
    assert with_tables(PAGE) == PAGE, "run: make generated"
    assert sorted(marks(PAGE)) == sorted(tables())


@pytest.mark.parametrize("word", [*DEAL_FACTS, *PRODUCT_FACTS, *OPERATORS])
def test_every_word_of_the_vocabulary_is_on_the_page(word: str) -> None:
    assert f"| `{word}` |" in PAGE, "run: make generated"


def paths(facts: Mapping[str, object], before: str) -> Iterator[str]:
    for name, fact in facts.items():
        if isinstance(fact, Mapping):
            yield from paths(fact, f"{before}.{name}")
        else:
            yield f"{before}.{name}"


@pytest.mark.parametrize("path", [*paths(FACTS, "deal")])
def test_every_fact_that_a_text_may_name_is_on_the_page(path: str) -> None:
    assert f"`{path}`" in PAGE
