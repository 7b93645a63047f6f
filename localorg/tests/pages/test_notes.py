import base64

import pytest

from localorg.pages.notes import decoded, safe_html


def test_a_body_is_read_from_base64() -> None:
    assert decoded(base64.b64encode("<p>Größe – 日本</p>".encode()).decode()) == "<p>Größe – 日本</p>"


def test_the_markup_of_notes_is_shown() -> None:
    html = "<p><b>Tip</b><br>one</p><ul><li>two</li></ul><ol><li><i>three</i></li></ol>"
    assert safe_html(html) == html


def test_links_open_elsewhere_and_do_not_tell_whence() -> None:
    shown = safe_html('<a href="https://example.com/video">Watch</a>')
    assert 'rel="noopener noreferrer"' in shown
    assert 'target="_blank"' in shown


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        '<a href="javascript:alert(1)">x</a>',
        '<p style="position:fixed" onclick="alert(1)">x</p>',
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    ],
)
def test_what_could_act_is_left_out(hostile: str) -> None:
    shown = safe_html(hostile)
    assert not any(word in shown for word in ("script", "alert", "onerror", "onclick", "style"))
