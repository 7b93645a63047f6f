"""The parts of a Setup page. The template renders each part."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeGuard


@dataclass(frozen=True, slots=True)
class Link:
    """A link: its text and address."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a form. ``kind`` is ``text``, ``checkbox``, ``select``, ``area`` or ``email``.

    ``options`` are the (value, text) pairs of a select. A checkbox is ticked if ``value`` is not empty.
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
    """Inputs and a button. ``does`` names the handler on the same page."""

    title: str
    inputs: Sequence[Input]
    does: str
    button: str = "Save"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading; ``above`` are the buttons above the table."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str | Link]]
    above: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """Read-only names and values; ``above`` are the buttons above them."""

    title: str
    pairs: Mapping[str, str | Link]
    above: Sequence[Link] = ()


Part = Form | Table | Facts
Line = Sequence[str | Link]
"""One row of a table."""


@dataclass(frozen=True, slots=True)
class View:
    """A page: its title, a link back, and its parts."""

    title: str
    parts: Sequence[Part]
    back: Sequence[Link] = field(default_factory=tuple)
    about: str = ""


def refilled(view: View, does: str, typed: Mapping[str, str]) -> View:
    """The page with the values that somebody typed into its form, so that an error does not lose their input."""
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
    """The value of a checkbox that is ticked if ``value`` is true."""
    return "on" if value else ""
