"""Finds mistakes in a template without a deal: forbidden syntax, unknown names, kinds that do not fit."""

import math
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import cast

from jinja2 import nodes
from jinja2.exceptions import TemplateSyntaxError

from coach.engine.cards.facts import ANY_FIELD, FACTS, Facts
from coach.engine.cards.filters import FILTERS, LARGEST
from coach.engine.cards.kinds import ExpressionKind
from coach.engine.cards.language import DEAL, LONGEST, LineAndColumn, flattened, parse
from coach.engine.cards.markdown import links_to_a_value
from coach.engine.cards.placeholders import placeholder
from coach.engine.playbook.problems import cut
from coach.errors import Problem

RULE = "template"

_NO_ARITHMETIC = "Templates do not calculate; print the facts as they are, or with a filter such as |round."
_REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.For: "Templates have no loops; print a list with |join.",
    nodes.Call: "Templates call nothing; filters such as |money are written after the value.",
    nodes.Getitem: "Write a fact with a dot, as in deal.account.name.",
    nodes.Test: "Instead of “is”, compare with ==, or just write {% if deal.next_step %}.",
    nodes.BinExpr: _NO_ARITHMETIC,
    nodes.UnaryExpr: _NO_ARITHMETIC,
    nodes.Concat: "Write two values one after the other instead of joining them with ~.",
    nodes.Dict: "Templates hold no dictionaries.",
    nodes.Assign: "Templates set nothing; write the value where it is used.",
}
_ELSE_REFUSED = "A card's text may hold only {{ deal… }} and {% if %}, {% elif %}, {% else %}, {% endif %}."
_SYNTAX: Mapping[str, str] = {
    "Unexpected end of template": "{% if %} is not closed: write {% endif %} behind it.",
    "unknown tag 'endif'": "There is no {% if %} for this to close.",
    "unknown tag 'el": "There is no {% if %} for this to belong to.",
    "unknown tag": _ELSE_REFUSED,
    "Missing end of": "What is opened here is never closed.",
    "unexpected end of": "What is opened here is never closed.",
    "Expected an expression": "Something is missing here: name a fact, as in {{ deal.name }}.",
    "expected token 'name'": "Something is missing here, such as the name of a filter behind the bar.",
    "expected token": "There is a word too many here: one pair of braces prints one fact, as in {{ deal.name }}.",
    "expected name": "Something is missing behind the dot: name a fact, as in {{ deal.name }}.",
    "unexpected char": "This character does not belong here: name a fact, as in {{ deal.name }}.",
    "unexpected '}', expected": "A bracket or a brace is missing here, or there is one too many.",
    "unexpected '}'": "A single brace closes nothing: write }} behind a fact, and %} behind if, else and endif.",
    "unexpected '": "A bracket or a brace is missing here, or there is one too many.",
}
"""A part of Jinja2's message → the sentence that the author gets instead."""
_ONLY_WORDS = re.compile(r"[\t\n\r -$'-z|}~\xa0-\ud7ff]*\Z")
"""A text without a brace to open a template, or a sign that could hide an address or be invisible: in most texts, there
is nothing to parse.
"""
_MAY_LINK = re.compile(r"[<\]]")
"""CommonMark knows no link without one of these: [words](address), [words]: address, <address>."""
_FIRST_NAME = "A first name is not a piece of the whole one: write deal.owner.first_name or deal.manager.first_name."
_CONSTANTS: Mapping[type, ExpressionKind] = {
    str: ExpressionKind.TEXT,
    bool: ExpressionKind.TRUTH,
    int: ExpressionKind.NUMBER,
    float: ExpressionKind.NUMBER,
}
"""Literals that a template may contain. Jinja2 also reads “none”, but no fact of a deal is ever none."""
_ORDERING = frozenset(("lt", "lteq", "gt", "gteq"))
_PRINTS = frozenset((ExpressionKind.TEXT, ExpressionKind.NUMBER, ExpressionKind.DATE, ExpressionKind.ANY))


def check_template(text: str) -> tuple[Problem, ...]:
    """Every problem in one text of a card. Their ``file`` is empty; line and column count within ``text``.

    A text without problems renders on every deal on which the facts it prints are not empty. Any error in checking a
    text is reported as a problem of this text, so that one text never stops the others.
    """
    try:
        return _problems(text)
    except Exception as error:
        return (_problem(1, f"This text cannot be checked ({type(error).__name__}): say it in a simpler way."),)


def _problems(text: str) -> tuple[Problem, ...]:
    if len(text) <= LONGEST and _ONLY_WORDS.match(text):
        return ()
    try:
        tree = parse(text)
        problems = _Checker().problems_of(tree)
    except TemplateSyntaxError as error:
        place = _opened(text, error.lineno) if "unexpected end of" in (error.message or "") else error.lineno
        return (_problem(place, _syntax_sentence(error.message or "")),)
    if not problems and _MAY_LINK.search(text) and links_to_a_value(flattened(text, placeholder([], ""))):
        return (_problem(1, "A link's address cannot hold a value: CRM data must not decide where a link leads."),)
    return problems


def _syntax_sentence(message: str) -> str:
    """Jinja2's message rewritten for the author. Our own messages are sentences already."""
    told = next((sentence for part, sentence in _SYNTAX.items() if part in message), message)
    return told if told.endswith(".") else "This is not a template: write {{ deal.name }}, or leave out the braces."


def _opened(text: str, place: int) -> int:
    """The position of the last opening braces: the parser notices only at the end that they are never closed."""
    at = max(text.rfind("{{"), text.rfind("{%"))
    return LineAndColumn(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) if at >= 0 else place


def _problem(line: int, sentence: str) -> Problem:
    return Problem("", int(line), getattr(line, "column", 1), sentence, RULE)


class _Checker:
    """One walk over a syntax tree. Each expression evaluates to its :class:`ExpressionKind`."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._kind_of: Mapping[type[nodes.Node], Callable[..., ExpressionKind]] = {
            nodes.Const: self._const,
            nodes.Name: self._fact,
            nodes.Getattr: self._fact,
            nodes.Filter: self._filter,
            nodes.Compare: self._compare,
            nodes.CondExpr: self._choice,
            nodes.And: self._either,
            nodes.Or: self._either,
            nodes.Not: self._not,
            nodes.Neg: self._negative,
            nodes.List: self._list,
            nodes.Tuple: self._list,
        }

    def problems_of(self, tree: nodes.Template) -> tuple[Problem, ...]:
        """All problems, in the order of the text."""
        self._statements(tree.body)
        return tuple(sorted(self._problems, key=lambda problem: (problem.line, problem.column)))

    def _say(self, node: nodes.Node, sentence: str) -> ExpressionKind:
        self._problems.append(_problem(_place(node), sentence))
        return ExpressionKind.ANY

    def _statements(self, body: list[nodes.Node]) -> None:
        for node in body:
            if isinstance(node, nodes.Output):
                self._output(node)
            elif isinstance(node, nodes.If):
                self._kind(node.test)
                for part in (node.body, cast("list[nodes.Node]", node.elif_), node.else_):
                    self._statements(part)
            else:
                self._refuse(node)

    def _output(self, output: nodes.Output) -> None:
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                continue
            kind = self._kind(node)
            if kind is ExpressionKind.LIST:
                self._say(node, "This is a list; print it with |join.")
            elif kind not in _PRINTS:
                self._say(node, f"A {kind.value} cannot be printed; use it in {{% if %}}, or name one of its facts.")

    def _kind(self, node: nodes.Node) -> ExpressionKind:
        find = self._kind_of.get(type(node))
        return find(node) if find else self._refuse(node)

    def _refuse(self, node: nodes.Node) -> ExpressionKind:
        for kind, sentence in _REFUSED.items():
            if isinstance(node, kind):
                return self._say(node, sentence)
        return self._say(node, _ELSE_REFUSED)

    def _const(self, node: nodes.Const) -> ExpressionKind:
        kind = _CONSTANTS.get(type(node.value))
        if kind is None:
            return self._refuse(node)
        if kind is ExpressionKind.NUMBER and not (math.isfinite(node.value) and abs(node.value) < LARGEST):
            return self._say(node, "This number is too large to be written on a card.")
        return kind

    def _fact(self, node: nodes.Name | nodes.Getattr) -> ExpressionKind:
        chain = _chain(node)
        root = chain[0]
        if not isinstance(root, nodes.Name):
            return self._say(node, "Only deal has facts; write them as in deal.account.name.")
        if root.name != DEAL:
            path = ".".join(["deal", root.name, *(step.attr for step in cast("list[nodes.Getattr]", chain[1:]))])
            instead = f"write {cut(path)}" if root.name in FACTS else "a card knows only deal, as in deal.name"
            return self._say(root, f"“{root.name}” is not known here; {instead}.")
        path, known = DEAL, cast("Facts", FACTS)
        for step in cast("list[nodes.Getattr]", chain[1:]):
            if known is ANY_FIELD:  # its entries are fields, and lookups that lead to other records
                return ExpressionKind.ANY
            if isinstance(known, ExpressionKind) or step.attr not in known:
                return self._say(step, _unknown(path, step.attr, known))
            known = known[step.attr]
            path = f"{path}.{step.attr}"
        return known if isinstance(known, ExpressionKind) else ExpressionKind.GROUP

    def _filter(self, node: nodes.Filter) -> ExpressionKind:
        rule = FILTERS.get(node.name)
        kind = self._kind(node.node) if node.node else ExpressionKind.ANY
        if rule is None and node.name == "first_name":
            return self._say(node, _FIRST_NAME)
        if rule is None:
            return self._say(node, f"There is no filter “{node.name}”{_hint(node.name, FILTERS)}")
        if kind is not ExpressionKind.ANY and kind not in rule.takes:
            kinds = " or ".join(sorted(each.value for each in rule.takes))
            self._say(node, f"|{node.name} needs a {kinds}, and this is a {kind.value}.")
        arguments = [argument.value for argument in node.args if isinstance(argument, nodes.Const)]
        fits = rule.required <= len(node.args) <= len(rule.arguments) and all(
            isinstance(argument, wanted) for argument, wanted in zip(arguments, rule.arguments, strict=False)
        )
        if not fits or len(arguments) < len(node.args) or node.kwargs or node.dyn_args or node.dyn_kwargs:
            self._say(node, f"|{node.name} takes {_arguments(rule.arguments)}, written out.")
        return rule.gives

    def _compare(self, node: nodes.Compare) -> ExpressionKind:
        left = self._kind(node.expr)
        for operand in node.ops:
            right = self._kind(operand.expr)
            if operand.op in _ORDERING and left is not right and ExpressionKind.ANY not in (left, right):
                self._say(operand.expr, f"A {left.value} and a {right.value} cannot be compared.")
            left = right
        return ExpressionKind.TRUTH

    def _choice(self, node: nodes.CondExpr) -> ExpressionKind:
        self._kind(node.test)
        if node.expr2 is None:
            return self._say(node, "Say what stands here otherwise: {{ … if … else … }}.")
        one, other = self._kind(node.expr1), self._kind(node.expr2)
        return one if one is other else ExpressionKind.ANY

    def _either(self, node: nodes.And | nodes.Or) -> ExpressionKind:
        one, other = self._kind(node.left), self._kind(node.right)
        return one if one is other else ExpressionKind.ANY

    def _not(self, node: nodes.Not) -> ExpressionKind:
        self._kind(node.node)
        return ExpressionKind.TRUTH

    def _negative(self, node: nodes.Neg) -> ExpressionKind:
        number = isinstance(node.node, nodes.Const) and _CONSTANTS.get(type(node.node.value)) is ExpressionKind.NUMBER
        return self._kind(node.node) if number else self._refuse(node)

    def _list(self, node: nodes.List | nodes.Tuple) -> ExpressionKind:
        if not all(isinstance(item, nodes.Const) for item in node.items):
            self._say(node, "A list may hold only words and numbers that are written out.")
        return ExpressionKind.LIST


def _place(node: nodes.Node) -> int:
    """The position of a node. Jinja2 gives some nodes no line; then it is that of their first child with one."""
    return next((each.lineno for each in (node, *node.find_all(nodes.Node)) if each.lineno), 1)


def _chain(node: nodes.Node) -> list[nodes.Node]:
    """The base of an attribute chain, then each attribute in order."""
    chain = [node]
    while isinstance(node, nodes.Getattr):
        node = node.node
        chain.insert(0, node)
    return chain


def _unknown(group: str, name: str, known: Facts) -> str:
    if isinstance(known, ExpressionKind):
        return f"{group} is a {known.value} and has no facts of its own."
    if group == DEAL and name.endswith("__c"):
        return f"{group} has no “{name}”; write deal.fields.{name}, as for every custom field."
    return f"{group} has no “{name}”{_hint(name, known)}"


def _hint(name: str, known: Mapping[str, object]) -> str:
    close = get_close_matches(name, known, n=1)
    return f"; did you mean “{close[0]}”?" if close else f". There is: {', '.join(sorted(known))}."


def _arguments(types: tuple[type, ...]) -> str:
    words = {int: "a whole number", str: "a word in quotes", object: "one value"}
    return " and ".join(words[each] for each in types) or "nothing in brackets"
