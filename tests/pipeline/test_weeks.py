"""What a rep gets over weeks, by a ledger that only looks at records: every limit holds, and none holds compliance."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coach.engine.deciding import Limits
from coach.engine.model import Card, Deal
from coach.engine.responses import Response, ResponseKind
from coach.learn import SPACING, Answer
from tests.foresee.authoring import CARDS, NAMES, WHENS, Book, Books, answer, texts
from tests.foresee.edits import REPS, STAGES, moved
from tests.foresee.worlds import LIMITS, Service, context_of, empty_database, service_on
from tests.pipeline.world import deal

WEEK = timedelta(days=7)
SKILLS = ("asking", "closing")


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_database(tmp_path_factory.mktemp("databases"))


@dataclass(frozen=True)
class Given:
    """A card as it was first seen on a record."""

    card: Card
    rep: str
    at: datetime

    @property
    def week(self) -> tuple[int, int]:
        return self.at.isocalendar()[:2]


@dataclass
class Ledger:
    """Everything that was seen on records, and what reps said; ``limits`` are those that the service was told."""

    books: Books
    limits: Limits = LIMITS
    given: dict[str, Given] = field(default_factory=dict)
    aside: dict[str, Response] = field(default_factory=dict)
    tries: dict[str, Response] = field(default_factory=dict)
    done: set[str] = field(default_factory=set)

    def look(self, service: Service) -> None:
        """Hold what stands on the records now to every limit."""
        now, on_record = service.clock.now, service.open_cards()
        new = [
            Given(card, service.org.deals[card.opportunity_id].owner.id, now)
            for key, card in on_record.items()
            if key not in self.given
        ]
        for each in new:
            self.hold_to_its_own_limits(each, new, service.org.deals[each.card.opportunity_id])
        for rep in {each.rep for each in new}:
            self.hold_to_the_rep(rep, [each for each in new if each.rep == rep])
            self.hold_to_questions(rep, [each for each in new if each.rep == rep])
        self.given |= {each.card.key: each for each in new}
        self.hold_to_the_deals(on_record.values())
        self.hold_to_what_was_said(on_record, service)

    def always(self, each: Given) -> bool:
        return bool(self.books[each.card.playbook]["always"])

    def hold_to_its_own_limits(self, each: Given, new: list[Given], deal: Deal) -> None:
        book = self.books[each.card.playbook]
        assert (book["status"], deal.owner.active) == ("live", True)
        if self.always(each):
            return
        limits = {"cooldown_days": 30, **(book["limits"] or {})}
        alike = [one for one in (*self.given.values(), *new) if one.card.playbook == each.card.playbook]
        here = [one for one in alike if one.card.opportunity_id == deal.id]
        earlier = [one.at for one in here if one is not each]
        assert all(each.at - at >= timedelta(days=limits["cooldown_days"]) for at in earlier)
        assert len(here) <= limits.get("per_deal", 99)
        this_week = [one for one in alike if (one.rep, one.week) == (each.rep, each.week)]
        assert len(this_week) <= limits.get("per_rep_per_week", 99)
        assert not self.masters(each.rep, book["skill"], each.at)

    def hold_to_the_rep(self, rep: str, new: list[Given]) -> None:
        capped = [each for each in new if not self.always(each)]
        if not capped:
            return
        before = [each for each in self.given.values() if each.rep == rep and each.week == new[0].week]
        minutes = sum((each.card.minutes for each in (*before, *capped)), Decimal(0))
        today = [each for each in before if each.at.date() == new[0].at.date()]
        assert minutes <= self.limits.weekly_minutes
        assert len(today) + len(capped) <= self.limits.daily_cards

    def hold_to_the_deals(self, on_record: Any) -> None:
        capped = [card.opportunity_id for card in on_record if not self.books[card.playbook]["always"]]
        assert all(capped.count(deal) <= self.limits.deal_cards for deal in capped)

    def hold_to_what_was_said(self, on_record: dict[str, Card], service: Service) -> None:
        for key in on_record.keys() & self.aside.keys():
            said, card = self.aside[key], on_record[key]
            if self.books[card.playbook]["always"]:
                continue
            assert said.kind is ResponseKind.SNOOZED
            over = service.org.deals[card.opportunity_id].stage != said.stage
            assert service.clock.now >= said.until if said.until else over
            del self.aside[key]

    def masters(self, rep: str, skill: str, now: datetime) -> bool:
        """Right at the first try and done, twice, a week apart; a wrong first try begins anew."""
        good: list[datetime] = []
        for key, said in sorted(self.tries.items(), key=lambda each: (each[1].at, not each[1].right)):
            one = self.given[key]
            if (one.rep, self.books[one.card.playbook]["skill"]) != (rep, skill):
                continue
            if not said.right:
                good = []
            elif key in self.done and (not good or said.at - good[-1] >= WEEK):
                good.append(said.at)
        due = self.due(rep, skill)
        return len(good) > 1 and due is not None and now < due

    def due(self, rep: str, skill: str) -> datetime | None:
        """When the next question about a skill is due, by everything the rep has answered about it."""
        answers = [
            Answer(said.at, bool(said.right), bool(said.sure))
            for key, said in self.tries.items()
            if (self.given[key].rep, self.skill(self.given[key])) == (rep, skill)
        ]
        memory = SPACING.memory(answers)
        return memory.due_at if memory else None

    def skill(self, each: Given) -> str:
        return str(self.books[each.card.playbook]["skill"])

    def hold_to_questions(self, rep: str, new: list[Given]) -> None:
        """A question is put when it is due and not after one about the same skill; else its card comes without it."""
        mine = [each for each in self.given.values() if each.rep == rep and each.card.question]
        last = {self.skill(each) for each in mine if each.at == max(one.at for one in mine)}
        asked = [self.skill(each) for each in new if each.card.question]
        in_turns = [self.skill(each) for each in new if each.card.question and not self.always(each)]
        known = {skill for skill in SKILLS if self.due(rep, skill)}
        for each in new:
            skill, now = self.skill(each), each.at
            due = self.due(rep, skill)
            if self.always(each) or not self.asks(each):
                assert bool(each.card.question) == self.asks(each)
            elif each.card.question:
                assert due is None or due <= now
                others = len(asked) - asked.count(skill)
                in_turn = in_turns.count(skill) <= others + 1 and (last != {skill} or others)
                assert in_turn or (due and known == {skill})
            else:
                assert (due and due > now) or skill in last or skill in asked

    def asks(self, each: Given) -> bool:
        return any(
            card["name"] == each.card.name and "question" in card for card in self.books[each.card.playbook]["cards"]
        )

    def heard(self, card: Card, said: list[Response]) -> None:
        for response in said:
            if response.kind is ResponseKind.ANSWERED:
                self.tries.setdefault(card.key, response)
            if response.kind is ResponseKind.DONE:
                self.done.add(card.key)
            if response.kind in (ResponseKind.DONE, ResponseKind.DISMISSED, ResponseKind.SNOOZED):
                self.aside[card.key] = response


def compliance(service: Service, books: Books, ids: list[str]) -> Iterator[tuple[str, str]]:
    """The compliance playbooks that apply to these deals, and are for their owners."""
    rules = context_of(texts(books)).rulebook
    for one in (service.org.deals[each] for each in ids):
        found = rules.find(one, service.clock.now)
        for name in set(found.applies) - found.outside - found.unsure:
            if books[name]["always"] and books[name]["status"] == "live" and one.owner.active:
                yield one.id, name


def some_books(pick: random.Random) -> Books:
    """Playbooks that apply often, so that limits meet; no text needs what a deal may lack."""
    return {name: a_book(pick) for name in pick.sample(NAMES, pick.randint(2, 5))}


def a_book(pick: random.Random) -> Book:
    limits = {"cooldown_days": pick.choice((0, 2, 30))}
    for cap in ("per_deal", "per_rep_per_week"):
        if pick.random() < 0.3:
            limits[cap] = pick.randint(1, 2)
    return {
        "title": "A playbook",
        "status": pick.choice(("live", "live", "live", "live", "live", "draft", "retired")),
        "priority": pick.choice((20, 50, 80)),
        "skill": pick.choice(SKILLS),
        "always": pick.random() < 0.15,
        "audience": {"owner_name": {"is": ["Rep 1", "Rep 3"]}} if pick.random() < 0.2 else None,
        "limits": limits,
        "when": pick.choice(({"age_days": {"at_least": 0}}, {"stage": {"is": ["Proposal", "Prospecting"]}}, *WHENS)),
        "cards": [a_card(pick, name) for name in pick.sample(CARDS, pick.randint(1, 3))],
    }


def a_card(pick: random.Random, name: str) -> Book:
    question = {"ask": "Is it so?", "options": ["Yes", "No"], "answer": 1, "explanation": "So it is."}
    tip = pick.choice(("Say so.", "A longer text, " + "with many words in it, " * 25 + "to read."))
    return {"name": name, "title": "A card", "tip": tip, **({"question": question} if pick.random() < 0.7 else {})}


def some_deals(pick: random.Random) -> list[Deal]:
    return [
        deal(
            number,
            pick.choice(STAGES),
            owner=pick.choice(REPS[:3]) if pick.random() < 0.9 else REPS[3],
            next_step=pick.choice((None, "call them")),
            contact_roles=pick.choice((None, 1, 3)),
            amount=Decimal(pick.choice((10_000, 90_000))),
        )
        for number in range(1, pick.randint(3, 8))
    ]


def weeks(empty: Path, seed: int) -> Ledger:
    """A few steps of a service, each looked at; what was seen."""
    pick = random.Random(seed)
    limits = Limits(pick.choice((1, 2, 9)), pick.choice((2, 5, 99)), Decimal(pick.choice(("1", "1.5", "4", "99"))))
    books, deals = some_books(pick), some_deals(pick)
    service = service_on(empty, f"weeks-{seed}", deals, texts(books), limits)
    ledger, ids = Ledger(books, limits), [each.id for each in deals]
    for _ in range(pick.randint(3, 10)):
        seen = pick.sample(ids, pick.randint(1, len(ids)))
        service.happen(seen)
        ledger.look(service)
        there = {(card.opportunity_id, card.playbook) for card in service.open_cards().values()}
        assert set(compliance(service, books, seen)) <= there
        for card in sorted(service.open_cards().values(), key=lambda card: card.key):
            if pick.random() < 0.4:
                ledger.heard(card, answer(service, card, pick.choice))
        service.work()
        ledger.look(service)
        service.clock.advance(days=pick.choice((0, 0, 1, 3, 8, 30)), hours=1)
        for one in pick.sample(ids, pick.randint(0, 2)):
            service.org.put(moved(service.org.deals[one], pick.choice(STAGES)))
    service.engine.dispose()
    return ledger


@pytest.mark.parametrize("seeds", [range(15), pytest.param(range(15, 150), marks=pytest.mark.slow)], ids=str)
def test_no_limit_is_ever_passed_and_compliance_is_always_there(empty: Path, seeds: range) -> None:
    ledgers = [weeks(empty, seed) for seed in seeds]

    assert sum(len(ledger.given) for ledger in ledgers) > 5 * len(seeds)
    for asked in (True, False):
        assert any(
            ledger.asks(each) and bool(each.card.question) is asked
            for ledger in ledgers
            for each in ledger.given.values()
        )
