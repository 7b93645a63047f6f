"""Organisations drawn at random, and a log in which everything about a person bears that person's mark."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlalchemy.engine import Engine

from coach.app.store import SqlStore
from coach.engine.model import (
    Block,
    Card,
    Deal,
    Evaluated,
    Event,
    EventKind,
    Person,
    Quiz,
    Reason,
    Received,
    Source,
    Teaches,
    User,
)
from coach.engine.responses import Dismissal, Response, ResponseKind
from coach.log.comments import Remark
from coach.people.pages.gate import hashed
from coach.people.sessions import Session
from coach.queue.tables.records import decision
from coach.text import one_line
from tests.fixtures.make import LEASE, ORG, deal, deliver, evaluated, hold_back, opportunity, said

OTHER_ORG = "00D000000000002EAA"
ENABLEMENT, ADMIN = "005000000000098AAA", "005000000000099AAA"
OUTSIDER = "005000000000777AAA"


@dataclass(frozen=True, slots=True)
class Organisation:
    """Who reports to whom (None: to nobody), who is not active any more, and whose deal went to whom."""

    managers: dict[str, str | None]
    inactive: frozenset[str]
    handed_over: tuple[tuple[str, str], ...]

    def may_see(self, viewer: str) -> frozenset[str]:
        """Said again, plainly, without the service's own words: whose coaching ``viewer`` may see."""
        if viewer in self.inactive:
            return frozenset()
        if viewer == ADMIN:
            return frozenset(self.managers)
        if viewer == ENABLEMENT:
            return frozenset({viewer})
        return frozenset(rep for rep in self.managers if rep == viewer or viewer in self._above(rep))

    def may_read_words(self, viewer: str, path: str) -> frozenset[str]:
        """Whose words about a playbook ``viewer`` may read there. Enablement reads them in the inbox, without a name,
        where five people or more were given its cards.
        """
        active_enablement = viewer == ENABLEMENT and viewer not in self.inactive
        without_names = active_enablement and path.startswith("/inbox") and len(self.managers) >= 5
        return frozenset(self.managers) if without_names else self.may_see(viewer)

    def _above(self, rep: str) -> set[str]:
        found = set[str]()
        manager = self.managers[rep]
        while manager is not None and manager not in found:
            found.add(manager)
            manager = self.managers.get(manager)
        return found


def user_id(number: int) -> str:
    return f"005{number:012}AAA"


@st.composite
def organisations(draw: st.DrawFn, most: int = 4) -> Organisation:
    """Forests and circles; managers who are reps, who have left, or whom nobody knows; deals that change hands."""
    people = [*map(user_id, range(draw(st.integers(2, most)))), ENABLEMENT, ADMIN]
    boss = st.none() | st.sampled_from([*people, OUTSIDER])
    someone = st.sampled_from(people)
    return Organisation(
        {each: draw(boss) for each in people},
        frozenset(draw(st.sets(someone, max_size=1))),
        tuple(draw(st.lists(st.tuples(someone, someone), max_size=2, unique_by=lambda pair: pair[0]))),
    )


def mark(user: str, of: str = "") -> str:
    """A word that stands wherever the log speaks of this user, and nowhere else."""
    return f"zq{of}{user[3:15]}zq"


def marks_in(text: str, users: Iterable[str]) -> frozenset[str]:
    """Whose marks a text bears."""
    return frozenset(user for user in users if mark(user) in text or mark(user, "other") in text)


def words_in(text: str, users: Iterable[str]) -> frozenset[str]:
    """Whose words about a playbook a text holds."""
    return frozenset(user for user in users if mark(user, "words") in text)


@dataclass
class Filled:
    """A log with something of everything about everybody, and somebody signed in for each of them."""

    store: SqlStore
    organisation: Organisation
    engine: Engine
    keys: dict[str, str] = field(default_factory=dict)
    _read: dict[str, Deal] = field(default_factory=dict)
    _events: Iterator[int] = field(default_factory=lambda: count(1))

    def decisions(self) -> dict[int, str]:
        """Every decision of this org, with whom it is about."""
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(decision.c.id, decision.c.owner_id).where(decision.c.org_id == ORG))
            return {row.id: row.owner_id for row in rows}

    def more(self, rep: str) -> None:
        """Another decision about somebody, on a deal of its own."""
        number = next(self._events)
        self._decide(evaluated(_deal(100 + number, rep), [hold_back(Reason.COOLDOWN, detail=mark(rep))]))

    def _decide(self, outcome: Evaluated) -> None:
        assert outcome.deal
        self._read[outcome.opportunity_id] = outcome.deal
        event = Event(ORG, Source.JSON, f"event-{next(self._events)}", EventKind.CHANGED, outcome.opportunity_id)
        self.store.accept(Received((event,)))
        with self.store.evaluating(self.store.claim_deals(100, LEASE)) as evaluation:
            for claim in evaluation.claims():
                here = claim.opportunity_id == outcome.opportunity_id
                evaluation.save(claim, outcome if here else evaluated(self._read[claim.opportunity_id]))


def fill(store: SqlStore, other: SqlStore, engine: Engine, organisation: Organisation) -> Filled:
    """Everybody owns a deal, was given a card and said something about it; then some deals change hands."""
    store.identity.keep_users(
        [
            User(each, f"User {each[-6:-3]}", f"{each}@example.com", each not in organisation.inactive, manager)
            for each, manager in organisation.managers.items()
        ]
    )
    filled = Filled(store, organisation, engine)
    for number, (rep, manager) in enumerate(organisation.managers.items()):
        store.identity.begin_session(hashed(rep), Session(rep, "Somebody", f"{rep}@example.com"))
        filled.keys[rep] = f"{number:064x}"
        filled._decide(_delivered(number, rep, filled.keys[rep]))
        filled._decide(evaluated(_deal(100 + number, rep), [hold_back(Reason.COOLDOWN, detail=mark(rep))]))
        _respond(store, rep, filled.keys[rep])
        _comment(filled, rep, manager or rep)
        store.logbook.keep_view(rep, f"view {number}", "stage=Negotiation", shared=True)
    for start, end in organisation.handed_over:
        number = list(organisation.managers).index(start)
        rewritten = replace(_delivered(number, end, filled.keys[start]), decisions=(hold_back(Reason.WEEKLY_MINUTES),))
        filled._decide(rewritten)
    _another_org(other, organisation)
    return filled


def _deal(number: int, rep: str, of: str = "") -> Deal:
    words = mark(rep, of)
    owner = Person(rep, words, f"{words}@example.com")
    return replace(deal(number, owner), name=words, next_step=words)


def _delivered(number: int, rep: str, key: str) -> Evaluated:
    words = mark(rep)
    card = Card(
        key=key,
        opportunity_id=opportunity(number),
        playbook="discount",
        name="hold-the-price",
        occasion=1,
        title="Hold the price",
        blocks=(Block("tip", "Tip", said(words)),),
        why=one_line(words),
        minutes=deliver().minutes,
        question=Quiz(said("Which?"), said("This", "That"), 1, said(words)),
    )
    return replace(
        evaluated(_deal(number, rep), [deliver()], [card]),
        teaches={"discount": Teaches("Negotiating", timedelta(days=7))},
    )


def _respond(store: SqlStore, rep: str, key: str) -> None:
    said = (
        lambda at: Response(ResponseKind.ANSWERED, at, option=2, sure=True, right=False),
        lambda at: Response(ResponseKind.DISMISSED, at, dismissal=Dismissal.OTHER, words=mark(rep, "words")),
    )
    for each in said:
        store.answers.respond(key, rep, "session", each)


def _comment(filled: Filled, rep: str, author: str) -> None:
    remark = Remark(author, "A manager", mark(rep), date(2099, 1, 1))
    for number, owner in filled.decisions().items():
        if owner == rep:
            filled.store.logbook.comment(number, remark, None)


def _another_org(other: SqlStore, organisation: Organisation) -> None:
    """The same people's ids, in another org of the same database."""
    other.accept(Received((Event(OTHER_ORG, Source.JSON, "o-1", EventKind.CHANGED, opportunity(1)),)))
    rep = next(iter(organisation.managers))
    theirs = evaluated(_deal(1, rep, "other"), [hold_back(Reason.COOLDOWN, detail=mark(rep, "other"))])
    with other.evaluating(other.claim_deals(10, LEASE)) as evaluation:
        for claim in evaluation.claims():
            evaluation.save(claim, theirs)
