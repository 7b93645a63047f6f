"""Where edited playbooks are held back, for people and for programs."""

import io
import json

from rich.console import Console

from coach.engine.deciding import Limits
from coach.engine.model import Reason, RepLoad
from coach.foresee.plan import LibraryEdit, Planner, Totals
from coach.foresee.plan.held import HeldBackGroup, NamedDeal, SomeDeals
from coach.foresee.reports.held import held_document, held_section
from coach.foresee.reports.markdown import markdown
from coach.foresee.reports.plan import Header, sections, title
from coach.foresee.reports.plan_document import totals_document
from coach.foresee.reports.terminal import show
from coach.ports import Remembered
from tests.foresee.make import NOW, book, context
from tests.pipeline.world import deal

HEADER = Header("the last commit", "folder playbooks", NOW, fresh=False)
LIMITS = Limits(deal_cards=1, daily_cards=0)
OTHERS = {
    "closing": book("{stage: {is: Prospecting}}"),
    "pricing-basics": book("{stage: {is: Negotiation/Review}}"),
}
NEW = book("{stage: {is: [Negotiation/Review, Prospecting]}}", keys="priority: 10")
EDIT = LibraryEdit.between(context(LIMITS, **OTHERS), context(LIMITS, **OTHERS, new=NEW))
SENTENCE = (
    "Others come first on 6 deals: pricing-basics (priority 50) on 5 (Acme <renewal>, Deal 3, Deal 4 and 2 more),"
    " closing (priority 50) on 1 (Deal 1). Whoever runs Coach sets how many cards a deal has (COACH_DEAL_CARDS)."
)
FOUND = SomeDeals(1, (NamedDeal("006", "Acme"),))


def totals() -> Totals:
    planner = Planner(EDIT, lambda _: RepLoad(), NOW)
    planner.plan(deal(1, "Prospecting"), Remembered())
    planner.plan(deal(2, name="Acme <renewal>"), Remembered())
    for number in range(3, 7):
        planner.plan(deal(number), Remembered())
    return planner.totals()


def lines(*held: HeldBackGroup) -> list[str]:
    (section,) = held_section({"new": held}, {"a": 70})
    return markdown("T", [section]).splitlines()[-len(held) :]


def test_markdown_says_by_whom_and_on_which_deals_a_playbook_is_outranked() -> None:
    found = totals()

    text = markdown(title(found), list(sections(HEADER, EDIT, found, [], ())))

    told = SENTENCE.replace("<", "&#60;").replace(">", "&#62;").replace("_", "\\_")
    assert f"### Where edited playbooks are held back\n\n- new (priority 10)\n  - {told}\n" in text


def test_the_terminal_says_the_same() -> None:
    found, out = totals(), io.StringIO()

    show(Console(file=out), title(found), list(sections(HEADER, EDIT, found, [], ())))

    assert f"Where edited playbooks are held back new (priority 10) {SENTENCE}" in " ".join(out.getvalue().split())


def test_the_document_has_counts_ids_and_names() -> None:
    told = json.loads(json.dumps(totals_document(totals(), [])))["held_back"]

    (only,) = told["new"]
    assert (only["reason"], only["deals"], len(only["first"])) == ("outranked", 6, 3)
    assert only["first"][1] == {"id": "006000000000002AAA", "name": "Acme <renewal>"}
    assert [(each["playbook"], each["deals"], each["first"][0]["name"]) for each in only["by"]] == [
        ("pricing-basics", 5, "Acme <renewal>"),
        ("closing", 1, "Deal 1"),
    ]


def test_another_reason_is_told_in_a_sentence_with_its_deals_and_what_would_change_it() -> None:
    many = SomeDeals(9, tuple(NamedDeal("006", name) for name in ("A", "B", "C")))

    week, today = lines(HeldBackGroup(Reason.WEEKLY_MINUTES, many, {}), HeldBackGroup(Reason.DAILY_CAP, FOUND, {}))

    told = "The rep's minutes for this week are used up. On 9 deals: A, B, C and 6 more. It may come from Monday on;"
    assert week.startswith(f"  - {told}")
    assert today.startswith("  - The rep has had all the cards for today. On 1 deal: Acme. It may come tomorrow.")
    assert held_document({"new": [HeldBackGroup(Reason.DAILY_CAP, FOUND, {})]})["new"] == [
        {"reason": "daily_cap", "deals": 1, "first": [{"id": "006", "name": "Acme"}], "by": []}
    ]


def test_where_many_come_first_three_are_named() -> None:
    by = dict.fromkeys("abcde", FOUND)

    (told,) = lines(HeldBackGroup(Reason.OUTRANKED, FOUND, by))
    (today,) = lines(HeldBackGroup(Reason.DEAL_DAILY_CAP, FOUND, by))

    ahead = "on 1 deal: a (priority 70) on 1 (Acme), b on 1 (Acme), c on 1 (Acme) and 2 more."
    assert told.startswith(f"  - Others come first {ahead}")
    assert today.startswith(f"  - Others have the day's new cards {ahead} It may come tomorrow.")


def test_of_many_playbooks_those_on_the_most_deals_are_shown_and_the_rest_counted() -> None:
    held = {
        f"book-{number:02}": [HeldBackGroup(Reason.DRAFT, SomeDeals(number, FOUND.first), {})]
        for number in range(1, 15)
    }

    text = markdown("T", list(held_section(held, {})))

    assert text.index("- book-14\n") < text.index("- book-03\n")
    assert "book-02" not in text
    assert text.endswith("And 2 more playbooks: --format json has all.\n")
    assert len(held_document(held)) == 14


def test_where_nothing_is_held_back_there_is_no_such_section() -> None:
    assert list(held_section({}, {})) == []
