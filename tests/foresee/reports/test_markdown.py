"""Sections as Markdown, with names that nobody can trust."""

import pytest
from markdown_it import MarkdownIt

from coach.foresee.reports.markdown import escaped, markdown
from coach.foresee.reports.sections import ReportItem, Section, TextTable

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "[click](https://evil.example)",
    "https://evil.example/x www.evil.example",
    "@everyone #1",
    "a | b",
    "**bold** `code` ~~gone~~ _it_",
    "+ list",
    "- list",
    "1. list",
    "</details>",
    "# heading",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_reads_as_it_is_and_is_nothing_else(name: str) -> None:
    html = MarkdownIt("gfm-like", {"linkify": False}).render(f"- {escaped(name)}")

    text = html.removeprefix("<ul>\n<li>").removesuffix("</li>\n</ul>\n")
    assert "<" not in text
    assert text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"') == name


@pytest.mark.parametrize("name", ["@everyone", "#12", "https://evil.example", "www.evil.example"])
def test_nothing_that_a_code_host_makes_a_mention_or_a_link_of_is_left(name: str) -> None:
    assert name not in escaped(name)


def test_a_table_stays_a_table_whatever_its_cells_hold() -> None:
    table = TextTable.of(["Deal", "Cards"], [["a | b\nc", "3"]], [1])

    assert markdown("T", [Section("", [table])]) == "## T\n\n| Deal | Cards |\n| --- | ---: |\n| a &#124; b c | 3 |\n"


def test_long_sections_are_folded_and_items_are_lists() -> None:
    text = markdown("T", [Section("Deals (1)", [ReportItem.of("A deal", ["+ a card"])], folded=True)])

    assert "<details><summary>Deals (1)</summary>\n\n- A deal\n  - \\+ a card\n\n</details>" in text
