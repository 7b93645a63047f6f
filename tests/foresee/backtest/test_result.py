"""What a replay comes to, in figures and in words."""

from datetime import timedelta
from decimal import Decimal

from coach.engine.model import Person
from coach.foresee.backtest import Result, result_of
from coach.foresee.backtest.outcomes import Ending
from coach.foresee.backtest.result import Later
from coach.foresee.reports.backtest import ASSUMED, NOT_CAUSE, BacktestScope, document, sections, title
from coach.foresee.reports.markdown import markdown
from tests.foresee.backtest.test_replay import END, PROSPECTING, START, replayed, stood
from tests.foresee.make import book, context

BO = Person("005000000000002AAA", "Bo")
DESK = context(
    one=book(PROSPECTING), product=book("{product: {family: {is: Software}}}"), silent=book("{type: {is: Odd}}")
)


def result() -> Result:
    """Three deals of two reps in the first week; eight weeks and a half follow."""
    unreadable = frozenset({"product"})
    replay = replayed(
        DESK,
        stood(1, ("Prospecting", 0), ("Closed Won", 10), unreadable=unreadable, type="New"),
        stood(2, ("Prospecting", 0), ("Closed Lost", 20), unreadable=unreadable, type="New"),
        stood(3, ("Prospecting", 2), unreadable=unreadable, owner=BO, type="New"),
    )
    return result_of(replay, timedelta(days=30))


def test_each_playbook_says_how_often_and_how_long_before_what() -> None:
    one = result().playbooks[0]

    assert (one.playbook, one.cards, one.deals, one.reps, one.open) == ("one", 3, 3, 2, 1)
    assert one.won == Later(1, Decimal(10))
    assert one.lost == Later(1, Decimal(20))
    assert one.stalled == Later(1, Decimal(30))


def test_figures_per_rep_and_week_count_the_weeks_without_a_card_too() -> None:
    came_to = result()

    assert came_to.rep_weeks == 2 * 9
    assert came_to.cards == (Decimal(0), Decimal(2))
    assert came_to.playbooks[0].average == Decimal(3) / 18


def test_all_deals_are_the_comparison() -> None:
    assert result().endings == {Ending.WON: 1, Ending.LOST: 1, Ending.OPEN: 1}


def test_the_report_says_first_that_it_is_no_cause() -> None:
    text = markdown(title(result()), list(sections(result(), BacktestScope("Folder playbooks"))))

    assert text.startswith(f"## Coach backtest: 2026-06-01 to {END:%Y-%m-%d}\n\n{NOT_CAUSE}\n")
    assert "Not known of past deals: product. A playbook that asks for them cannot be told" in text
    assert "| one | 3 | 1 (10 d) | 1 (20 d) | 1 (30 d) | 1 |" in text
    assert "| product | Not known of past deals: product. |" in text
    assert "| silent | Its conditions were never true. |" in text


def test_the_report_says_what_was_assumed() -> None:
    assert ASSUMED in next(sections(result(), BacktestScope("x", as_today=True))).parts
    assert ASSUMED not in next(sections(result(), BacktestScope("x"))).parts


def test_the_document_has_the_same() -> None:
    told = document(result(), BacktestScope("Folder playbooks"))

    assert told["association_not_cause"] == NOT_CAUSE
    assert told["playbooks"][0]["won"] == {"deals": 1, "median_days": "10.0"}
    assert told["since"] == START.isoformat()
