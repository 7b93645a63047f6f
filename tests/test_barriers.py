"""What keeps people from using a page is found, wherever on it, and however many pages were looked at before."""

import pytest

from tests.browser import OpenPage, barriers

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Deals</title><style>
body {{ color: #222; background: #fff }}
{styles}
@media (prefers-color-scheme: dark) {{ body {{ color: #eee; background: #111 }} {dark} }}
</style></head><body><main><h1>Deals</h1><table><tr><th scope="col">Name</th></tr>{rows}</table></main></body></html>"""
ROWS = "<tr><td>One</td></tr><tr><td class='last'>Two</td></tr><tr><td>Three</td></tr>"


def found(open_page: OpenPage, rows: str = ROWS, styles: str = "", dark: str = "", scheme: str = "light") -> list[str]:
    """The rules broken by a page like many, after one that breaks none."""
    page = open_page(color_scheme=scheme)
    page.set_content(PAGE.format(rows=ROWS, styles="", dark=""))
    assert barriers(page) == []
    page.set_content(PAGE.format(rows=rows, styles=styles, dark=dark))
    return [rule for rule, _ in barriers(page)]


PALE = {
    "a text": ".last { color: #ccc }",
    "a ground": ".last { background: #333 }",
    "a ground further out": "tr:has(.last) { background: #333 }",
    "every second row": "tr:nth-child(even) { color: #ddd }",
    "a veil": "main { opacity: 0.3 }",
}


@pytest.mark.parametrize("styles", PALE.values(), ids=PALE)
def test_a_text_that_cannot_be_read_is_found(open_page: OpenPage, styles: str) -> None:
    assert found(open_page, styles=styles) == ["color-contrast"]
    assert found(open_page, styles=styles) == ["color-contrast"]


def test_a_text_that_is_pale_in_the_dark_alone_is_found_there(open_page: OpenPage) -> None:
    dark = ".last { color: #333 }"

    assert found(open_page, dark=dark) == []
    assert found(open_page, dark=dark, scheme="dark") == ["color-contrast"]


def test_what_is_allowed_to_be_pale_speaks_for_nothing_else(open_page: OpenPage) -> None:
    styles = "button { color: #ccc; background: #fff; border: 0; font: inherit }"
    row = "<tr><td><button {}>Keep</button></td></tr>"

    assert found(open_page, row.format("disabled"), styles) == []
    assert found(open_page, row.format(""), styles) == ["color-contrast"]


def test_what_is_wrong_beside_colours_is_found_on_every_page(open_page: OpenPage) -> None:
    for _ in range(2):
        assert found(open_page, "<tr><td><img src='data:,'></td></tr>") == ["image-alt"]
