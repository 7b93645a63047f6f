from coach.engine.model import Verdict
from coach.log.filters import Filters, each_without_one


def test_one_filter_less_is_each_in_turn_and_of_the_chosen_values_each_by_itself() -> None:
    both = Filters(verdict=Verdict.DELIVER, chosen=(("segment", "large"), ("stage", "won")))

    assert set(each_without_one(both, keeping=frozenset({"since"}))) == {
        Filters(verdict=None, chosen=both.chosen),
        Filters(verdict=Verdict.DELIVER, chosen=(("segment", "large"),)),
        Filters(verdict=Verdict.DELIVER, chosen=(("stage", "won"),)),
    }
    assert list(each_without_one(Filters(chosen=(("stage", "won"),)), keeping=frozenset())) == [Filters()]
