"""Coach's own words on a card, a note and a card's page, in the languages that it has them in.

English is written where it is used, as the id of a gettext message; each other language is a catalog in ``words/``. A
language without one reads in English. Messages are whole sentences, or labels before a colon, so that no language has
to bend a word for another's grammar.
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
"""A number that no language counts otherwise than as many."""


def message(text: str) -> str:
    """``text`` as it is: marks a message that is kept in a table, so that catalogs have it, too."""
    return text


def messages(one: str, many: str) -> tuple[str, str]:
    """The same for a message that counts: how it reads of one, and of other numbers."""
    return one, many


@dataclass(frozen=True, slots=True)
class Wording:
    """Coach's words in one language. ``figures`` are those of the same language, in the reader's region."""

    tag: str
    figures: NumberFormat
    catalog: NullTranslations

    def say(self, text: str, /, **values: str) -> str:
        """The message, with its placeholders filled in. ``text`` is in English."""
        said = self.catalog.gettext(text) if text else ""
        return said.format_map(values) if values else said

    def count(self, one: str, many: str, number: int | Decimal, /, **values: str) -> str:
        """The message in the form that the language has for ``number``; a fraction takes that of many."""
        whole = int(number) if number == int(number) else _SOME
        return self.catalog.ngettext(one, many, whole).format_map(values)


@lru_cache(maxsize=256)
def words_in(tag: str) -> Wording:
    """The words for a text that reads in ``tag``, such as de-CH; English, in the same region, where Coach has none."""
    language = best(tag, (_OWN, *catalogs())) or _OWN
    own = composed(language, tag)
    return Wording(own, figures_in(own), catalogs().get(language, NullTranslations()))


def words_for(tags: Iterable[str]) -> Wording:
    """The words of the first of these tags that Coach has words in, the reader's favourite first; else English."""
    spoken = (_OWN, *catalogs())
    return words_in(next((tag for tag in tags if best(tag, spoken)), _OWN))


@lru_cache(maxsize=64)
def in_every_language(text: str) -> frozenset[str]:
    """A message as it may read on a record, in whatever language it was written there."""
    return frozenset((text, *(catalog.gettext(text) for catalog in catalogs().values())))


@lru_cache(maxsize=1)
def catalogs() -> Mapping[str, NullTranslations]:
    """The catalogs by their languages' tags, read once: a few hundred lines each."""
    folder = resources.files("coach.engine.languages") / "words"
    files = {file.name.removesuffix(".po"): file.read_bytes() for file in folder.iterdir() if file.name.endswith(".po")}
    return {tag: _read(content) for tag, content in sorted(files.items())}


def _read(content: bytes) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(content)))
    compiled.seek(0)
    return GNUTranslations(compiled)
