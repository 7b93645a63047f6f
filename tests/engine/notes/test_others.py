"""What others wrote into a note stays in it, whatever becomes of ours."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.markup import escape
from coach.engine.notes import forms as forms_of_lines
from coach.engine.notes.others import HEADING, others, with_others
from coach.engine.notes.others import imprint as imprint_of_lines
from coach.engine.notes.reading import read
from coach.engine.notes.title import note_title

TITLE = note_title("Hold the price")
OURS = (
    "<p><b>Why now</b></p><p>Ask for the budget.</p><ul><li>Who signs?</li><li>By when?</li></ul>"
    '<p><a href="https://coach.example/c/(1)">Say so here</a></p><p><br></p><p>It&#39;s Smith &amp; Sons.</p>'
)
NEW = "<p>Something else applies.</p>"


def forms(html: str) -> tuple[str, str, str]:
    return forms_of_lines(read(html))


def imprint(title: str, html: str) -> str:
    return imprint_of_lines(title, read(html))


IMPRINT = imprint(TITLE, OURS)


def lines(html: str) -> list[str]:
    """The text of each line, without what a list puts before it."""
    texts = (line.text for line in read(html))
    return [text.strip() for joined in texts for text in joined.split("\n") if text.strip()]


def theirs(html: str, title: str = TITLE) -> list[str]:
    return [text for part in others(html, title, [IMPRINT]) for text in lines(part.html)]


@pytest.mark.parametrize("form", forms(OURS))
def test_a_note_that_nobody_touched_holds_nothing_of_others(form: str) -> None:
    assert theirs(form) == []


@pytest.mark.parametrize(
    "tidied",
    [
        OURS.replace(" ", "&nbsp;"),
        OURS.replace("<p>", "<div>").replace("</p>", "</div>"),
        OURS.replace("><", ">\n<"),
        OURS.replace("<b>", '<strong style="x">').replace("</b>", "</strong>"),
        OURS.replace("<p><br></p>", ""),
        OURS.replace("&#39;", "\u200b'"),
    ],
)
def test_what_the_org_tidies_up_is_still_ours(tidied: str) -> None:
    assert theirs(tidied) == []


@pytest.mark.parametrize("form", forms(OURS))
@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("Ask for the budget.", "Ask for the budget. Bob: 50k!", ["Ask for the budget. Bob: 50k!"]),
        ("Who signs?", "Who signs? Ana", ["Who signs? Ana"]),
        ("Say so here", "Said so", ["Said so"]),
    ],
)
def test_a_line_of_ours_that_somebody_changed_is_theirs(form: str, old: str, new: str, kept: list[str]) -> None:
    assert [text.removeprefix("• ").partition(" (https")[0] for text in theirs(form.replace(old, new))] == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("<p>Call Bob</p>", ["Call Bob"]),
        ("<ol><li>one</li><li>two</li></ol>", ["one", "two"]),
        ('<p>See <a href="https://x.example/">this</a></p>', ["See this"]),
        ("<p>🎉 done — naïve ☂</p>", ["🎉 done — naïve ☂"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ["a b", "c"]),
        ("<h2>Plan</h2><blockquote>quoted</blockquote>", ["Plan", "quoted"]),
        ("loose text<br>more", ["loose text", "more"]),
        ("<p><u>under</u> <s>struck</s></p>", ["under struck"]),
        ('<p><img src="/x.png" alt="whiteboard"></p>', ["whiteboard"]),
        ("<p>a &lt; b &amp; c</p>", ["a < b & c"]),
        ("<p>Ask for the budget.</p>", ["Ask for the budget."]),
        ("<script>x()</script><p>after</p>", ["after"]),
        ("<p>" + "long " * 10_000 + "</p>", [("long " * 10_000).strip()]),
    ],
)
def test_what_they_wrote_is_found_in_whatever_form_it_comes(written: str, kept: list[str]) -> None:
    assert theirs(OURS + written) == theirs(written + OURS) == kept
    assert theirs(OURS.replace("<ul>", f"{written}<ul>")) == kept


def test_what_stood_as_it_was_comes_back_as_it_was() -> None:
    written = '<p>a <u>b</u></p><table><tr><td>c</td></tr></table><p><img src="/x.png"></p>'
    merged = with_others(forms(NEW), others(OURS + written, TITLE, [IMPRINT]))
    assert merged[0] == f"{NEW}<p><br></p><p><b>{HEADING}</b></p>{written}"
    assert len(merged) == 4


def test_an_item_that_they_added_to_our_list_is_kept_without_ours() -> None:
    (part,) = others(OURS.replace("<li>By", "<li>Bob?</li><li>By"), TITLE, [IMPRINT])
    assert part.html == "<ul><li>Bob?</li></ul>"


def test_a_title_that_they_changed_is_kept_as_a_line_once() -> None:
    retitled = others(OURS, TITLE.replace("Hold the price", "Call with the CFO"), [IMPRINT])
    assert [lines(part.html) for part in retitled] == [["Title: Call with the CFO"]]
    merged = with_others(forms(OURS), retitled)[0]
    assert theirs(merged, TITLE.replace("Hold the price", "Call with the CFO")) == ["Title: Call with the CFO"]


def test_after_a_lost_answer_whichever_of_ours_stands_is_told_from_theirs() -> None:
    either = [IMPRINT, imprint(TITLE, NEW)]
    for ours in (OURS, NEW):
        assert [lines(part.html) for part in others(f"{ours}<p>Mine</p>", TITLE, either)] == [["Mine"]]


def test_our_text_that_they_deleted_leaves_theirs() -> None:
    assert theirs("<p>All mine now</p>") == ["All mine now"]
    assert theirs("") == []


words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=8).filter(
    lambda text: text != HEADING and not text[0].isdigit() and "•" not in text
)
lists = st.lists(words.map(lambda text: f"{text} mine"), max_size=6)


@given(ours=st.lists(words, max_size=6), new=st.lists(words, max_size=6), typed=lists, later=lists, data=st.data())
def test_every_line_they_added_is_there_exactly_once_and_ours_is_what_we_want(
    ours: list[str], new: list[str], typed: list[str], later: list[str], data: st.DataObject
) -> None:
    def html(texts: list[str]) -> str:
        return "".join(f"<p>{escape(text)}</p>" for text in texts)

    def woven(texts: list[str], more: list[str]) -> list[str]:
        mixed = list(texts)
        for text in more:
            mixed.insert(data.draw(st.integers(0, len(mixed))), text)
        return mixed

    old_print, new_print = imprint(TITLE, html(ours)), imprint(TITLE, html(new))
    first = others(html(woven(ours, typed)), TITLE, [old_print])
    for form in with_others(forms(html(new)), first):
        again = with_others(forms(html(new)), others(form, TITLE, [old_print, new_print]))
        assert lines(again[0]) == lines(form)
        assert Counter(lines(form)) == Counter([*lines(html(new)), *([HEADING] if typed else []), *typed])
    second = others(with_others(forms(html(new)), first)[0] + html(later), TITLE, [new_print])
    found = Counter(text for part in second for text in lines(part.html))
    assert found == Counter([*typed, *later])
