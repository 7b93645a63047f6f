"""One fact: a value is found wherever there is one."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from coach.engine.matching.clauses import Literal
from coach.engine.matching.operands import aspect_of
from coach.engine.playbook.conditions import Condition, Kind
from coach.engine.playbook.operators import Side
from coach.engine.playbook.vocabulary import Fact
from coach.lint.logic.values import CannotTellError, holds, value_for
from tests.engine.matching.worlds import conditions

NUMBER = Fact("quantity", Kind.NUMBER, "")
DAY = Fact("close_date", Kind.DATE, "")
TEXT = Fact("next_step", Kind.TEXT, "")
WHOLE = Fact("contact_roles", Kind.NUMBER, "")
CANNOT_TELL = object()

days = st.integers(-100, 100).map(lambda number: date(2026, 11, 23) + timedelta(days=number))
any_number = st.integers(-200, 200).map(lambda number: Decimal(number) / 4)
words = st.text(alphabet="aAbetlphG mx–", max_size=12)


def said_of(one: st.SearchStrategy[Condition]) -> st.SearchStrategy[tuple[Literal, ...]]:
    return st.lists(st.builds(Literal, one, st.booleans()), min_size=1, max_size=4).map(tuple)


def literals(fact: Fact) -> st.SearchStrategy[tuple[Literal, ...]]:
    """Several things said of the value of one fact."""
    return said_of(conditions([fact]).filter(lambda condition: aspect_of(condition, False).side is Side.VALUE))


distances = said_of(
    st.builds(
        Condition,
        st.just(DAY.name),
        st.sampled_from(("within_next_days", "within_last_days", "more_than_days_ahead", "more_than_days_ago")),
        st.integers(0, 40).map(lambda number: (Decimal(number),)),
        st.just(Kind.DATE),
    )
)


def value_of(said: tuple[Literal, ...]) -> object | None:
    try:
        return value_for(aspect_of(said[0].condition, False), said)
    except CannotTellError:
        return CANNOT_TELL


@given(st.one_of(*(literals(fact) for fact in (NUMBER, DAY, TEXT, WHOLE))))
def test_a_value_that_is_found_fits(said: tuple[Literal, ...]) -> None:
    found = value_of(said)
    assert found in (None, CANNOT_TELL) or holds(said, found)


@st.composite
def true_of_one(
    draw: st.DrawFn, literals: st.SearchStrategy[tuple[Literal, ...]], values: st.SearchStrategy[object]
) -> tuple[Literal, ...]:
    """Several things that hold of one value: each is turned round where it does not."""
    said, value = draw(literals), draw(values)
    return tuple(each if holds((each,), value) else Literal(each.condition, not each.positive) for each in said)


@given(
    st.one_of(
        true_of_one(literals(NUMBER), any_number),
        true_of_one(literals(WHOLE), st.integers(0, 60)),
        true_of_one(literals(DAY), days),
        true_of_one(distances, st.integers(-60, 60)),
        true_of_one(literals(TEXT), words.filter(str.strip)),
    )
)
def test_where_a_value_fits_one_is_found(said: tuple[Literal, ...]) -> None:
    assert value_of(said) is not None
