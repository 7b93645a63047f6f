"""What a rep changes is what the playbook then sees on the deal."""

from dataclasses import replace
from datetime import UTC, date
from pathlib import Path
from random import Random

import pytest

from coach.app.parts import load_library
from coach.engine.adherence import seen
from coach.engine.matching.facts import View
from coach.engine.model import Deal, Truth
from coach.engine.playbook import Playbook
from demo.history.acts import Act, act
from tests.playbooks.deals import FIELDS, NOW, a_deal

LIBRARY = load_library(Path("playbooks"))
ASKING = [book for book in LIBRARY.playbooks.values() if book.adherence]


def after(deal: Deal, done: Act) -> Deal:
    """The deal as it reads once the act is carried out."""
    values = dict(done.values)
    changes: dict[str, object] = {"contact_roles": (deal.contact_roles or 0) + done.contacts}
    if "NextStep" in values:
        changes["next_step"] = values.pop("NextStep")
    if "CloseDate" in values:
        changes["close_date"] = date.fromisoformat(str(values.pop("CloseDate")))
    if "VAC_Date__c" in values:
        values["VAC_Date__c"] = date.fromisoformat(str(values["VAC_Date__c"]))
    return replace(deal, fields={**FIELDS, **values}, **changes)  # type: ignore[arg-type]  # what the fields are called


@pytest.mark.parametrize("book", ASKING, ids=lambda book: book.name)
@pytest.mark.parametrize("seed", range(3))
def test_what_a_rep_does_is_seen_on_the_deal(book: Playbook, seed: int) -> None:
    deal = a_deal("Proposal/Price Quote", amount=300_000, days_to_close=20, contact_roles=1)
    assert book.adherence

    done = act(book.adherence.seen, book.skill or "", deal, Random(seed))

    assert done is not None
    views = View(deal, NOW, UTC), View(after(deal, done), NOW, UTC)
    assert seen(book.adherence.seen, *views) is Truth.TRUE


def test_all_of_the_library_can_be_followed() -> None:
    deal = a_deal("Proposal/Price Quote", amount=300_000, days_to_close=20, contact_roles=1)
    possible = [book.name for book in ASKING if book.adherence and act(book.adherence.seen, "", deal, Random(1))]

    assert possible == [book.name for book in ASKING]
