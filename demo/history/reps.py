"""The reps: when a card comes, each decides what to do, and does it in the following days."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from random import Random

from coach.app.store import SqlStore
from coach.engine.deciding import Limits
from coach.engine.model import Quiz
from coach.engine.playbook import Library
from coach.engine.responses import Response, ResponseKind, answered, dismissed, put_off
from coach.queue.entries import LogEntry
from demo.history.acts import ROLES, act
from demo.history.cast import Cast
from demo.history.habits import Intention, choice, intentions
from demo.history.managers import Noticed
from demo.org import OrgOverHttp

Plan = Callable[[datetime, Callable[[], object]], None]
"""Schedules a function for a later time."""


class Reps:
    """All reps.

    ``touched`` are the deals that they changed since :meth:`take_touched` was last called. ``noticed`` maps each rep to
    the things that their managers may want to talk about.
    """

    def __init__(
        self,
        org: OrgOverHttp,
        store: SqlStore,
        library: Library,
        limits: Limits,
        cast: Cast,
        plan: Plan,
        seed: int,
    ) -> None:
        self._org = org
        self._store = store
        self._library = library
        self._zone = limits.timezone
        self._cast = cast
        self._plan = plan
        self._seed = seed
        self._touched: list[str] = []
        self._open: set[str] = set()
        self.noticed: defaultdict[str, list[Noticed]] = defaultdict(list)

    def take_touched(self) -> list[str]:
        """The deals that reps changed since the last call."""
        touched, self._touched = self._touched, []
        return touched

    def take(self, entry: LogEntry) -> None:
        """Plan the response to a new card."""
        temper = self._cast.tempers.get(entry.owner_id or "")
        if temper is None:
            return
        random = Random(f"{self._seed} {entry.deal_name} {entry.playbook} {entry.occasion}")  # noqa: S311  # a story
        self._open.add(entry.card_key or "")
        skill = self._library.playbooks[entry.playbook].skill or ""
        for each in intentions(temper, skill, entry.at, random):
            self._plan(each.at, lambda each=each: self._carry_out(entry, each, random))  # type: ignore[misc]  # a default argument

    def put_away(self, entry: LogEntry) -> None:
        """Cancel the responses to a card that has left the record."""
        self._open.discard(entry.card_key or "")

    def _carry_out(self, entry: LogEntry, intention: Intention, random: Random) -> None:
        key, rep_id = entry.card_key or "", entry.owner_id or ""
        if key not in self._open:
            return
        if intention.acts:
            self._act(entry, random)
        say = self._saying(entry, intention, random)
        if say is None:
            return
        self._store.answers.respond(key, rep_id, "session", say)
        if intention.acts or intention.kind is ResponseKind.SNOOZED:
            self.noticed[rep_id].append(Noticed(entry.id, rep_id, intention.kind))
        elif intention.why:
            self.noticed[rep_id].append(Noticed(entry.id, rep_id, intention.why))

    def _saying(self, entry: LogEntry, intention: Intention, random: Random) -> Callable[[datetime], Response] | None:
        match intention.kind:
            case ResponseKind.ANSWERED:
                kept = self._store.answers.find(entry.card_key or "")
                return self._answer(entry, kept.card.question, random) if kept and kept.card.question else None
            case ResponseKind.DISMISSED if intention.why:
                why, words = intention.why, intention.words
                return lambda at: dismissed(why, words, at)
            case ResponseKind.SNOOZED:
                return lambda at: put_off(intention.length, entry.stage or "", at, self._zone)
            case ResponseKind.RATED:
                return lambda at: Response(ResponseKind.RATED, at, useful=intention.useful)
            case kind:
                return lambda at: Response(kind, at)

    def _answer(self, entry: LogEntry, quiz: Quiz, random: Random) -> Callable[[datetime], Response]:
        temper = self._cast.tempers[entry.owner_id or ""]
        skill = self._library.playbooks[entry.playbook].skill or ""
        option, sure = choice(temper, skill, quiz, self.weeks, random)
        return lambda at: answered(quiz, option, sure=sure, at=at)

    weeks = 0.0
    """The number of weeks for which the reps have been coached."""

    def _act(self, entry: LogEntry, random: Random) -> None:
        """Change the deal as the card asks, if a rep can."""
        playbook = self._library.playbooks[entry.playbook]
        deal = self._store.libraries.deal_as_last_read(entry.opportunity_id)
        if playbook.adherence is None or deal is None or deal.closed:
            return
        done = act(playbook.adherence.seen, playbook.skill or "", deal, random)
        if done is None:
            return
        rep = self._org.acting_as(deal.owner.id)
        if done.values:
            rep.update("Opportunity", deal.id, done.values)
        if done.contacts and deal.account:
            self._bring_in(rep, deal.id, deal.account.id, done.contacts)
        self._touched.append(deal.id)

    def _bring_in(self, rep: OrgOverHttp, deal_id: str, account_id: str, how_many: int) -> None:
        there = rep.query(f"SELECT ContactId FROM OpportunityContactRole WHERE OpportunityId = '{deal_id}'")
        known = {str(row["ContactId"]) for row in there}
        others = [each for each in self._cast.contacts.get(account_id, ()) if each not in known]
        for contact, role in zip(others[:how_many], ROLES, strict=False):
            values = {"OpportunityId": deal_id, "ContactId": contact, "Role": role}
            rep.create("OpportunityContactRole", values)
