"""The frame of a page, and the text of an error page, in the reader's language.

A card is in its rep's language, and so is everything around it, and so are pages about the viewer. If no card
determines the reader, as after an invalid link, the browser's languages are used. Pages about other people are in
English.
"""

from collections.abc import Callable
from contextlib import suppress

from flask import Flask, current_app, g, request

from coach.engine.languages import Wording, words_for, words_in
from coach.errors import CoachError
from coach.web.guard import visitor

FOR_REPS = ("/cards/", "/sign-in/", "/signed-out/", "/open/", "/me/")
"""URL prefixes of the pages that a rep reaches from a note, and of the pages about the viewer."""

LanguageOf = Callable[[str], str | None]
"""Returns the language in which a user is coached, by user id; None if unknown."""

_LANGUAGE_OF = "coach.language_of"


def install(app: Flask, language_of: LanguageOf) -> None:
    """Give templates ``frame``: the words around the page."""
    app.extensions[_LANGUAGE_OF] = language_of
    app.context_processor(lambda: {"frame": frame()})


def speak(tag: str) -> None:
    """Set the language of everything around the page for the rest of this request."""
    g.frame = words_in(tag)


def frame() -> Wording:
    """The words around the current page."""
    words: Wording | None = g.get("frame")
    if words is None:
        words = g.frame = _of_reader() if f"{request.path}/".startswith(FOR_REPS) else words_in("en")
    return words


def _of_reader() -> Wording:
    """The language of the reader's cards, so that a rep reads one language everywhere; without cards, one of the
    browser's.
    """
    own = None
    # A failed lookup for the frame must not make the page fail.
    with suppress(CoachError):
        viewer = visitor()
        own = current_app.extensions[_LANGUAGE_OF](viewer.user_id) if viewer and viewer.user_id else None
    return words_in(own) if own else words_for(_of_browser())


def _of_browser() -> list[str]:
    return [tag for tag, quality in request.accept_languages if quality > 0]
