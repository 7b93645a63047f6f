"""Coach's own words on a card, a note and a card's page, in each language that Coach supports.

English is written in the code, as the id of a gettext message; each other language is a catalog in ``words/``. A
language without a catalog reads in English. Messages are whole sentences, or labels before a colon, so that no
translation has to inflect a word to fit another sentence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from coach.engine.languages.figures import NumberFormat, figures_in
from coach.engine.languages.tags import best, composed

_OWN = "en"
_SOME = 7
"""A number that takes the general plural form in every language."""


def message(text: str) -> str:
    """Returns ``text`` unchanged. Marks a message that is kept in a table, so that it gets into the catalogs too."""
    return text


def messages(one: str, many: str) -> tuple[str, str]:
    """The same for a message with a count: its singular and plural forms."""
    return one, many


@dataclass(frozen=True, slots=True)
class Wording:
    """Coach's words in one language. ``figures`` formats numbers for the same language, in the reader's region."""

    tag: str
    figures: NumberFormat
    catalog: NullTranslations

    def say(self, text: str, /, **values: str) -> str:
        """Translate the message and fill in its placeholders. ``text`` is in English."""
        said = self.catalog.gettext(text) if text else ""
        return said.format_map(values) if values else said

    def count(self, one: str, many: str, number: int | Decimal, /, **values: str) -> str:
        """Translate the message in the plural form for ``number``; a fraction takes the general plural."""
        whole = int(number) if number == int(number) else _SOME
        return self.catalog.ngettext(one, many, whole).format_map(values)


@lru_cache(maxsize=256)
def words_in(tag: str) -> Wording:
    """The words for a text in ``tag``, such as de-CH. If Coach has no such words: English, in the same region."""
    language = best(tag, (_OWN, *catalogs())) or _OWN
    own = composed(language, tag)
    return Wording(own, figures_in(own), catalogs().get(language, NullTranslations()))


def words_for(tags: Iterable[str]) -> Wording:
    """The words of the first of these tags for which Coach has a catalog, in the reader's order of preference; else
    English.
    """
    spoken = (_OWN, *catalogs())
    return words_in(next((tag for tag in tags if best(tag, spoken)), _OWN))


@lru_cache(maxsize=64)
def in_every_language(text: str) -> frozenset[str]:
    """A message in every language in which it may stand on a record."""
    return frozenset((text, *(catalog.gettext(text) for catalog in catalogs().values())))


@lru_cache(maxsize=1)
def catalogs() -> Mapping[str, NullTranslations]:
    """The catalogs by language tag, read once: a few hundred lines each."""
    folder = resources.files("coach.engine.languages") / "words"
    files = {file.name.removesuffix(".po"): file.read_bytes() for file in folder.iterdir() if file.name.endswith(".po")}
    return {tag: _read(content) for tag, content in sorted(files.items())}


def _read(content: bytes) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(content)))
    compiled.seek(0)
    return GNUTranslations(compiled)
