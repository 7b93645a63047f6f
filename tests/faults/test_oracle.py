from collections import Counter

from tests.faults.oracle import Fault, judge, judge_by_either
from tests.faults.reading import Held, visible

HELLO, OTHER = ("Hello · m1", "text"), ("Other · m2", "text")
WANTED = {"006A": Counter([HELLO, OTHER])}


def faults(*notes: tuple[str, str], loose: dict[str, str] | None = None) -> list[tuple[Fault, str]]:
    return [(one.fault, one.record) for one in judge(WANTED, Held({"006A": Counter(notes)}, loose or {}))]


def test_a_record_with_each_of_its_notes_once_is_well() -> None:
    assert faults(HELLO, OTHER) == []


def test_a_note_that_is_not_there_is_lost() -> None:
    assert faults(HELLO) == [(Fault.LOST, "006A")]
    assert [one.fault for one in judge(WANTED, Held({}, {}))] == [Fault.LOST, Fault.LOST]


def test_a_note_that_is_there_twice_is_doubled_whatever_the_second_says() -> None:
    assert faults(HELLO, OTHER, OTHER) == [(Fault.DOUBLED, "006A")]
    assert faults(HELLO, OTHER, ("Old · m2", "text")) == [(Fault.DOUBLED, "006A")]


def test_a_note_that_says_something_else_is_stale() -> None:
    assert faults(HELLO, ("Other · m2", "old text")) == [(Fault.STALE, "006A")]


def test_a_stale_note_is_shown_where_it_parts_from_what_it_should_say() -> None:
    (finding,) = judge(WANTED, Held({"006A": Counter([HELLO, ("Other · m2", "text of old")])}, {}))
    assert str(finding).endswith("'text of old' instead of 'text'")


def test_a_note_that_hangs_nowhere_is_loose() -> None:
    assert faults(HELLO, OTHER, loose={"069A": "Other · m2"}) == [(Fault.LOOSE, "069A")]


def test_a_record_of_which_nobody_heard_is_not_looked_at() -> None:
    assert judge({}, Held({"006B": Counter([HELLO])}, {})) == []


def test_a_note_that_is_right_by_one_of_two_moments_is_well() -> None:
    held = Held({"006A": Counter([HELLO, OTHER])}, {})
    later = {"006A": Counter([HELLO, ("Other · m2", "a day later")])}
    assert judge_by_either([WANTED, later], held) == judge_by_either([later, WANTED], held) == []
    assert [one.fault for one in judge_by_either([WANTED, later], Held({"006A": Counter([HELLO])}, {}))] == [Fault.LOST]


def test_a_text_is_what_a_person_sees_of_it() -> None:
    assert visible("<p><b>A &amp; B</b></p>\n<p>c</p>") == "ABc"
