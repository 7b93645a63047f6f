"""Compares the notes that each record should have, by the pure evaluation, with those that the org reports."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from os.path import commonprefix

from coach.app.parts import limits_in, load_library, open_org
from coach.config.settings import Settings
from coach.engine.evaluate import EvaluationContext, evaluate
from coach.engine.matching import compile_rules
from coach.engine.model import RepLoad
from coach.engine.notes import Style, forms, notes_in
from tests.faults.reading import Held, visible
from tests.salesforce.fakes import DictMemory

Notes = Mapping[str, Counter[tuple[str, str]]]
"""For each record: how often it has each note, as (title, text)."""


class Fault(StrEnum):
    """The kinds of faults that a record may have."""

    LOST = "lost"
    DOUBLED = "doubled"
    STALE = "stale"
    LOOSE = "loose"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: its record, and a description."""

    fault: Fault
    record: str
    words: str

    def __str__(self) -> str:
        return f"{self.fault.value:8} {self.record} {self.words}"


def judge(expected: Notes, held: Held) -> list[Finding]:
    """All faults. If a record has the right number of notes, one that differs is stale."""
    loose = [Finding(Fault.LOOSE, note, f"{title!r} hangs nowhere") for note, title in held.loose.items()]
    found = {record: held.notes.get(record, Counter()) for record in expected}
    return [
        *loose,
        *(one for record, wanted in expected.items() for one in _differences(record, wanted, found[record])),
    ]


def judge_by_either(expected: Sequence[Notes], held: Held) -> list[Finding]:
    """The faults by all of these expectations.

    There can be several, because a note may say how many days something has lasted, and a day may have passed since the
    deal was decided on.
    """
    *others, last = [judge(one, held) for one in expected]
    wrong = [{one.record for one in findings} for findings in others]
    return [one for one in last if all(one.record in records for records in wrong)]


def _differences(record: str, wanted: Counter[tuple[str, str]], found: Counter[tuple[str, str]]) -> Iterator[Finding]:
    missing, spare = wanted - found, found - wanted
    stale = min(missing.total(), spare.total())
    for (title, text), (other, its) in zip(missing.elements(), spare.elements(), strict=False):
        yield Finding(Fault.STALE, record, f"{other!r} instead of {title!r}: {_where_they_part(its, text)}")
    for title, _ in list(missing.elements())[stale:]:
        yield Finding(Fault.LOST, record, repr(title))
    for title, _ in list(spare.elements())[stale:]:
        yield Finding(Fault.DOUBLED, record, repr(title))


def _where_they_part(found: str, wanted: str) -> str:
    same = len(commonprefix([found, wanted]))
    begin = max(0, same - 20)
    return f"{found[begin : same + 60]!r} instead of {wanted[begin : same + 60]!r}"


def expected_by(settings: Settings, clock: Callable[[], datetime]) -> Callable[[Sequence[str]], Notes]:
    """A function that evaluates deals as they are now, without a queue, a worker or a database."""
    library, limits = load_library(settings.playbooks_dir), limits_in(settings)
    rulebook = compile_rules(library, zone=limits.timezone)
    context = EvaluationContext(
        library, rulebook, limits, (notes_in(Style(settings.note_style)),), None, settings.locale
    )
    org = open_org(settings, DictMemory())

    def expected(deals: Sequence[str]) -> Notes:
        read = org.read_deals(deals, library.custom_fields).deals
        outcomes = [evaluate(deal, context, [], [], RepLoad(), clock()) for deal in read.values()]
        return {
            each.opportunity_id: Counter(
                (one.title, visible(forms(one.body)[0])) for one in each.deliveries if one.live
            )
            for each in outcomes
        }

    return expected
