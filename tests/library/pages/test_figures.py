"""How often a playbook was held back, as far as it may be told."""

from coach.engine.model import Reason
from coach.library.counts import Times
from coach.library.pages.figures import HeldBackCount, held_back_count


def times(count: int, *owners: str) -> Times:
    return Times(count, frozenset(owners))


def test_who_may_see_everybody_is_told_every_reason_the_most_frequent_first() -> None:
    found = {Reason.DRAFT: times(1, "a"), Reason.COOLDOWN: times(5, "a", "b")}

    assert held_back_count(found, least=1) == HeldBackCount(6, ((Reason.COOLDOWN, 5), (Reason.DRAFT, 1)))


def test_reasons_about_too_few_people_are_left_out_and_the_total_stays() -> None:
    found = {
        Reason.DRAFT: times(9, "a", "b", "c"),
        Reason.COOLDOWN: times(2, "a"),
        Reason.OUTRANKED: times(3, "b", "c"),
    }

    assert held_back_count(found, least=3) == HeldBackCount(14, ((Reason.DRAFT, 9),), left_out=2)


def test_what_the_total_less_the_others_would_tell_is_left_out_too() -> None:
    found = {Reason.DRAFT: times(9, "a", "b", "c"), Reason.COOLDOWN: times(2, "a")}

    assert held_back_count(found, least=3) == HeldBackCount(11, (), left_out=2)


def test_not_even_the_total_is_told_where_all_are_too_few() -> None:
    assert held_back_count({Reason.DRAFT: times(9, "a", "b")}, least=3) == HeldBackCount(None, (), left_out=1)


def test_what_was_never_held_back_is_none_in_figures() -> None:
    assert held_back_count({}, least=5) == HeldBackCount(0)
