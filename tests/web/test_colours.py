"""Every colour is declared once, by what it means, in ``theme.css``: light and dark, and readable in both."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import coach.web

WEB = Path(coach.web.__file__).parent
THEME = WEB / "static" / "theme.css"
STYLES = [*sorted((WEB / "static").glob("*.css")), WEB.parent / "static" / "base.css"]
DRAWN = [*sorted((WEB / "static").glob("*.js")), *sorted((WEB / "templates").glob("*.html"))]

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
DECLARED = re.compile(r"(--[\w-]+):\s*([^;]+);")
USED = re.compile(r"var\((--[\w-]+)")
NAMED = (
    "black|white|red|green|blue|gr[ae]y|orange|yellow|purple|pink|brown|silver|gold|navy|teal|maroon|olive|lime|aqua"
)
RAW = re.compile(
    rf"#[0-9a-f]{{3,8}}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(|(?<![\w-])(?:{NAMED})(?![\w-])", re.I
)
VALUE = re.compile(r":\s*([^;{}]+);")


def raw_colours(path: Path) -> list[str]:
    """Colours that stand in a style sheet outside the declarations of the theme."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    if path == THEME:
        text = re.sub(r":root \{[^}]*\}", "", text)
    return [value.strip() for value in VALUE.findall(text) if RAW.search(value) and "url(" not in value]


def blocks(scheme: str) -> dict[str, str]:
    """What is declared on the root: in dark, what is darker stands in place of the light."""
    text = COMMENT.sub("", THEME.read_text(encoding="utf-8"))
    light, dark, *_ = text.split("@media screen and (prefers-color-scheme: dark)")
    found = dict(DECLARED.findall(light))
    return found | dict(DECLARED.findall(dark)) if scheme == "dark" else found


def colour(names: dict[str, str], name: str) -> str:
    """What a token comes down to."""
    value = names[name]
    aliased = USED.fullmatch(value.rstrip(")"))
    return colour(names, aliased[1]) if aliased else value


def luminance(shade: str) -> float:
    """As WCAG 2 defines it."""
    digits = shade.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> Iterator[tuple[str, str]]:
    names = blocks("light")
    yield from ((f"--on-{name[5:]}", f"--{name[5:]}") for name in names if name.startswith("--on-"))
    yield from ((ink, back) for ink in ("--ink", "--ink-weak") for back in ("--page", "--surface", "--surface-2"))
    yield from (("--ink", f"--band-{band}") for band in ("practise", "steady", "strong"))
    yield from ((ink, "--surface") for ink in ("--accent", "--failed", "--added", "--removed"))


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_style_sheet_has_a_colour_of_its_own(path: Path) -> None:
    assert raw_colours(path) == []


@pytest.mark.parametrize("path", DRAWN, ids=lambda path: path.name)
def test_no_page_or_script_has_a_colour_of_its_own(path: Path) -> None:
    assert re.findall(r"#[0-9a-f]{6}\b|\brgba?\(|\bhsla?\(|\bstyle=", path.read_text(encoding="utf-8"), re.I) == []


def test_a_colour_of_its_own_is_found(tmp_path: Path) -> None:
    sheet = tmp_path / "own.css"
    sheet.write_text(
        "a { color: var(--ink); border: 1px solid #abc; background: url(red.svg); fill: darkred; stroke: red; }"
    )

    assert raw_colours(sheet) == ["1px solid #abc", "red"]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_every_token_that_is_used_is_declared(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = blocks("light").keys() | dict(DECLARED.findall(text)).keys()

    assert set(USED.findall(text)) - known == set()


def test_every_colour_has_a_dark_one() -> None:
    light, dark = blocks("light"), blocks("dark")

    assert [name for name in light if RAW.search(light[name]) and light[name] == dark[name]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "back"), list(pairs()))
def test_what_is_written_can_be_read(ink: str, back: str, scheme: str) -> None:
    names = blocks(scheme)

    assert contrast(colour(names, ink), colour(names, back)) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "name", ["delivered", "opened", "acknowledged", "done", "seen", *(f"series-{number}" for number in range(1, 8))]
)
def test_what_is_drawn_can_be_seen(name: str, scheme: str) -> None:
    names = blocks(scheme)

    assert contrast(colour(names, f"--{name}"), colour(names, "--surface")) >= 3


def test_charts_name_tokens_alone() -> None:
    named = set(
        re.findall(r'"color": "([\w-]+)"', (WEB.parent / "teams" / "pages" / "charts.py").read_text(encoding="utf-8"))
    )

    assert named
    assert {f"--{name}" for name in named} <= blocks("light").keys()
