"""What a page of Setup is made of. The template knows how each part looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Input:
    """One thing to fill in. ``kind`` is ``text``, ``checkbox``, ``select``, ``area`` or ``email``.

    ``options`` are value and words of a select. A checkbox is ticked where ``value`` is not empty.
    """

    name: str
    label: str
    value: str = ""
    kind: str = "text"
    options: Sequence[tuple[str, str]] = ()
    help: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What can be changed, and the button that does it. ``does`` names the handler on the same page."""

    title: str
    inputs: Sequence[Input]
    does: str
    button: str = "Save"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; ``above`` are the buttons that stand over it."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | Link]]
    above: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values that cannot be changed here; ``above`` are buttons."""

    title: str
    pairs: Mapping[str, str | Link]
    above: Sequence[Link] = ()


Part = Form | Table | Facts
Line = Sequence[str | Link]
"""One row of a table."""


@dataclass(frozen=True, slots=True)
class View:
    """A page: its title, the way back, its parts."""

    title: str
    parts: Sequence[Part]
    back: Sequence[Link] = field(default_factory=tuple)
    about: str = ""


def refilled(view: View, does: str, typed: Mapping[str, str]) -> View:
    """The page again with what somebody typed into its form: a refusal must not cost them their words."""
    parts = [
        replace(one, inputs=[_typed(field, typed) for field in one.inputs]) if _is(one, does) else one
        for one in view.parts
    ]
    return replace(view, parts=parts)


def _is(part: Part, does: str) -> TypeGuard[Form]:
    return isinstance(part, Form) and part.does == does


def _typed(one: Input, typed: Mapping[str, str]) -> Input:
    value = ticked(one.name in typed) if one.kind == "checkbox" else typed.get(one.name, "")
    return replace(one, value=value)


def ticked(value: object) -> str:
    """The value of a checkbox that is ticked where ``value`` is true."""
    return "on" if value else ""
