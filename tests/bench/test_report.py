"""Figures as tables."""

from bench.figures import Figure, at_least, at_most
from bench.report import compared, page, speed, table

FAST = Figure("match 10", "zen", 500, "deals", (1.0, 2.0, 0.5), (4.0, 6.0, 1.0), at_least(3))
SLOW = Figure("load", "a parser", 1, "file", (0.5,), (0.1,), at_most(4))


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]


def test_a_row_says_both_speeds_the_ratio_its_range_and_whether_that_is_enough() -> None:
    rows = cells(table([FAST, SLOW]))[2:]

    assert rows == [
        ["match 10", "500 deals/s", "zen", "125 deals/s", "3.00 times as fast", "2.00 – 4.00", "≥ 3", "met"],
        ["load", "500.0 ms", "a parser", "100.0 ms", "5.00 times as long", "5.00 – 5.00", "≤ 4", "not met"],
    ]


def test_what_nobody_asked_a_ratio_of_says_how_many_times_as_long_it_takes() -> None:
    row = cells(table([Figure("plan", "matching", 500, "deals", (6.0,), (2.0,))]))[2]

    assert row[4:] == ["3.00 times as long", "3.00 – 3.00", "", ""]


def test_a_single_piece_is_said_as_its_time_and_many_as_their_rate() -> None:
    assert speed(1, "file", [0.25]) == "250.0 ms"
    assert speed(1_000, "files", [0.5, 0.25, 0.1]) == "4,000 files/s"


def test_the_page_holds_what_it_ran_on_and_a_table_for_each_suite() -> None:
    text = page({"match": [FAST], "load": [SLOW]}, ["* two cores"])

    assert text.index("* two cores") < text.index("## match") < text.index("500 deals/s") < text.index("## load")


def test_two_checkouts_are_compared_turn_by_turn() -> None:
    here = [[FAST], [FAST]]
    there = [
        [Figure("match 10", "zen", 500, "deals", tuple(2 * each for each in FAST.ours), FAST.theirs, FAST.goal)]
    ] * 2

    assert cells(compared(here, there))[2:] == [["match 10", "zen", "3.00 times as fast", "1.50", "0.50"]]


def test_what_the_other_checkout_has_not_is_left_out() -> None:
    assert cells(compared([[FAST, SLOW]], [[SLOW]]))[2:] == [["load", "a parser", "5.00 times as long", "5.00", "1.00"]]
