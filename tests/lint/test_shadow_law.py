"""A playbook that is told to be shadowed gets no place on any deal, as the service decides."""

from datetime import UTC
from decimal import Decimal

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from coach.engine.deciding import Limits
from coach.engine.deciding.policy import decide
from coach.engine.matching import compile_rules
from coach.engine.model import Deal, RepLoad, Verdict
from coach.engine.playbook.library import make_library
from coach.lint.coverage import covering
from coach.lint.subject import SourceFile, Subject, read
from tests.engine.matching.worlds import NOW, STAGES
from tests.lint.logic.plausible import plausible_deals
from tests.lint.made import playbook

OPEN_STAGES = [stage for stage in STAGES if "Closed" not in stage]
stages = st.lists(st.sampled_from(OPEN_STAGES), min_size=1, max_size=3, unique=True).map(
    lambda names: f"stage: {{is: [{', '.join(names)}]}}"
)
amounts = st.integers(-5, 20).map(lambda amount: f"amount: {{at_least: {amount}}}")
counts = st.integers(0, 3).map(lambda count: f"contact_roles: {{at_most: {count}}}")
states = st.sampled_from(("closed: {empty: false}", "any: [{type: {is: Alpha}}, {type: {is_not: Alpha}}]"))
whens = st.lists(
    st.one_of(stages, amounts, counts, states), min_size=1, max_size=3, unique_by=lambda part: part[:4]
).map(lambda parts: "{" + ", ".join(parts) + "}")
libraries = st.lists(st.tuples(whens, st.integers(1, 3)), min_size=2, max_size=5)


def subject(name: str, when: str, priority: int) -> Subject:
    text = playbook(f"status: live\npriority: {priority}\nwhen: {when}\n")
    found = read(SourceFile(f"{name}.yaml", name, text))
    assert isinstance(found, Subject)
    return found


@given(libraries, st.lists(plausible_deals, min_size=1, max_size=4))
@settings(max_examples=60)
def test_it_never_gets_the_only_place(written: list[tuple[str, int]], deals: list[Deal]) -> None:
    subjects = [subject(f"p{place}", when, priority) for place, (when, priority) in enumerate(written)]
    rank = {each.playbook.name: (-each.playbook.priority, each.playbook.name) for each in subjects}
    wider = covering(subjects)
    shadowed = {name for name in rank if any(rank[each.playbook.name] < rank[name] for each in wider[name])}
    assume(shadowed)
    event(f"{len(shadowed)} shadowed")

    library = make_library({}, {each.playbook.name: each.playbook for each in subjects}, None)
    rulebook = compile_rules(library)
    for deal in deals:
        found = rulebook.find(deal, NOW)
        limits = Limits(1, 0, Decimal(0), UTC)
        decided = decide(deal, found, library, (), RepLoad(), limits, NOW, lambda *_: Decimal(1))
        given_cards = {each.playbook for each in decided.decisions if each.verdict is Verdict.DELIVER}
        assert not given_cards & shadowed
