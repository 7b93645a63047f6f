"""Parse tree → :mod:`~localorg.soql.tree`. Each method has the name of the grammar rule that it handles."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from lark import Token, Transformer, v_args

from localorg.soql import tree
from localorg.soql.refusals import malformed_at
from localorg.soql.tree import Expression, Literal, LiteralKind

_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|.)", re.DOTALL)
_ESCAPED = {
    "n": "\n",
    "N": "\n",
    "r": "\r",
    "R": "\r",
    "t": "\t",
    "T": "\t",
    "b": "\b",
    "B": "\b",
    "f": "\f",
    "F": "\f",
}
_LONGEST_TEXT = 4000
_MOST_ROWS = 2**31
_ITSELF = "'\"\\"
_WILDCARDS = "%_"


@v_args(inline=True)
class Builder(Transformer[Token, Any]):
    """Builds the tree of one query text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    # ---------------------------------------------------------------- queries

    def start(self, query: tree.Query) -> tree.Query:
        return query

    def query(self, select: Token, items: Sequence[Any], _from: Token, source: Token, *clauses: Any) -> tree.Query:
        alias, _scope, where, group, having, order, limit, offset, _row_lock, all_rows = clauses
        return tree.Query(
            items=tuple(items),
            source=str(source),
            source_at=_at(source),
            alias=alias,
            where=where,
            group_by=group,
            having=having,
            order_by=order,
            limit=limit,
            offset=offset or 0,
            all_rows=all_rows,
            at=_at(select),
        )

    def items(self, *items: Any) -> tuple[Any, ...]:
        return items

    def item(self, expression: Expression, alias: Token | None = None) -> tree.Item:
        return tree.Item(expression, str(alias) if alias else None)

    def subquery(self, query: tree.Query) -> tree.Query:
        return query

    def alias(self, name: Token | None = None) -> str | None:
        return str(name) if name else None

    def where(self, _: Token | None = None, condition: tree.Condition | None = None) -> tree.Condition | None:
        return condition

    def having(self, _: Token | None = None, condition: tree.Condition | None = None) -> tree.Condition | None:
        return condition

    def group(self, *parts: Any) -> tuple[Expression, ...]:
        return _without_words(parts)

    def order(self, *parts: Any) -> tuple[tree.Ordering, ...]:
        return _without_words(parts)

    def limit(self, _: Token | None = None, number: Token | None = None) -> int | None:
        return _size(number)

    def offset(self, _: Token | None = None, number: Token | None = None) -> int | None:
        return _size(number)

    def all_rows(self, word: Token | None = None) -> bool:
        return word is not None

    def ordering(self, expression: Expression, direction: Token | None, nulls: Token | None) -> tree.Ordering:
        descending = direction is not None and direction.lower() == "desc"
        return tree.Ordering(expression, descending, nulls is not None and nulls.lower().endswith("last"))

    # ---------------------------------------------------------------- expressions

    def path(self, token: Token) -> tree.Path:
        return tree.Path(tuple(part.strip() for part in token.split(".")), _at(token))

    def call(self, function: Token, *arguments: Expression | None) -> tree.Call:
        return tree.Call(function.upper(), tuple(one for one in arguments if one is not None), _at(function))

    # ---------------------------------------------------------------- conditions

    def all_of(self, *parts: Any) -> tree.AllOf:
        return tree.AllOf(_without_words(parts))

    def any_of(self, *parts: Any) -> tree.AnyOf:
        return tree.AnyOf(_without_words(parts))

    def negation(self, _: Token, term: tree.Condition) -> tree.Negation:
        return tree.Negation(term)

    def comparison(self, left: Expression, operator: Token, right: Literal) -> tree.Comparison:
        return tree.Comparison(left, "!=" if operator == "<>" else str(operator), right)

    def like(self, left: Expression, _: Token, right: Literal) -> tree.Comparison:
        return tree.Comparison(left, "like", right)

    def member(self, left: Expression, _: Token, among: Any) -> tree.Condition:
        return _membership(left, among, negated=False)

    def not_member(self, left: Expression, _: Token, among: Any) -> tree.Condition:
        return _membership(left, among, negated=True)

    def includes(self, left: Expression, _: Token, values: tuple[Literal, ...]) -> tree.Includes:
        return tree.Includes(left, values, negated=False)

    def excludes(self, left: Expression, _: Token, values: tuple[Literal, ...]) -> tree.Includes:
        return tree.Includes(left, values, negated=True)

    def values(self, *values: Literal) -> tuple[Literal, ...]:
        return values

    def semi_join(self, query: tree.Query) -> tree.Query:
        return query

    # ---------------------------------------------------------------- literals

    def string(self, token: Token) -> Literal:
        def meant(escape: re.Match[str]) -> str:
            return self._unescaped(escape, _at(token))

        if len(token) > _LONGEST_TEXT:
            raise malformed_at(self._text, _at(token), f"A string has {_LONGEST_TEXT} characters at most.")
        return Literal(LiteralKind.STRING, self._whole(_ESCAPE.sub(meant, token[1:-1]), token), _at(token))

    def number(self, token: Token) -> Literal:
        return Literal(LiteralKind.NUMBER, Decimal(str(token)), _at(token))

    def day(self, token: Token) -> Literal:
        try:
            return Literal(LiteralKind.DATE, date.fromisoformat(token), _at(token))
        except ValueError as broken:
            raise malformed_at(self._text, _at(token), f"Invalid date: {token}") from broken

    def moment(self, token: Token) -> Literal:
        try:
            return Literal(LiteralKind.DATETIME, datetime.fromisoformat(token.upper()).astimezone(UTC), _at(token))
        except (ValueError, OverflowError) as broken:
            raise malformed_at(self._text, _at(token), f"Invalid datetime: {token}") from broken

    def money(self, token: Token) -> Literal:
        return Literal(LiteralKind.MONEY, tree.Money(token[:3].upper(), Decimal(token[3:])), _at(token))

    def true(self, token: Token) -> Literal:
        return Literal(LiteralKind.BOOLEAN, True, _at(token))

    def false(self, token: Token) -> Literal:
        return Literal(LiteralKind.BOOLEAN, False, _at(token))

    def null(self, token: Token) -> Literal:
        return Literal(LiteralKind.NULL, None, _at(token))

    def word(self, token: Token) -> Literal:
        name, _, count = token.upper().partition(":")
        return Literal(LiteralKind.DATE_WORD, tree.DateWord(name, int(count) if count else None), _at(token))

    def _whole(self, text: str, token: Token) -> str:
        """The text with surrogate pairs (``\\ud83d\\ude00``) combined into characters."""
        try:
            return text.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError as broken:
            sentence = "Illegal character sequence in string literal."
            raise malformed_at(self._text, _at(token), sentence) from broken

    def _unescaped(self, escape: re.Match[str], at: int) -> str:
        character = escape.group(1)
        if len(character) == 5:
            return chr(int(character[1:], 16))
        if character in _WILDCARDS:
            return escape.group()
        if character in _ITSELF:
            # Keep a backslash doubled, so that LIKE can tell it from one that escapes a wildcard.
            return "\\\\" if character == "\\" else character
        if character in _ESCAPED:
            return _ESCAPED[character]
        raise malformed_at(self._text, at, f"Illegal character sequence '\\{character}' in string literal.")


def _membership(left: Expression, among: Any, *, negated: bool) -> tree.Condition:
    if isinstance(among, tree.Query):
        return tree.SemiJoin(left, among, negated)
    return tree.Member(left, among, negated)


def _without_words(parts: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(part for part in parts if not isinstance(part, Token))


def _size(number: Token | None) -> int | None:
    """A number of rows, limited to what the database can count."""
    return None if number is None else min(int(number), _MOST_ROWS)


def _at(token: Token) -> int:
    return token.start_pos or 0
