"""What the terminal shows of a change, and of what came of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from demo.api import News
from demo.changes import Change
from demo.rows import HEAD, lines, title
from demo.watch import Block, Coached, Said

BEGAN = datetime(2026, 11, 20, 9, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return BEGAN + timedelta(seconds=seconds)


def coached(playbook: str, decision: str, reason: str, title: str = "", written: float | None = None) -> Coached:
    fact = {"opportunity_id": "006", "playbook": playbook, "decision": decision, "reason": reason}
    return Coached(News("decision", after(0.11), fact), title, None if written is None else after(written))


PRICE = coached("price-then-silence", "deliver", "applies", "One price", 0.2)
HELD = coached("mutual-close-plan", "hold_back", "weekly_minutes")
GONE = coached("lab-validation-plan", "retire", "no_longer_applies", "Plan the weeks", 0.25)
BLOCK = Block(
    "006",
    "Atlas",
    BEGAN,
    asked=True,
    changes=[Change("Anna", "moves it from Prospecting to Qualification", "017A")],
    received=after(0.03),
    coached=[PRICE, HELD, GONE],
)


def shown(block: Block) -> list[str]:
    return [line.plain.rstrip() for line in lines(block)]


def said(block: Block) -> str:
    return title(block, "Robin").plain.strip()


def test_times_stand_below_each_other_and_the_event_is_told_once() -> None:
    assert shown(BLOCK) == [
        "    0.03 s   0.11 s  price-then-silence               0.20 s  One price",
        "             0.11 s  mutual-close-plan                        held back: the week's minutes are used up",
        "             0.11 s  lab-validation-plan              0.25 s  closed, no longer applies: Plan the weeks",
    ]


def test_what_was_done_is_told_as_done() -> None:
    (line,) = shown(replace(BLOCK, coached=[replace(GONE, seen=True)]))

    assert line.endswith("0.25 s  done, as the deal shows: Plan the weeks")


def test_the_head_stands_above_what_it_names() -> None:
    (line,) = shown(replace(BLOCK, coached=[PRICE]))

    assert HEAD.plain.index("event") == line.index("0.03")
    assert HEAD.plain.index("playbook") == line.index("0.11")
    assert HEAD.plain.index("on the record") == line.index("0.20")


def test_a_card_that_is_not_on_the_record_is_said_to_lack() -> None:
    assert shown(replace(BLOCK, coached=[replace(PRICE, written=None)]))[0].endswith("not on the record")


def test_whoever_the_record_names_is_named() -> None:
    assert said(BLOCK) == "Anna · Atlas · moves it from Prospecting to Qualification"


def test_where_the_record_says_no_more_than_who() -> None:
    assert said(replace(BLOCK, changes=[])) == "Robin · Atlas · changes it"


def test_what_nobody_asked_for_is_told_without_times() -> None:
    unasked = replace(BLOCK, asked=False, changes=[], coached=[PRICE], received=None)

    assert said(unasked) == "Coach · Atlas · looks at it again"
    assert shown(unasked) == ["                     price-then-silence                       One price"]


def test_products_are_told_of_and_the_sum_that_follows_is_not() -> None:
    changes = [Change("Anna", "sets Amount to 10", "017B"), Change("Anna", "gives 35% off MX-40", "00kA 9:00")]

    assert said(replace(BLOCK, changes=changes)) == "Anna · Atlas · gives 35% off MX-40"


def test_what_a_rep_says_about_a_card_is_told_with_its_title() -> None:
    block = replace(BLOCK, asked=False, changes=[], coached=[], said=[Said("Anna", "done", "One price")])

    assert shown(block) == ["             Anna has done One price"]


def test_a_change_that_nothing_comes_of_says_so() -> None:
    assert shown(replace(BLOCK, coached=[], decided=True)) == ["             no playbook has anything new to say"]
    assert shown(replace(BLOCK, coached=[])) == ["             not decided on"]
