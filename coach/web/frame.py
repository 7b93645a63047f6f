"""What stands around a page, and what an error page says, in the language of who reads it.

A card is in its rep's language, and so is all around it. Where no card says whose it is, as behind a bad link, the
browser's languages do. Pages that are not for reps alone are in English.
"""

from flask import Flask, g, request

from coach.engine.languages import Words, words_for, words_in

FOR_REPS = ("/cards/", "/sign-in", "/signed-out", "/open")
"""How the addresses begin to which a rep comes from a note."""


def install(app: Flask) -> None:
    """Give templates ``frame``: the words around the page."""
    app.context_processor(lambda: {"frame": frame()})


def speak(tag: str) -> None:
    """From here on, all around the page is in this language."""
    g.frame = words_in(tag)


def frame() -> Words:
    """The words around the page that is being answered."""
    words: Words | None = g.get("frame")
    if words is None:
        words = g.frame = words_for(_of_browser()) if request.path.startswith(FOR_REPS) else words_in("en")
    return words


def _of_browser() -> list[str]:
    return [tag for tag, quality in request.accept_languages if quality > 0]
