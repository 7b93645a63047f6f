"""Fills a card's text with the facts of one deal."""

from functools import lru_cache

from jinja2 import Template
from jinja2.exceptions import TemplateError

from coach.engine.cards.check import check_template
from coach.engine.cards.facts import FactGroup
from coach.engine.cards.filters import FIGURES
from coach.engine.cards.language import DEAL, VALUES, environment
from coach.engine.cards.placeholders import unreserved
from coach.engine.languages import NumberFormat
from coach.errors import CoachError

_TEMPLATES_KEPT = 8_192
"""Compiling takes fifty times as long as rendering, so each text is compiled once and cached."""


class Unrenderable(CoachError):
    """The card cannot be written for this deal: its text needs a fact that is empty there, or has a mistake.

    The playbook's author must act, for instance with ``|default("…")``; the sentence says about what.
    """


def fill(text: str, facts: FactGroup, figures: NumberFormat, values: list[str]) -> str:
    """Render ``text`` with a placeholder for each value. The values, formatted by ``figures``, are appended to
    ``values``.

    Raises :class:`Unrenderable`.
    """
    if "{" not in text:
        return unreserved(text)
    try:
        return _compiled(text).render({DEAL: facts, FIGURES: figures, VALUES: values})
    except TemplateError as error:
        raise Unrenderable(f"A text of this card cannot be filled in: {error.message}.") from error
    except (TypeError, ValueError) as error:
        why = str(error) or type(error).__name__
        raise Unrenderable(f"A text of this card cannot be filled in: {why}.") from error
    except CoachError:
        raise
    except Exception as error:
        raise Unrenderable(f"A text of this card cannot be filled in ({type(error).__name__}).") from error


@lru_cache(maxsize=_TEMPLATES_KEPT)
def _compiled(text: str) -> Template:
    if problems := check_template(text):
        raise Unrenderable(f"A text of this card is mistaken: {problems[0].sentence}")
    return environment().from_string(text)
