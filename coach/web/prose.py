"""Lines on a page, and in answers of the API: the only HTML that no template escapes."""

from collections.abc import Iterable

from flask import Flask
from markupsafe import Markup

from coach.engine import markup
from coach.engine.model.lines import Line

REL = "noopener noreferrer"
"""Whoever a link leads to neither reaches the page it came from, nor learns its address."""


def install(app: Flask) -> None:
    """Give templates the filters ``prose``, for lines, and ``inline``, for a line within another element."""
    app.jinja_env.filters.update(prose=prose, inline=inline)


def prose(lines: Iterable[Line]) -> Markup:
    """Lines as HTML."""
    return Markup(markup.html(lines, REL))  # noqa: S704  # escaped; lines hold no address that is not checked


def inline(line: Line) -> Markup:
    """One line as HTML, without a paragraph around it."""
    return Markup(markup.inline_html(line, REL))  # noqa: S704  # as above
