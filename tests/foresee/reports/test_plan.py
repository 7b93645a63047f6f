"""A plan for people and for programs."""

import io
import json

from rich.console import Console

from coach.engine.model import RepLoad
from coach.foresee.plan import DealPlan, LibraryEdit, Planner, Totals
from coach.foresee.reports.markdown import markdown
from coach.foresee.reports.plan import (
    FRESH,
    NOTHING,
    Header,
    sections,
    title,
)
from coach.foresee.reports.plan_document import deal_document, header_document, totals_document
from coach.foresee.reports.terminal import show
from coach.ports import Remembered
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

OTHER = book("{stage: {is: Prospecting}}")
EDIT = LibraryEdit.between(context(other=OTHER), context(other=OTHER, new=book("{stage: {is: Negotiation/Review}}")))
HEADER = Header("the last commit", "folder playbooks", NOW, fresh=False)


def plan(edit: LibraryEdit = EDIT) -> tuple[list[DealPlan], Totals]:
    planner = Planner(edit, lambda _: RepLoad(), NOW)
    stages = ("Negotiation/Review", "Prospecting", "Negotiation/Review")
    deals = [deal(number, stage) for number, stage in enumerate(stages, start=1)]
    plans = [planner.plan(each, Remembered(decided=number < 2)) for number, each in enumerate(deals)]
    return [each for each in plans if each and each.changes], planner.totals()


def text(header: Header = HEADER, edit: LibraryEdit = EDIT, stopped: tuple[str, ...] = ()) -> str:
    deals, totals = plan(edit)
    return markdown(title(totals), list(sections(header, edit, totals, deals, stopped)))


def test_the_first_line_says_it_all() -> None:
    assert text().startswith("## Coach plan: cards +1 \\~0 −0 on 1 deal\n")


def test_the_introduction_says_what_was_compared_and_what_else_there_is() -> None:
    assert "From the last commit to folder playbooks, planned 2026-11-23 09:00 UTC." in text()
    assert "1 deal of 3 Coach has not seen yet: an edit changes nothing on them" in text()
    assert "Not because of this edit, but as soon as Coach looks at them: +1 \\~0 −0 cards on 1 deal." in text()


def test_a_version_that_is_not_in_force_is_not_taken_for_what_stands_on_records() -> None:
    other = text(Header("revision v1", "folder playbooks", NOW, fresh=False, in_force=False))

    assert "The version before is not what is in force; bringing records to it comes first: +1 \\~0 −0 cards" in other


def test_every_change_is_listed_under_its_deal_with_why() -> None:
    assert "- Deal 1 (006000000000001AAA): Negotiation/Review, Ana Ruiz\n" in text()
    assert "  - \\+ new/one “What to do”: You see this because the stage is Negotiation/Review." in text()


def test_coverage_shows_what_moves() -> None:
    assert "| Negotiation/Review | no product | 2 → 0 | 0 → 2 | 0 |" in text()
    assert "| Open deals with a playbook | 33% | 100% |" in text()


def test_every_edited_playbook_has_a_row_with_what_was_done_to_it() -> None:
    assert "| Playbook | Edit | Cards + | \\~ | − |" in text()
    assert "| new | added | 1 | 0 | 0 |" in text()


def test_without_a_past_it_says_that_both_began_from_nothing() -> None:
    fresh = text(Header("a", "b", NOW, fresh=True))

    assert FRESH in fresh
    assert "Not because of this edit" not in fresh


def test_an_edit_that_changes_nothing_says_so() -> None:
    same = LibraryEdit.between(EDIT.before, EDIT.before)

    assert text(edit=same).startswith("## Coach plan: no card changes\n")
    assert NOTHING in text(edit=same)


def test_a_limit_that_was_hit_comes_first() -> None:
    assert text(stopped=("cards_added is 1: stopped.",)).splitlines()[2] == "cards\\_added is 1: stopped."


def test_the_terminal_shows_the_same() -> None:
    deals, totals = plan()
    out = io.StringIO()

    show(Console(file=out), title(totals), list(sections(HEADER, EDIT, totals, deals, ())))

    assert "Coach plan: cards +1 ~0 −0 on 1 deal" in out.getvalue()
    assert "  + new/one “What to do”: You see this because" in out.getvalue()


def test_the_document_has_every_deal_and_the_totals() -> None:
    deals, totals = plan()

    told = json.loads(json.dumps([deal_document(deals[0]), totals_document(totals, []), header_document(HEADER, EDIT)]))

    assert told[0]["changes"][0]["kind"] == "added"
    assert told[1]["cards"] == {"added": 1, "removed": 0, "changed": 0}
    assert told[1]["deals_unseen"] == 1
    assert told[2]["playbooks"] == {"added": ["new"], "changed": [], "removed": []}
