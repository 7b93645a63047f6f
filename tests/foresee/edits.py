"""Random libraries, edits of them and deals: few enough words that playbooks, deals and reps meet often."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from coach.engine.model import Deal, LineItem, Person, StageChange
from tests.foresee.worlds import Playbooks
from tests.pipeline.world import MONDAY, deal

STAGES = ("Prospecting", "Proposal", "Negotiation")
REPS = tuple(
    Person(f"005{number:012}AAA", f"Rep {number}", active=number < 3, language=language)
    for number, language in ((1, "de"), (1, "de-AT"), (2, None), (3, "fr-CA"))
)
FAMILIES = ("Software", "Services")

conditions = st.sampled_from(
    (
        "stage: {is: Prospecting}",
        "stage: {is: [Proposal, Negotiation]}",
        "stage: {entered: Negotiation}",
        "amount: {above: 50000, currency: USD}",
        "days_in_stage: {at_least: 3}",
        "next_step: {contains: call}",
        "product: {family: {is: Software}}",
        "contact_roles: {below: 2}",
        "fields: {Score__c: {at_least: 5}}",
        "not: {stage: {is: Proposal}}",
    )
)
tips = st.sampled_from(
    (
        "Say so.",
        "Ask for something back on {{ deal.name }}.",
        "Their next step is {{ deal.next_step }}.",
        "A longer text, " + "with many words in it, " * 40 + "to read.",
    )
)


@st.composite
def playbooks(draw: st.DrawFn) -> str:
    """The text of one playbook."""
    always = draw(st.booleans()) and draw(st.booleans())
    lines = [
        "title: A playbook",
        f"status: {draw(st.sampled_from(('live', 'live', 'live', 'draft', 'retired')))}",
        f"priority: {draw(st.sampled_from((20, 50, 50, 80)))}",
    ]
    if always:
        lines.append("always: true")
    elif draw(st.booleans()):
        cooldown, cap = draw(st.sampled_from((0, 2, 30))), draw(st.sampled_from((1, 3)))
        lines.append(f"limits: {{cooldown_days: {cooldown}, per_rep_per_week: {cap}}}")
    if draw(st.booleans()) and draw(st.booleans()):
        lines.append("audience: {owner_name: {is: [Rep 1, Rep 3]}}")
    whens = draw(
        st.lists(
            conditions, min_size=1, max_size=draw(st.sampled_from((1, 1, 2))), unique_by=lambda text: text.split(":")[0]
        )
    )
    lines += ["when:", *(f"  {condition}" for condition in whens), "cards:"]
    for number in range(draw(st.integers(1, 2))):
        lines += [f"  - name: card-{number}", f"    title: Card {number}", f'    tip: "{draw(tips)}"']
        if spoken := draw(st.lists(st.sampled_from(("de", "de-AT", "fr")), max_size=2, unique=True)):
            lines += ["    locales:", *(f'      {locale}: {{tip: "{draw(tips)}"}}' for locale in spoken)]
    return "\n".join(lines) + "\n"


libraries: st.SearchStrategy[Playbooks] = st.dictionaries(
    st.sampled_from([f"book-{number}" for number in range(6)]), playbooks(), min_size=2, max_size=5
)


@st.composite
def edits(draw: st.DrawFn) -> tuple[Playbooks, Playbooks]:
    """A library and what an author makes of it: most playbooks stay as they are."""
    before = draw(libraries)
    after = dict(before)
    for name in draw(st.lists(st.sampled_from(sorted(before)), max_size=1)):
        after.pop(name, None)
    after |= draw(
        st.dictionaries(st.sampled_from([f"book-{number}" for number in range(8)]), playbooks(), min_size=1, max_size=2)
    )
    return before, after


@st.composite
def deals(draw: st.DrawFn, number: int) -> Deal:
    """An open deal with gaps."""
    stage = draw(st.sampled_from(STAGES))
    entered = MONDAY - timedelta(days=draw(st.integers(0, 5)), hours=1)
    return deal(
        number,
        stage,
        owner=draw(st.sampled_from(REPS)),
        amount=draw(st.sampled_from((None, Decimal(10_000), Decimal(90_000)))),
        next_step=draw(st.sampled_from((None, "call them", "wait"))),
        contact_roles=draw(st.sampled_from((None, 1, 3))),
        close_date=date(2027, 3, 31),
        products=tuple(
            LineItem("Item", None, family, None, None, None, None, Decimal(5))
            for family in draw(st.lists(st.sampled_from(FAMILIES), max_size=2))
        ),
        history=(StageChange("Qualification", MONDAY - timedelta(days=60)), StageChange(stage, entered)),
        fields={"Score__c": draw(st.sampled_from((None, Decimal(3), Decimal(7))))},
        unreadable=draw(st.sampled_from((frozenset(), frozenset({"product"}), frozenset({"contact_roles"})))),
    )


many_deals = st.integers(2, 7).flatmap(lambda most: st.tuples(*(deals(number) for number in range(1, most + 1))))


def moved(one: Deal, stage: str) -> Deal:
    """The deal in another stage since just now."""
    change = StageChange(stage, one.history[-1].at + timedelta(hours=2))
    return replace(one, stage=stage, history=(*one.history, change)) if stage != one.stage else one
