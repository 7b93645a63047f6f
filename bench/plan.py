"""How long a plan takes: deals × playbooks on one core, and against evaluating every deal under both libraries.

    .venv/bin/python -m bench.plan --deals 100000 --playbooks 1000

Deals are generated while they are planned, so that the memory figure shows what planning itself needs. A tenth of the
deals already have a card. The edit changes the text of one playbook and the conditions of a second, removes a third
and adds one.
"""

import argparse
import resource
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from coach.engine.cards import card_key, check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Account, Block, Card, CardState, Deal, LineItem, PastCard, Person, RepLoad, StageChange
from coach.engine.notes import Style
from coach.engine.playbook import load_texts
from coach.foresee.plan import LibraryEdit, Planner
from coach.ports import Remembered

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ORG = "00D000000000001EAA"
STAGES = ("Prospecting", "Qualification", "Needs Analysis", "Value Proposition", "Proposal", "Negotiation")
FAMILIES = ("Software", "Services", "Consumables", "Capital Equipment", "Diagnostics")
INDUSTRIES = ("Healthcare", "Biotechnology", "Education", "Manufacturing", "Retail", "Energy")


def playbook(random: Random) -> str:
    """A playbook with four typical conditions: a stage, a product, a size, a time."""
    low = random.randrange(0, 400) * 1000
    return "\n".join(
        [
            "title: Made up",
            "status: live",
            f"priority: {random.randrange(1, 100)}",
            "when:",
            f"  stage: {{is: {random.choice(STAGES)}}}",
            f"  product: {{family: {{is: {random.choice(FAMILIES)}}}}}",
            f"  amount: {{between: [{low}, {low + 150_000}], currency: USD}}",
            f"  days_in_stage: {{at_least: {random.randrange(0, 40)}}}",
            f"  account_industry: {{is: [{', '.join(random.sample(INDUSTRIES, 2))}]}}",
            "cards:",
            "  - name: one",
            "    title: What to do on {{ deal.name }}",
            "    tip: Speak about {{ deal.product.name }} with {{ deal.account.name }}.",
            "    checklist: [Write it down, Ask for it, Tell your manager]",
            "",
        ]
    )


def libraries(count: int) -> tuple[dict[str, str], dict[str, str]]:
    random = Random(1)
    before = {f"book-{number}": playbook(random) for number in range(count)}
    after = dict(before)
    after["book-0"] = after["book-0"].replace("Speak about", "Talk about")
    after["book-1"] = playbook(random)
    del after["book-2"]
    after["book-new"] = playbook(random)
    return before, after


def context(texts: Mapping[str, str]) -> EvaluationContext:
    library = load_texts(texts, check_text=check_template)
    return EvaluationContext(library, compile_rules(library), Limits(weekly_minutes=Decimal(24)), Style.CARD)


def deals(count: int, books: int) -> Iterator[tuple[Deal, Remembered]]:
    random = Random(2)
    for number in range(count):
        stage = random.choice(STAGES)
        entered = NOW - timedelta(days=random.randrange(0, 60))
        deal = Deal(
            org_id=ORG,
            id=f"006{number:012}AAA",
            name=f"Deal {number}",
            stage=stage,
            closed=False,
            won=False,
            amount=Decimal(random.randrange(5, 600) * 1000),
            currency="USD",
            close_date=(NOW + timedelta(days=random.randrange(-20, 200))).date(),
            created_at=entered - timedelta(days=30),
            modified_at=entered,
            owner=Person(f"005{number % 2_000:012}AAA", f"Rep {number % 2_000}"),
            read_at=NOW,
            account=Account("001", "A Customer", random.choice(INDUSTRIES)),
            products=(LineItem("Item", "I", random.choice(FAMILIES), Decimal(1), None, None, None, Decimal(10)),),
            history=(StageChange("Lead", entered - timedelta(days=30)), StageChange(stage, entered)),
        )
        yield deal, remembered(deal, f"book-{random.randrange(books)}") if number % 10 == 0 else Remembered()


def remembered(deal: Deal, book: str) -> Remembered:
    """A card delivered last week."""
    key = card_key(ORG, deal.id, book, "one", 1)
    past = PastCard(key, book, "one", 1, CardState.OPEN, NOW - timedelta(days=7), Decimal("0.2"))
    blocks = (Block("tip", "Tip", "<p>Speak.</p>"),)
    return Remembered((past,), (Card(key, deal.id, book, "one", 1, "What to do", blocks, "Why.", Decimal("0.2")),))


def planned(edit: LibraryEdit, count: int, books: int, thorough: bool) -> tuple[float, Planner]:
    planner = Planner(edit, lambda _: RepLoad(), NOW, thorough=thorough)
    start = time.perf_counter()
    for deal, known in deals(count, books):
        planner.plan(deal, known)
    return time.perf_counter() - start, planner


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--deals", type=int, default=10_000)
    parser.add_argument("--playbooks", type=int, default=1_000)
    asked = parser.parse_args()
    before, after = libraries(asked.playbooks)
    edit = LibraryEdit.between(context(before), context(after))
    sample = min(asked.deals, 2_000)
    quick, thorough = (planned(edit, sample, asked.playbooks, thorough)[0] for thorough in (False, True))
    print(f"{sample} deals: {quick:.1f} s; every deal under both libraries: {thorough / quick:.2f} times that")
    seconds, planner = planned(edit, asked.deals, asked.playbooks, thorough=False)
    totals = planner.totals()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{asked.deals} deals × {asked.playbooks} playbooks: {seconds:.0f} s on one core "
        f"({asked.deals / seconds:.0f} deals a second), {memory:.0f} MB at most; "
        f"{totals.touched} deals touched, {totals.after.covered.share:.0%} with a playbook"
    )


if __name__ == "__main__":
    main()
