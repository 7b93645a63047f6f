"""When a playbook applies, in words."""

import pytest

from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import AllOf
from coach.library.pages.conditions import Phrase, in_a_line, phrases
from tests.playbooks.conftest import PLAYBOOKS

FRAME = """\
title: A title
when:
{when}
cards:
  - name: first
    title: A card
    tip: A tip.
"""


def when(text: str) -> AllOf:
    indented = "\n".join(f"  {line}" for line in text.splitlines())
    return load_texts({"one": FRAME.format(when=indented)}).playbooks["one"].when


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("stage: {is: [Prospecting, Qualification]}", "stage: Prospecting or Qualification"),
        ("stage: {entered: Negotiation/Review}", "stage: came into Negotiation/Review from another stage"),
        ("amount: {at_least: 50000, currency: USD}", "amount: at least 50,000 USD"),
        ("days_in_stage: {above: 1}\npushes: {at_least: 2}", "days in stage: above 1 day; pushes: at least 2 times"),
        ("fields:\n  VAC_Date__c: {empty: true}", "VAC Date: not filled in"),
        ("not: {stage: {is: Prospecting}}", "not (stage: Prospecting)"),
        (
            "product:\n  family: {is: Software}\n  discount: {above: 15}",
            "a product with family: Software and discount: above 15%",
        ),
        ("every_product:\n  family: {is: Software}", "every product with family: Software"),
        (
            "any:\n  - stage: {is: Prospecting}\n    pushes: {above: 3}\n  - type: {contains: New}",
            "((stage: Prospecting and pushes: above 3 times) or type: contains “New”)",
        ),
    ],
)
def test_a_tree_is_told_on_one_line(text: str, line: str) -> None:
    assert in_a_line(when(text)) == line


def test_a_tree_is_told_as_a_list_of_lists() -> None:
    tree = when("stage: {is: Prospecting}\nany:\n  - type: {is: Renewal}\n  - type: {empty: true}")

    assert phrases(tree) == (
        Phrase("stage: Prospecting"),
        Phrase("one of these", (Phrase("type: Renewal"), Phrase("type: not filled in"))),
    )


def test_every_condition_and_sign_of_adherence_of_the_shipped_library_has_words() -> None:
    texts = {path.stem: path.read_text(encoding="utf-8") for path in PLAYBOOKS.glob("*.yaml")}

    for playbook in load_texts(texts).playbooks.values():
        assert in_a_line(playbook.when)
        assert playbook.adherence is None or in_a_line(playbook.adherence.seen)
