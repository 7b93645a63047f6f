"""Conditions → SQL. A comparison with null is true or false, never unknown, so that NOT inverts it."""

from collections.abc import Callable
from dataclasses import dataclass

from localorg.schema.types import IDS, TEXTUAL, FieldType, Value
from localorg.soql import tree
from localorg.soql.binder import Binder
from localorg.soql.days import Days
from localorg.soql.functions import converted, term_of
from localorg.soql.literals import mismatch, plain, value_of
from localorg.soql.refusals import invalid_field_at, malformed_at
from localorg.soql.scope import Scope, Term
from localorg.soql.tree import Comparison, Literal, LiteralKind

_EQUALITY = ("=", "!=")


@dataclass(frozen=True, slots=True)
class Filter:
    """Turns the conditions of one scope into SQL.

    ``select_ids`` returns the SQL of a semi-join's query; ``check`` refuses terms that are not allowed here.
    """

    scope: Scope
    binder: Binder
    days: Days
    select_ids: Callable[[tree.Query, Term], str]
    check: Callable[[Term], None]

    def sql(self, condition: tree.Condition) -> str:
        """One boolean expression. Raises ApiError."""
        match condition:
            case tree.AllOf(terms):
                return _joined("AND", [self.sql(term) for term in terms])
            case tree.AnyOf(terms):
                return _joined("OR", [self.sql(term) for term in terms])
            case tree.Negation(term):
                return f"(NOT COALESCE({self.sql(term)}, 0))"
            case Comparison():
                return self._comparison(condition)
            case tree.Member():
                return self._member(condition)
            case tree.SemiJoin():
                return self._semi_join(condition)
            case tree.Includes():
                return self._includes(condition)

    def _comparison(self, comparison: Comparison) -> str:
        term = self._filterable(comparison.left)
        operator, literal = comparison.operator, comparison.right
        if operator == "like":
            return self._like(term, literal)
        if literal.kind is LiteralKind.DATE_WORD:
            return self._date_word(term, operator, literal)
        if isinstance(literal.value, tree.Money):
            return self._money(term, operator, literal.value)
        if term.type in (FieldType.BOOLEAN, FieldType.MULTIPICKLIST) and operator not in _EQUALITY:
            raise invalid_field_at(self.scope.text, term.at, f"invalid operator on {term.type.value} field")
        return _compared(term.folded, operator, value_of(self.scope, term, literal), self.binder)

    def _like(self, term: Term, literal: Literal) -> str:
        if term.type in IDS:
            raise invalid_field_at(self.scope.text, term.at, "invalid operator on id field")
        if term.type not in TEXTUAL - {FieldType.MULTIPICKLIST}:
            raise invalid_field_at(self.scope.text, term.at, f"invalid operator on {term.type.value} field")
        if literal.kind is LiteralKind.NULL:
            return "0"
        if literal.kind is not LiteralKind.STRING:
            raise mismatch(self.scope, term)
        pattern = self.binder.bind(str(literal.value).lower())
        return f"{term.folded} LIKE {pattern} ESCAPE '\\'"

    def _date_word(self, term: Term, operator: str, literal: Literal) -> str:
        if term.type not in (FieldType.DATE, FieldType.DATETIME):
            raise mismatch(self.scope, term)
        word = literal.value
        bounds = self.days.bounds(word, term.type) if isinstance(word, tree.DateWord) else None
        if bounds is None:
            raise malformed_at(self.scope.text, literal.at, f"unexpected token: '{_name(literal)}'")
        start, end = (self.binder.bind(bound) for bound in bounds)
        return _DURING[operator].format(sql=term.sql, start=start, end=end)

    def _money(self, term: Term, operator: str, money: tree.Money) -> str:
        if term.type is not FieldType.CURRENCY or "CurrencyType" not in self.scope.schema.objects:
            raise mismatch(self.scope, term)
        code = self.binder.bind(money.currency)
        rate = f'(SELECT "ConversionRate" FROM "CurrencyType" WHERE "IsoCode" = {code})'
        amount = f"({self.binder.bind(float(money.amount))} / {rate})"
        return f"{converted(term)} {_SQL_OPERATORS[operator]} {amount}"

    def _member(self, member: tree.Member) -> str:
        term = self._filterable(member.left)
        if any(literal.kind is LiteralKind.DATE_WORD for literal in member.values):
            equal = [tree.Comparison(member.left, "=", literal) for literal in member.values]
            either = self.sql(tree.AnyOf(tuple(equal)))
            return f"(NOT COALESCE({either}, 0))" if member.negated else either
        values = [value_of(self.scope, term, literal) for literal in member.values]
        listed = self.binder.bind_list(value for value in values if value is not None)
        return _listed(term.folded, listed, member.negated, with_null=None in values)

    def _semi_join(self, join: tree.SemiJoin) -> str:
        term = self._filterable(join.left)
        return _listed(term.folded, self.select_ids(join.query, term), join.negated, with_null=False)

    def _includes(self, includes: tree.Includes) -> str:
        term = self._filterable(includes.left)
        if term.type is not FieldType.MULTIPICKLIST:
            sentence = f"includes and excludes operators are only valid on multipicklist fields, not '{term.name}'"
            raise invalid_field_at(self.scope.text, term.at, sentence)
        wholes = [self._holds_all(term, literal) for literal in includes.values]
        either = f"COALESCE({_joined('OR', wholes)}, 0)"
        return f"(NOT {either})" if includes.negated else either

    def _holds_all(self, term: Term, literal: Literal) -> str:
        if literal.kind is not LiteralKind.STRING:
            raise mismatch(self.scope, term)
        choices = [choice.strip().lower() for choice in plain(str(literal.value)).split(";")]
        held = [f"instr(';' || {term.folded} || ';', {self.binder.bind(f';{choice};')}) > 0" for choice in choices]
        return "(" + " AND ".join(held) + ")"

    def _filterable(self, expression: tree.Expression) -> Term:
        term = term_of(self.scope, expression)
        if term.field is not None and not term.field.filterable:
            sentence = f"field '{term.name}' can not be filtered in a query call"
            raise invalid_field_at(self.scope.text, term.at, sentence)
        self.check(term)
        return term


_SQL_OPERATORS = {"=": "IS", "!=": "IS NOT", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_DURING = {
    "=": "({sql} >= {start} AND {sql} < {end})",
    "!=": "({sql} IS NULL OR {sql} < {start} OR {sql} >= {end})",
    "<": "{sql} < {start}",
    "<=": "{sql} < {end}",
    ">": "{sql} >= {end}",
    ">=": "{sql} >= {start}",
}


def _joined(word: str, parts: list[str]) -> str:
    """All parts joined as a balanced tree, because SQLite limits expressions to 1,000 levels."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    return f"({_joined(word, parts[:middle])} {word} {_joined(word, parts[middle:])})"


def _compared(sql: str, operator: str, value: Value, binder: Binder) -> str:
    if value is None:
        return {"=": f"{sql} IS NULL", "!=": f"{sql} IS NOT NULL"}.get(operator, "0")
    return f"{sql} {_SQL_OPERATORS[operator]} {binder.bind(value)}"


def _listed(sql: str, listed: str, negated: bool, *, with_null: bool) -> str:
    if negated:
        nulls = f"{sql} IS NOT NULL AND" if with_null else f"{sql} IS NULL OR"
        return f"({nulls} {sql} NOT IN {listed})"
    return f"({sql} IS NULL OR {sql} IN {listed})" if with_null else f"{sql} IN {listed}"


def _name(literal: Literal) -> str:
    return literal.value.name if isinstance(literal.value, tree.DateWord) else ""
