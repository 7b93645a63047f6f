from coach.cli.demo.org import ReadNote
from coach.cli.demo.rows import HEAD, Row, lines, paired
from coach.cli.demo.watch import Coached, NoteRead

PRICE = Coached(0.11, "price-then-silence", "deliver", "applies", "One price")
HELD = Coached(0.11, "mutual-close-plan", "hold_back", "weekly_minutes")
GONE = Coached(0.11, "lab-validation-plan", "retire", "no_longer_applies", "Plan the weeks")
PRICE_NOTE = NoteRead(0.2, ReadNote("069A", "One price · 7j54hqdza", ""))
GONE_NOTE = NoteRead(0.25, ReadNote("069B", "Retired · Plan the weeks · zsxcdm3xx", ""))


def told(*rows: Row, event: float | None = 0.03) -> list[str]:
    return [line.plain.rstrip() for line in lines(event, rows)]


def test_a_note_belongs_to_the_card_with_its_title() -> None:
    rows = paired([PRICE, HELD, GONE], [GONE_NOTE, PRICE_NOTE])

    assert rows == [Row(PRICE, PRICE_NOTE), Row(HELD), Row(GONE, GONE_NOTE)]


def test_a_note_that_was_read_half_way_is_shown_as_it_came_to_be() -> None:
    half = NoteRead(0.2, ReadNote("069B", "Plan the weeks · zsxcdm3xx", "It no longer applies."))

    assert paired([GONE], [half, GONE_NOTE]) == [Row(GONE, GONE_NOTE)]


def test_times_stand_below_each_other_and_the_event_is_told_once() -> None:
    assert told(Row(PRICE, PRICE_NOTE), Row(HELD), Row(GONE, GONE_NOTE)) == [
        "    0.03 s   0.11 s  price-then-silence               0.20 s  One price",
        "             0.11 s  mutual-close-plan                        held back: weekly minutes",
        "             0.11 s  lab-validation-plan              0.25 s  retired: Plan the weeks",
    ]


def test_the_head_stands_above_what_it_names() -> None:
    (line,) = told(Row(PRICE, PRICE_NOTE))

    assert HEAD.plain.index("event") == line.index("0.03")
    assert HEAD.plain.index("playbook") == line.index("0.11")
    assert HEAD.plain.index("note on the record") == line.index("0.20")


def test_a_card_without_its_note_is_said_to_lack_it() -> None:
    assert told(Row(PRICE))[0].endswith("no note on the record")
