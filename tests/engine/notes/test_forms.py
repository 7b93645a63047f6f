"""What the three forms of a note's body hold, and what they never hold."""

import re
from html import escape as html_escape
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from coach.engine.markup import escape
from coach.engine.notes import forms as forms_of_lines
from coach.engine.notes.forms import SHORTENED, TEXT_LIMIT
from coach.engine.notes.reading import read

TAG = re.compile(r"<(/?)([a-z]+)((?: [^>]*)?)>")

words = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=6)
texts = st.lists(words, min_size=1, max_size=4).map(" ".join)
runs = st.builds(
    lambda tag, text: f"<{tag}>{html_escape(text)}</{tag}>" if tag else html_escape(text),
    st.sampled_from(["", "b", "i"]),
    texts,
)
paragraphs = st.lists(runs, min_size=1, max_size=4).map(lambda parts: f"<p>{'<br>'.join(parts)}</p>")
lists = st.recursive(
    st.builds(
        lambda tag, items: f"<{tag}>{''.join(f'<li>{item}</li>' for item in items)}</{tag}>",
        st.sampled_from(["ul", "ol"]),
        st.lists(runs, min_size=1, max_size=3),
    ),
    lambda inner: st.builds(lambda text, nested: f"<ul><li>{text}{nested}</li></ul>", runs, inner),
    max_leaves=3,
)
documents = st.lists(st.one_of(paragraphs, lists), max_size=5).map("\n".join)
hostile = st.lists(
    st.sampled_from(
        ["<script>", "</p>", "<li>", "<ul", "<a href='javascript:x'>", "&apos;", "&#0;", "<!--", "]]>", '"']
    )
    | st.text(max_size=5)
).map("".join)


def forms(html: str) -> tuple[str, str, str]:
    """The forms of what stands in a note."""
    return forms_of_lines(read(html))


def tags(html: str) -> set[str]:
    return {name for _, name, _ in TAG.findall(html)}


def visible_words(html: str) -> list[str]:
    """The words a reader sees, list markers left out."""
    text = unescape(TAG.sub(" ", html))
    return [word for word in text.split() if word != "•" and not re.fullmatch(r"\d+\.", word)]


def test_rich_keeps_lists_links_and_emphasis() -> None:
    rich, _, _ = forms(
        '<p>A <b>bold</b> and <i>fine</i> <a href="https://a.example/?x=1&amp;y=2" rel="noopener">page</a></p>'
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"
    )

    assert rich == (
        '<p>A <b>bold</b> and <i>fine</i> <a href="https://a.example/?x=1&amp;y=2">page</a></p>'
        "<ul><li>one</li><li>two</li></ul>"
    )


def test_basic_writes_lists_and_links_with_characters() -> None:
    _, basic, _ = forms(
        '<p><i>See</i> <a href="https://a.example/">this <b>page</b></a></p><ol><li>one</li><li>two</li></ol>'
        "<ul><li>three</li></ul>"
    )

    assert basic == "<p>See this <b>page</b> (https://a.example/)</p><p>1. one<br>2. two<br>• three</p>"


def test_plain_has_an_empty_line_between_paragraphs_and_no_markup() -> None:
    _, _, plain = forms("<p>Dear <b>Ana</b></p><p>a<br>b</p><ul><li>c</li><li>d</li></ul>")

    assert plain == "Dear Ana<br><br>a<br>b<br><br>• c<br>• d"


def test_nested_lists_stay_nested() -> None:
    rich, basic, _ = forms("<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>")

    assert rich == "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>"
    assert basic == "<p>• a<br>1. b<br>2. c<br>• d</p>"


def test_a_second_paragraph_of_a_list_item_stays_in_the_item() -> None:
    rich, _, plain = forms("<ul><li><p>a</p><p>b</p></li><li><p>c</p></li></ul>")

    assert rich == "<ul><li>a<br>b</li><li>c</li></ul>"
    assert plain == "• a<br>b<br>• c"


def test_exactly_five_characters_are_escaped_and_the_apostrophe_by_number() -> None:
    assert escape("""<a> & "b" isn't © é™ 中""") == "&lt;a&gt; &amp; &quot;b&quot; isn&#39;t © é™ 中"


def test_named_entities_become_the_characters_they_stand_for() -> None:
    assert forms("<p>&copy; &nbsp;&euro;5 isn&apos;t</p>")[0] == "<p>© €5 isn&#39;t</p>"


def test_an_empty_line_stays_an_empty_line() -> None:
    assert forms("<p>a</p><p><br></p><p>b</p>")[0] == "<p>a</p><p><br></p><p>b</p>"


def test_nothing_is_never_an_empty_body() -> None:
    assert forms("") == forms("<p> \n</p>") == ("<p></p>", "<p></p>", "<p></p>")


def test_a_very_long_body_is_cut_between_paragraphs_and_says_so() -> None:
    rich, _, plain = forms("<p>word</p>" * TEXT_LIMIT)

    assert f"<p>word</p><p>{SHORTENED}</p><p>word</p>" in rich
    assert len(plain) < 5 * TEXT_LIMIT


def test_the_end_of_a_long_body_stays_for_there_stands_why_and_how_to_answer() -> None:
    assert forms(f"{'<p>word</p>' * TEXT_LIMIT}<p>Say so here</p>")[0].endswith("<p>word</p><p>Say so here</p>")


def test_one_endless_paragraph_is_cut() -> None:
    assert forms(f"<p>short</p><p>{'x' * (TEXT_LIMIT + 1)}</p>")[2] == f"short<br><br>{SHORTENED}"


@given(documents)
def test_all_forms_say_the_same_words(html: str) -> None:
    rich, basic, plain = forms(html)

    assert visible_words(rich) == visible_words(html)
    assert visible_words(basic) == visible_words(plain) == visible_words(rich)


@given(documents | hostile)
def test_forms_hold_no_other_tags_and_nothing_that_a_note_refuses(html: str) -> None:
    rich, basic, plain = forms(html)

    assert tags(rich) <= {"p", "b", "i", "br", "ul", "ol", "li", "a"}
    assert tags(basic) <= {"p", "b", "br"}
    assert tags(plain) <= {"br"} or plain == "<p></p>"
    for form in (rich, basic, plain):
        assert form
        assert "<" not in TAG.sub("", form)
        assert not re.search(r"[\x00-\x1f\x7f\u202a-\u202e]", form)
        assert set(re.findall(r"&[^;]*;?", form)) <= {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}


@given(documents)
def test_the_rich_form_read_again_is_the_same(html: str) -> None:
    rich = forms(html)[0]

    assert forms(rich)[0] == rich
