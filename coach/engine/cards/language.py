"""The subset of Jinja2 that templates are written in, and a parser whose nodes know their position.

Jinja2's sandbox stops code from running, but it does not stop ``{{ 'x' * 10**10 }}`` from using up all memory. So the
syntax tree is checked against an allow-list (:mod:`coach.engine.cards.check`): no loops, calls or arithmetic. Hence no
template can take long or grow. The cost of parsing itself is bounded here, before anything is parsed.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import TokenStream
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from coach.engine.cards.facts import FactGroup
from coach.engine.cards.filters import FILTERS, printable
from coach.engine.cards.kinds import Empty
from coach.engine.cards.placeholders import RESERVED, placeholder

LONGEST = 8_000
"""Maximum length of one text, in characters."""
TAG_TOKENS = 60
"""Maximum number of tokens in one ``{{ … }}`` or ``{% … %}``; parsing recurses deeper with each."""
TOKEN_LENGTH = 200
"""Maximum length of one token in a tag, in characters; Python refuses to read a number of thousands of digits."""
DEEPEST = 8
"""Maximum nesting of ``{% if %}``."""
DEAL, VALUES = "deal", "values"
"""The context variables that a template is rendered with; it may name only the first."""

_INVISIBLE = re.compile(f"[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f{''.join(sorted(RESERVED))}]")

RawToken = tuple[int, str, str]


class LineAndColumn(int):
    """A line number that also knows its column; both count from 1.

    Jinja2's nodes and errors keep their token's line number object as it is, and nothing else about its position.
    """

    column: int

    def __new__(cls, line: int, column: int) -> "LineAndColumn":
        """The line, with the column attached."""
        place = super().__new__(cls, line)
        place.column = column
        return place


def _place_of(source: str, position: int) -> LineAndColumn:
    return LineAndColumn(source.count("\n", 0, position) + 1, position - source.rfind("\n", 0, position))


class Environment(ImmutableSandboxedEnvironment):
    """Jinja2 with our filters and nothing else. Only facts of a :class:`~coach.engine.cards.facts.FactGroup` are
    attributes.
    """

    def __init__(self) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, finalize=_keep, keep_trailing_newline=True)
        self.globals.clear()
        self.tests.clear()
        self.filters = {name: each.function for name, each in FILTERS.items()}

    def getattr(self, obj: object, attribute: str) -> object:
        """A fact of a group; any other object has no attributes."""
        return obj.get(attribute) if isinstance(obj, FactGroup) else Empty(f"{attribute} is no fact of the deal")

    def getitem(self, obj: object, argument: object) -> object:
        """Same as attribute access: the syntax makes no difference to what a template may see."""
        return self.getattr(obj, str(argument))

    def raw_tokens(
        self, source: str, name: str | None = None, filename: str | None = None, state: str | None = None
    ) -> Iterator[RawToken]:
        """The tokens of ``source``, white space included, each with its position."""
        position, place = 0, LineAndColumn(1, 1)
        try:
            for line, kind, text in self.lexer.tokeniter(source, name, filename, state):
                position = max(position, source.find(text, position))
                place = LineAndColumn(line, position - source.rfind("\n", 0, position))
                yield place, kind, text
                position += len(text)
        except TemplateSyntaxError as error:
            error.lineno = _place_of(source, position) if source[position : position + 1].strip() else place
            raise

    # Overridden because Jinja2's public hook for tokens runs after white space, and with it the columns, is lost.
    def _tokenize(
        self, source: str, name: str | None, filename: str | None = None, state: str | None = None
    ) -> TokenStream:
        raw = _bounded(self.raw_tokens(source, name, filename, state))
        return TokenStream(self.lexer.wrap(raw, name, filename), name, filename)


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The only environment. It holds no template's state."""
    return Environment()


def parse(text: str) -> nodes.Template:
    """``text`` as a syntax tree. Raises TemplateSyntaxError; its ``lineno`` is a :class:`LineAndColumn` if the column
    is known.
    """
    if len(text) > LONGEST:
        raise TemplateSyntaxError(f"The text is longer than {LONGEST:,} characters.", 1)
    if invisible := _INVISIBLE.search(text):
        place = _place_of(text, invisible.start())
        raise TemplateSyntaxError("An invisible control character stands here.", place)
    return environment().parse(text)


def flattened(text: str, instead: str) -> str:
    """The words of ``text`` with every branch taken, and ``instead`` in place of every value."""
    kept: list[str] = []
    for _, kind, raw in environment().raw_tokens(text):
        if kind == "data":
            kept.append(raw)
        elif kind == "variable_begin":
            kept.append(instead)
    return "".join(kept)


@pass_context
def _keep(context: Context, value: object) -> str:
    """Jinja2's finalize hook: stores every value that a template prints, and prints a placeholder in its place."""
    return placeholder(context[VALUES], printable(context, value))


def _bounded(tokens: Iterable[RawToken]) -> Iterator[RawToken]:
    """The tokens, unchanged. Raises if a tag has too many of them, or if ``{% if %}`` nests too deep."""
    in_tag, depth, opening = 0, 0, False
    for place, kind, text in tokens:
        if kind in ("variable_begin", "block_begin", "data"):
            in_tag, opening = 0, kind == "block_begin"
        elif kind != "whitespace":
            in_tag += 1
            depth += _step(text) if opening else 0
            opening = False
        if in_tag > TAG_TOKENS or (in_tag and len(text) > TOKEN_LENGTH):
            raise TemplateSyntaxError("This tag is too long; say it with fewer words.", place)
        if depth > DEEPEST:
            raise TemplateSyntaxError(f"“if” nests more than {DEEPEST} deep here.", place)
        yield place, kind, text


def _step(keyword: str) -> int:
    return {"if": 1, "endif": -1}.get(keyword, 0)
