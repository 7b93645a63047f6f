"""Deals and desks for the tests of foreseeing; what matters in one is said in the test that uses it."""

from datetime import UTC, datetime
from decimal import Decimal

from coach.engine.cards import check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from tests.pipeline.world import MONDAY

NOW = MONDAY
FREE = Limits(weekly_minutes=Decimal(0))


def book(when: str, *, keys: str = "", title: str = "What to do", tip: str = "Say so.", status: str = "live") -> str:
    """The text of a playbook with one card; ``keys`` are further lines."""
    card = f"{{name: one, title: {title}, tip: {tip}}}"
    return f"title: A playbook\nstatus: {status}\n{keys}\nwhen: {when}\ncards: [{card}]\n"


def context(limits: Limits = FREE, **books: str) -> EvaluationContext:
    """A context with these playbooks; ``_`` in a name stands for ``-``."""
    library = load_texts({name.replace("_", "-"): text for name, text in books.items()}, check_text=check_template)
    return EvaluationContext(library, compile_rules(library), limits, (notes_in(Style.CARD),))


def utc(year: int, month: int, day: int, hour: int = 0) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)
