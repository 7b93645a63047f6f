"""The list is in the order of what it shows."""

from datetime import date

import pytest

from coach.engine.playbook import load_texts
from coach.library.pages.figures import HeldBackCount
from coach.library.pages.rows import LibraryFilter, PlaybookNotes, rows

TODAY = date(2026, 11, 23)
TEXT = """\
title: {title}
status: live
owner: {owner}
when: {{stage: {{is: Prospecting}}}}
cards: [{{name: one, title: One, tip: "{tip}"}}]
"""
PLAYBOOKS = load_texts(
    {
        "zeta": TEXT.format(title="Über alles", owner="zoe@example.com", tip="Wait."),
        "beta": TEXT.format(title="ask first", owner="Ana@example.com", tip="Word " * 200),
        "alpha": TEXT.format(title="Vary the price", owner="émile@example.com", tip="Word " * 100),
    }
).playbooks.values()
KNOWN = PlaybookNotes(
    cards={"zeta": None, "beta": 2, "alpha": 10},
    held={"zeta": HeldBackCount(7), "beta": HeldBackCount(None), "alpha": HeldBackCount(0)},
    findings={"alpha": 2},
)


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("name", ["beta", "zeta", "alpha"]),
        ("owner", ["beta", "alpha", "zeta"]),
        ("minutes", ["beta", "alpha", "zeta"]),
        ("delivered", ["alpha", "beta", "zeta"]),
        ("held_back", ["zeta", "alpha", "beta"]),
        ("priority", ["beta", "zeta", "alpha"]),
    ],
)
def test_rows_are_in_the_order_of_what_is_shown_and_what_is_withheld_comes_last(order: str, names: list[str]) -> None:
    assert [row.playbook.name for row in rows(PLAYBOOKS, KNOWN, TODAY, LibraryFilter(order=order))] == names


@pytest.mark.parametrize(("words", "names"), [("uber", ["zeta"]), ("EMILE", ["alpha"]), ("Ask  FIRST", ["beta"])])
def test_words_are_found_whatever_their_accents_and_case(words: str, names: list[str]) -> None:
    assert [row.playbook.name for row in rows(PLAYBOOKS, KNOWN, TODAY, LibraryFilter(words=words))] == names


def test_playbooks_with_findings_are_shown_alone_where_they_are_asked_for() -> None:
    assert [row.playbook.name for row in rows(PLAYBOOKS, KNOWN, TODAY, LibraryFilter(findings=True))] == ["alpha"]
