"""What stands around a page, and what an error page says, in the language of who reads it.

A card is in its rep's language, and so is all around it, and so are the pages that are about whoever reads them. Where
no card says whose it is, as behind a bad link, the browser's languages do. Pages about others are in English.
"""

from collections.abc import Callable
from contextlib import suppress

from flask import Flask, current_app, g, request

from coach.engine.languages import Wording, words_for, words_in
from coach.errors import CoachError
from coach.web.guard import visitor

FOR_REPS = ("/cards/", "/sign-in/", "/signed-out/", "/open/", "/me/")
"""How the addresses begin to which a rep comes from a note, or that are about whoever is signed in."""

LanguageOf = Callable[[str], str | None]
"""The language in which somebody is coached, by their user id; None where that is not known."""

_LANGUAGE_OF = "coach.language_of"


def install(app: Flask, language_of: LanguageOf) -> None:
    """Give templates ``frame``: the words around the page."""
    app.extensions[_LANGUAGE_OF] = language_of
    app.context_processor(lambda: {"frame": frame()})


def speak(tag: str) -> None:
    """From here on, all around the page is in this language."""
    g.frame = words_in(tag)


def frame() -> Wording:
    """The words around the page that is being answered."""
    words: Wording | None = g.get("frame")
    if words is None:
        words = g.frame = _of_reader() if f"{request.path}/".startswith(FOR_REPS) else words_in("en")
    return words


def _of_reader() -> Wording:
    """Their cards', so that a rep reads one language everywhere; without any, a language of the browser."""
    own = None
    # What is asked around a page is no reason for it to fail.
    with suppress(CoachError):
        viewer = visitor()
        own = current_app.extensions[_LANGUAGE_OF](viewer.user_id) if viewer and viewer.user_id else None
    return words_in(own) if own else words_for(_of_browser())


def _of_browser() -> list[str]:
    return [tag for tag, quality in request.accept_languages if quality > 0]
