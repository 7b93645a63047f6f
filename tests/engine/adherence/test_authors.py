"""Whose doing it is that a deal stands as it does."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.adherence.authors import author_of, mover
from coach.engine.adherence.trees import seen
from coach.engine.matching.facts import View
from coach.engine.model import Author, Deal, Edit, Editor, Edits, Nature, Truth
from coach.engine.playbook import load_texts
from coach.engine.playbook.conditions import AllOf
from tests.engine.adherence.worlds import AGENT, COLLEAGUE, HIDDEN, REP, all_by
from tests.engine.matching.examples import DEAL, NOW, SCANNER

AT = NOW + timedelta(days=3)
STEP = "next_step"
CHANGED = "{next_step: {changed: true}}"


def a_tree(seen_on_deal: str) -> AllOf:
    text = f"""
title: Trade
status: live
when: {{closed: false}}
adherence: {{within_days: 14, seen: {seen_on_deal}}}
cards: [{{name: one, title: One, tip: Say so.}}]
"""
    adherence = load_texts({"trade": text}).playbooks["trade"].adherence
    assert adherence
    return adherence.seen


def author(condition: str, edits: Edits | None, then: Deal = DEAL, **changes: Any) -> Author | None:
    now = replace(then, **{"modified_at": AT, **changes})
    return author_of(a_tree(condition), then, now, edits, NOW, AT, UTC)


def steps(*edits: tuple[Editor, object], told: bool = True) -> Edits:
    """Changes of the next step, one a minute."""
    return Edits(
        tuple(Edit(STEP, NOW + timedelta(minutes=n), by, value, told) for n, (by, value) in enumerate(edits, 1))
    )


@pytest.mark.parametrize(
    ("editor", "expected"),
    [
        (REP, Author.REP),
        (COLLEAGUE, Author.SOMEBODY_ELSE),
        (AGENT, Author.AUTOMATION),
        (HIDDEN, Author.NOT_KNOWN),
        (replace(REP, nature=Nature.UNSURE), Author.REP),
        (replace(REP, nature=Nature.AUTOMATION), Author.AUTOMATION),
        (replace(REP, nature=Nature.NOT_KNOWN), Author.NOT_KNOWN),
    ],
)
def test_an_author_is_who_changed_what_is_looked_for(editor: Editor, expected: Author) -> None:
    assert author(CHANGED, steps((editor, "Call Noor")), next_step="Call Noor") is expected


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        ([(AGENT, "Plan"), (REP, "Call Noor")], Author.REP),
        ([(REP, "Plan"), (AGENT, "Call Noor")], Author.REP),
        ([(COLLEAGUE, "Plan"), (AGENT, "Call Noor")], Author.SOMEBODY_ELSE),
        ([(REP, DEAL.next_step), (AGENT, "Call Noor")], Author.AUTOMATION),
        ([(AGENT, "Call Noor"), (REP, "Call  Jo")], Author.NOT_KNOWN),
    ],
    ids=[
        "the rep edits what the agent wrote",
        "an agent rewrites what the rep did",
        "an agent rewrites what a colleague did",
        "an agent changes what the rep had left as it was",
        "a history that does not end at what the record holds",
    ],
)
def test_of_several_changes_the_last_counts_and_the_reps_stays_theirs(
    edits: list[tuple[Editor, object]], expected: Author
) -> None:
    assert author(CHANGED, steps(*edits), next_step="Call Noor") is expected


def test_an_agent_that_writes_what_the_rep_did_not_is_not_the_rep() -> None:
    edits = steps((REP, "Intro"), (AGENT, "Mutual close plan"))

    assert author("{next_step: {contains: close plan}}", edits, next_step="Mutual close plan") is Author.AUTOMATION


def test_of_long_text_only_who_changed_it_last_is_told() -> None:
    rep_last = steps((AGENT, None), (REP, None), told=False)
    agent_last = steps((REP, None), (AGENT, None), told=False)

    assert author(CHANGED, rep_last, next_step="Call Noor") is Author.REP
    assert author(CHANGED, agent_last, next_step="Call Noor") is Author.AUTOMATION


@pytest.mark.parametrize("edits", [None, Edits(), Edits((Edit("amount", AT, REP, Decimal(1)),))])
def test_what_no_history_tells_is_not_known(edits: Edits | None) -> None:
    assert author(CHANGED, edits, next_step="Call Noor") is Author.NOT_KNOWN


def test_a_change_from_before_the_delivery_tells_nothing() -> None:
    edits = Edits((Edit(STEP, NOW - timedelta(days=1), REP, "Call Noor"),))

    assert author(CHANGED, edits, next_step="Call Noor") is Author.NOT_KNOWN


def test_what_time_alone_brings_about_is_nobodys_doing() -> None:
    assert author("{days_in_stage: {at_least: 6}}", all_by(REP, DEAL, DEAL)) is None


def test_of_conditions_that_must_all_hold_the_least_certain_author_decides() -> None:
    both = "{next_step: {changed: true}, amount: {increased: true}}"

    def of(step: Editor, amount: Editor) -> Author | None:
        edits = Edits((Edit(STEP, AT, step, "Call Noor"), Edit("amount", AT, amount, Decimal(70000))))
        return author(both, edits, next_step="Call Noor", amount=Decimal(70000))

    assert of(REP, REP) is Author.REP
    assert of(REP, COLLEAGUE) is Author.SOMEBODY_ELSE
    assert of(COLLEAGUE, AGENT) is Author.AUTOMATION
    assert of(REP, HIDDEN) is Author.NOT_KNOWN


def test_of_conditions_of_which_one_is_enough_the_best_author_counts() -> None:
    either = "{any: [{next_step: {changed: true}}, {amount: {increased: true}}]}"
    edits = Edits((Edit(STEP, AT, AGENT, "Call Noor"), Edit("amount", AT, REP, Decimal(70000))))

    assert author(either, edits, next_step="Call Noor", amount=Decimal(70000)) is Author.REP


def test_a_condition_that_held_already_asks_for_nobodys_doing() -> None:
    kept = "{next_step: {changed: true}, amount: {at_least: 60000}}"
    edits = Edits((Edit(STEP, AT, REP, "Call Noor"), Edit("amount", AT, AGENT, Decimal(61000))))

    assert author(kept, edits, next_step="Call Noor", amount=Decimal(61000)) is Author.REP


def test_contacts_count_by_who_brought_them_in() -> None:
    def of(*newcomers: Editor, needed: str = "{contact_roles: {increased: true}}") -> Author | None:
        roles = (COLLEAGUE, COLLEAGUE, *newcomers)
        return author(needed, Edits(contact_roles=roles), contact_roles=len(roles))

    assert of(REP) is Author.REP
    assert of(AGENT, REP) is Author.REP
    assert of(AGENT) is Author.AUTOMATION
    assert of(AGENT, REP, needed="{contact_roles: {at_least: 4}}") is Author.AUTOMATION


def test_a_contact_role_that_went_is_nobodys_that_is_known() -> None:
    assert author("{contact_roles: {decreased: true}}", Edits(contact_roles=(REP,)), contact_roles=1) is (
        Author.NOT_KNOWN
    )


def test_line_items_count_by_who_changed_them_last() -> None:
    then = replace(DEAL, products=(replace(SCANNER, id="00k1"),))
    cheaper = replace(SCANNER, id="00k1", discount=Decimal(5))
    added = replace(SCANNER, id="00k2", name="Service", family="Services")
    priced, sold = "{product: {discount: {at_most: 10}}}", "{product: {family: {is: Services}}}"

    assert author(priced, Edits(products={"00k1": REP}), then, products=(cheaper,)) is Author.REP
    assert author(priced, Edits(products={"00k1": AGENT}), then, products=(cheaper,)) is Author.AUTOMATION
    assert author(sold, Edits(products={"00k1": AGENT, "00k2": REP}), then, products=(cheaper, added)) is Author.REP
    assert author("{product_count: {at_most: 0}}", Edits(products={}), then, products=()) is Author.NOT_KNOWN


def test_a_step_forward_is_the_doing_of_who_set_the_stage() -> None:
    now = replace(DEAL, stage="Verbal", probability=Decimal(90), modified_at=AT)

    assert mover(DEAL, now, all_by(REP, DEAL, now)) is Author.REP
    assert mover(DEAL, now, all_by(COLLEAGUE, DEAL, now)) is Author.SOMEBODY_ELSE
    assert mover(DEAL, now, all_by(AGENT, DEAL, now)) is Author.AUTOMATION
    assert mover(DEAL, now, None) is Author.NOT_KNOWN


EDITORS = st.sampled_from([REP, COLLEAGUE, AGENT, HIDDEN])
VALUES = st.sampled_from([DEAL.next_step, "Call Noor", "Mutual close plan", None])
TREES = st.sampled_from(
    [
        CHANGED,
        "{next_step: {contains: close plan}}",
        "{any: [{next_step: {contains: Noor}}, {amount: {increased: true}}]}",
    ]
)


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[Editor, object]]:
    return draw(st.lists(st.tuples(EDITORS, VALUES), min_size=1, max_size=6))


@given(histories(), TREES)
def test_no_agents_change_ever_counts(history: list[tuple[Editor, object]], condition: str) -> None:
    agents = [(AGENT, value) for _, value in history]

    assert author(condition, steps(*agents), next_step=history[-1][1]) in (Author.AUTOMATION, None, Author.NOT_KNOWN)


@given(histories(), TREES)
def test_what_counts_as_somebodys_holds_of_what_they_wrote(
    history: list[tuple[Editor, object]], condition: str
) -> None:
    found = author(condition, steps(*history), next_step=history[-1][1])

    people = {Author.REP: {REP}, Author.SOMEBODY_ELSE: {REP, COLLEAGUE}}
    if found in people:
        written = [value for by, value in history if by in people[found]]
        assert holds(condition, written[-1])


@given(histories(), TREES, st.integers(1, 86_400))
def test_when_the_changes_were_made_does_not_matter_only_their_order(
    history: list[tuple[Editor, object]], condition: str, seconds: int
) -> None:
    plain = steps(*history)
    later = Edits(tuple(replace(edit, at=edit.at + timedelta(seconds=seconds)) for edit in plain.edits))

    assert author(condition, plain, next_step=history[-1][1]) is author(condition, later, next_step=history[-1][1])


def holds(condition: str, next_step: Any) -> bool:
    then, now = View(DEAL, NOW, UTC), View(replace(DEAL, next_step=next_step), datetime.now(UTC), UTC)
    return seen(a_tree(condition), then, now) is Truth.TRUE
