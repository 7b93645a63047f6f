"""Planning an edit: every deal under both libraries, with cards, totals and reasons, against matching alone.

The edit changes the text of one playbook and the conditions of a second, removes a third and adds one. A tenth of the
deals already have a card. ``python -m bench.plan --deals 100000 --playbooks 1000`` plans that many deals once, made
while they are planned, so that the memory it tells is what planning needs.
"""

import argparse
import resource
import time
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from functools import partial
from random import Random

from bench.figures import Figure
from bench.rules import NOW, ORG, deals, name, playbooks, rules
from bench.suites import Extent
from bench.turns import COMPUTING, seconds_in_turns
from coach.engine.cards import card_key, check_template
from coach.engine.deciding import Limits
from coach.engine.evaluate import EvaluationContext
from coach.engine.matching import compile_rules
from coach.engine.model import Block, Card, CardState, Deal, PastCard, RepLoad
from coach.engine.model.lines import Run, paragraph
from coach.engine.notes import Style, notes_in
from coach.engine.playbook import load_texts
from coach.foresee.plan import LibraryEdit, Planner, Totals
from coach.ports import Remembered

DEALS = 2_000

Known = tuple[Deal, Remembered]


def figures(extent: Extent) -> Iterator[Figure]:
    """A plan against matching the same deals under both libraries, which is the least that it could do."""
    count = DEALS // 5 if extent.short else DEALS
    for size in (100, 1_000):
        edit, some = edit_of(size), list(known_deals(count, size))
        assert totals_of(edit, some, thorough=False) == totals_of(edit, some, thorough=True)
        ours, thorough, theirs = seconds_in_turns(
            partial(totals_of, edit, some, thorough=False),
            partial(totals_of, edit, some, thorough=True),
            partial(_match, edit, some),
            rounds=3 if extent.short else extent.rounds,
            clock=COMPUTING,
        )
        yield Figure(f"plan {size:,} playbooks", "matching alone", count, "deals", ours, theirs)
        yield Figure(f"plan {size:,} playbooks", "evaluating all twice", count, "deals", ours, thorough)


def edit_of(size: int) -> LibraryEdit:
    """The edit of a library of this size."""
    before, after = libraries(size)
    return LibraryEdit.between(context(before), context(after))


def totals_of(edit: LibraryEdit, some: Iterable[Known], thorough: bool) -> Totals:
    """The outcome of a plan."""
    planner = Planner(edit, lambda _: RepLoad(), NOW, thorough=thorough)
    for deal, known in some:
        planner.plan(deal, known)
    return planner.totals()


def _match(edit: LibraryEdit, some: Iterable[Known]) -> None:
    for deal, _ in some:
        edit.before.rulebook.find(deal, NOW)
        edit.after.rulebook.find(deal, NOW)


def libraries(count: int) -> tuple[dict[str, str], dict[str, str]]:
    made = rules(count + 2)
    before = playbooks(made[:count])
    after = dict(before)
    after[name(0)] = after[name(0)].replace("Speak about", "Talk about")
    after[name(1)] = made[count].playbook()
    del after[name(2)]
    after["book-new"] = made[count + 1].playbook()
    return before, after


def context(texts: Mapping[str, str]) -> EvaluationContext:
    library = load_texts(texts, check_text=check_template)
    return EvaluationContext(
        library, compile_rules(library), Limits(weekly_minutes=Decimal(24)), (notes_in(Style.CARD),)
    )


def known_deals(count: int, books: int) -> Iterator[tuple[Deal, Remembered]]:
    """Deals, each with what is remembered of it."""
    random = Random(3)
    for number, deal in enumerate(deals(count)):
        yield deal, remembered(deal, name(random.randrange(books))) if number % 10 == 0 else Remembered()


def remembered(deal: Deal, book: str) -> Remembered:
    """A card delivered last week."""
    key = card_key(ORG, deal.id, book, "one", 1)
    past = PastCard(key, book, "one", 1, CardState.OPEN, NOW - timedelta(days=7), Decimal("0.2"))
    blocks = (Block("tip", "Tip", (paragraph(Run("Speak.")),)),)
    return Remembered((past,), (Card(key, deal.id, book, "one", 1, "What to do", blocks, "Why.", Decimal("0.2")),))


def main() -> None:
    """Plan as many deals as asked for, once."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--deals", type=int, default=10_000)
    parser.add_argument("--playbooks", type=int, default=1_000)
    asked = parser.parse_args()
    edit, start = edit_of(asked.playbooks), time.perf_counter()
    totals = totals_of(edit, known_deals(asked.deals, asked.playbooks), thorough=False)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{asked.deals} deals × {asked.playbooks} playbooks: {seconds:.0f} s on one core "
        f"({asked.deals / seconds:.0f} deals a second), {memory:.0f} MB at most; "
        f"{totals.touched} deals touched, {totals.after.covered.share:.0%} with a playbook"
    )


if __name__ == "__main__":
    main()
