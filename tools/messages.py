"""Extracts Coach's own messages from the code, and updates the message catalogs: ``python -m tools.messages``.

New messages are added without a translation, and messages that are gone are removed; translations are kept. With a
language tag, such as ``python -m tools.messages sv``, it creates a catalog of that language.
"""

import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1] / "coach"
WORDS = ROOT / "engine" / "languages" / "words"
_HEADER = """\
# Coach's own words in {name}: what people read on a card, in its note and on its page.
msgid ""
msgstr ""
"Language: {tag}\\n"
"Plural-Forms: {plurals}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""
_KEYWORDS = {"message": None, "messages": (1, 2), "_": None, "around": None}
_FILES = [("**.py", "python"), ("**/templates/**.html", "jinja2")]


def extracted() -> Catalog:
    """Every message in the code, in the order of the files."""
    catalog = Catalog(project="Coach", copyright_holder="", charset="utf-8")
    for file, _, message, _, _ in extract_from_dir(ROOT, _FILES, keywords=_KEYWORDS, strip_comment_tags=True):
        catalog.add(message, locations=[(f"coach/{file}", 0)])
    return catalog


def catalogs() -> Iterator[tuple[Path, Catalog]]:
    """The catalogs, each with its file."""
    for path in sorted(WORDS.glob("*.po")):
        with path.open("rb") as file:
            yield path, read_po(file, locale=path.stem.replace("-", "_"))


def write(path: Path, catalog: Catalog) -> None:
    """Write a catalog, without headers that change from day to day."""
    body = BytesIO()
    write_po(body, catalog, width=116, omit_header=True, ignore_obsolete=True, include_lineno=False)
    header = _HEADER.format(
        name=catalog.locale.english_name if catalog.locale else path.stem,
        tag=path.stem,
        plurals=catalog.plural_forms,
    )
    path.write_text(header + body.getvalue().decode("utf-8"), encoding="utf-8")


def update(begun: Iterable[str] = ()) -> None:
    """Create the catalogs for these language tags, then update all."""
    template = extracted()
    for tag in begun:
        write(WORDS / f"{tag}.po", Catalog(locale=Locale.parse(tag, sep="-")))
    for path, catalog in catalogs():
        catalog.update(template, no_fuzzy_matching=True)
        write(path, catalog)


if __name__ == "__main__":
    update(sys.argv[1:])
