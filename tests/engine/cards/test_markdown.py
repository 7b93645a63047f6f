"""What of an author's text gets into the lines of a card."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.cards.markdown import block, inline
from coach.engine.markup import html
from coach.engine.model.lines import BREAK, Line, Run
from tests.engine.cards.markup import foreign

PIECES = st.sampled_from(
    [
        "word",
        " ",
        "\n",
        "\n\n",
        "- ",
        "1. ",
        "> ",
        "# ",
        "```\n",
        "**",
        "_",
        "`",
        "[a](https://a.example/?x=1&y=2)",
        "[b](javascript:alert(1))",
        "[c](http://c.example 'title')",
        "<https://d.example/>",
        "<script>alert(1)</script>",
        "![e](https://e.example/e.png)",
        "&lt;b&gt;",
        '" onclick=x',
    ]
)
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join)


@given(TEXTS)
def test_whatever_an_author_writes_is_text_emphasis_lists_and_safe_links(text: str) -> None:
    lines = (*block(text), Line(inline(text)))

    assert not foreign(html(lines), "no value")
    assert all("\n" not in run.text for line in lines for run in line.runs if run != BREAK)


@pytest.mark.parametrize(
    "address",
    ["http://a.example", "//a.example", "/a", "javascript:x", "mailto:a@b.example", "https:", "https://", "https:a"],
)
def test_a_link_that_is_not_to_an_https_host_is_its_words(address: str) -> None:
    assert all(run.href is None for line in block(f"See [this]({address}) now.") for run in line.runs)


@pytest.mark.parametrize("address", ["https://a.example", "HTTPS://A.example/b?c=d&e#f", "https://[::1]/x"])
def test_a_link_to_an_https_host_keeps_its_address(address: str) -> None:
    assert inline(f"[this]({address})") == (Run("this", href=address),)


def test_items_know_their_list_and_an_empty_one_gives_its_marker_to_nobody() -> None:
    lines = block("1. one\n2.\n3. three\n\n   more\n   - deep\n\nafter")

    assert [(line.depth, line.marker, line.text) for line in lines] == [
        (1, "1.", "one"),
        (1, "3.", "three"),
        (1, "", "more"),
        (2, "•", "deep"),
        (0, "", "after"),
    ]


def test_a_headline_is_bold_and_code_is_its_words() -> None:
    assert [line.runs for line in block("## Ask *first*\n\n```\na\nb\n```")] == [
        (Run("Ask ", bold=True), Run("first", bold=True, italic=True)),
        (Run("a b "),),
    ]
