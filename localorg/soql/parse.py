"""Text → tree. Keywords are case-insensitive. A syntax error names the place where parsing failed."""

import re
from functools import lru_cache

from lark import Lark, Token, UnexpectedInput
from lark.exceptions import VisitError

from localorg.errors import ApiError, malformed_query
from localorg.soql.build import Builder
from localorg.soql.refusals import too_complicated, unexpected_token
from localorg.soql.tree import Query

MAX_LENGTH = 100_000
_NEXT_TOKEN = re.compile(r"[\w.]+|'[^']*'?|\S")


@lru_cache(maxsize=256)
def parse(text: str) -> Query:
    """The tree of a query. Raises ApiError (MALFORMED_QUERY)."""
    if len(text) > MAX_LENGTH:
        raise malformed_query(f"SOQL statements cannot be longer than {MAX_LENGTH} characters.")
    if not text.strip():
        raise malformed_query("SOQL statements cannot be empty or null")
    try:
        built: Query = Builder(text).transform(_grammar().parse(text))
    except RecursionError as nested:
        raise too_complicated() from nested
    except UnexpectedInput as unexpected:
        raise _refusal(text, unexpected) from unexpected
    except VisitError as wrapped:
        if isinstance(wrapped.orig_exc, ApiError):
            raise wrapped.orig_exc from wrapped
        raise
    return built


@lru_cache(maxsize=1)
def _grammar() -> Lark:
    return Lark.open("grammar.lark", rel_to=__file__, parser="lalr", maybe_placeholders=True)


def _refusal(text: str, unexpected: UnexpectedInput) -> ApiError:
    token = getattr(unexpected, "token", None)
    if isinstance(token, Token) and token.type == "$END":
        return unexpected_token(text, len(text.rstrip()), "")
    place = unexpected.pos_in_stream or 0
    met = _NEXT_TOKEN.match(text, place)
    if not text[:place].strip():
        # If the very first word is wrong, the platform's message does not point at a place.
        return malformed_query(f"unexpected token: {met.group() if met else '<EOF>'}")
    return unexpected_token(text, place, met.group() if met else "")
