"""What differs between two libraries, and on which deals that could matter."""

from datetime import timedelta
from decimal import Decimal

import pytest

from coach.engine.model import CardState, Deal, PastCard
from coach.foresee.plan import LibraryEdit
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

NEGOTIATING = book("{stage: {is: Negotiation/Review}}")
PROSPECTING = book("{stage: {is: Prospecting}}")


def test_playbooks_are_added_removed_and_changed() -> None:
    edit = LibraryEdit.between(
        context(same=NEGOTIATING, gone=NEGOTIATING, other=NEGOTIATING),
        context(same=NEGOTIATING, other=PROSPECTING, new=NEGOTIATING),
    )

    assert (edit.added, edit.removed, edit.changed) == (("new",), ("gone",), ("other",))


def test_a_playbook_that_reads_differently_and_means_the_same_is_not_changed() -> None:
    edit = LibraryEdit.between(context(one=NEGOTIATING), context(one="# A comment.\n\n" + NEGOTIATING))

    assert edit.edited == frozenset()


@pytest.mark.parametrize(
    ("seen", "matters"),
    [
        (deal(stage="Negotiation/Review"), True),
        (deal(stage="Prospecting"), True),
        (deal(stage="Qualification"), False),
    ],
)
def test_an_edit_matters_where_the_playbook_spoke_before_or_does_after(seen: Deal, matters: bool) -> None:
    edit = LibraryEdit.between(context(one=NEGOTIATING), context(one=PROSPECTING))

    assert edit.matters(seen, (), NOW) is matters


def test_an_edit_matters_where_the_playbook_has_given_a_card() -> None:
    edit = LibraryEdit.between(context(one=NEGOTIATING), context(two=PROSPECTING))
    past = PastCard("key", "one", "one", 1, CardState.RETIRED, NOW - timedelta(days=3), Decimal(1))

    assert edit.matters(deal(stage="Qualification"), [past], NOW)


def test_an_edit_matters_where_nobody_can_tell_whether_the_playbook_applies() -> None:
    score = book("{fields: {Score__c: {at_least: 3}}}")
    edit = LibraryEdit.between(context(other=PROSPECTING), context(other=PROSPECTING, one=score))

    assert edit.matters(deal(stage="Qualification"), (), NOW)
