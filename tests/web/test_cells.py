from hypothesis import given
from hypothesis import strategies as st

from coach.web.cells import hidden, total_hidden

PEOPLE = st.sets(st.sampled_from([f"person {number}" for number in range(12)]))
CELLS = st.dictionaries(st.sampled_from("abcdefgh"), PEOPLE)


def _people(count: int, prefix: str = "p") -> set[str]:
    return {f"{prefix}{number}" for number in range(count)}


def test_a_cell_of_k_people_is_shown_and_one_of_fewer_is_not() -> None:
    assert hidden({"a": _people(5), "b": _people(4)}, k=5, total_shown=False) == {"b"}


def test_a_single_hidden_cell_takes_the_next_smallest_with_it() -> None:
    cells = {"small": _people(2), "middle": _people(6), "large": _people(9)}

    assert hidden(cells, k=5) == {"small", "middle"}


def test_several_small_cells_that_are_together_too_few_take_another_with_them() -> None:
    cells = {"one": _people(1, "x"), "two": _people(1, "y"), "large": _people(9)}

    assert hidden(cells, k=5) == {"one", "two", "large"}


def test_several_small_cells_that_are_together_k_people_hide_each_other() -> None:
    cells = {"three": _people(3, "x"), "four": _people(4, "y"), "large": _people(9)}

    assert hidden(cells, k=5) == {"three", "four"}


def test_a_person_in_two_cells_counts_once_among_what_is_left_over() -> None:
    cells = {"three": _people(3), "four": _people(4), "large": _people(9)}

    assert hidden(cells, k=5) == {"three", "four", "large"}


def test_a_cell_that_nobody_is_in_is_shown() -> None:
    assert hidden({"nobody": set(), "large": _people(9)}, k=5) == set()


def test_a_table_about_fewer_than_k_people_has_no_total() -> None:
    assert total_hidden({"a": _people(3), "b": _people(4)}, k=5)
    assert not total_hidden({"a": _people(5)}, k=5)
    assert not total_hidden({}, k=5)


@given(CELLS, st.integers(1, 8))
def test_no_cell_that_is_shown_is_about_fewer_than_k_people(cells: dict[str, set[str]], k: int) -> None:
    shown = cells.keys() - hidden(cells, k)

    assert all(len(cells[name]) >= k for name in shown if cells[name])


@given(CELLS, st.integers(1, 8))
def test_what_the_total_leaves_over_is_about_k_people_and_several_cells_or_about_everybody(
    cells: dict[str, set[str]], k: int
) -> None:
    chosen = hidden(cells, k)
    left_over = {person for name in chosen for person in cells[name]}
    nothing_else_to_hide = chosen == {name for name in cells if cells[name]}

    assert not chosen or nothing_else_to_hide or (len(chosen) > 1 and len(left_over) >= k)
