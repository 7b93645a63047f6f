"""The product on one page: receive, coach, write; and sweep and reconcile for what was missed.

Each step takes what waits in the store, does its part and leaves the rest in the store: a step may be called at any
time, by any number of processes, and may be cut off at any point.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from coach.channels.notes.strays import Seen, Strays
from coach.engine.adherence import asks_for_authors
from coach.engine.evaluate import Desk, evaluate, evaluate_gone
from coach.engine.model import Asked, Delivery, Edits, Evaluated, NoteWork, Outcome, Receipt
from coach.engine.notes import Style
from coach.engine.playbook.asking import asked_of
from coach.errors import ADMIN_WAIT, CoachError, TryAgain
from coach.leases import elapsed, kept
from coach.ports import (
    HELD_WRITES,
    NOTHING,
    RATES,
    Accepted,
    ApiUsage,
    Clock,
    DealClaim,
    DealsRead,
    Due,
    Evaluation,
    Memory,
    NoteClaim,
    Org,
    Store,
    Wake,
    Whereabouts,
)

log = structlog.get_logger(__name__)

DEALS_AT_ONCE = 300
"""A few hundred deals are read in one API call; more would only hold more leases."""
NOTES_AT_ONCE = 400
"""Two collections of 200 notes and two of links fit one composite call."""
LEASE = timedelta(seconds=30)
"""How long what a lost worker held waits for another. A batch may take longer: it is renewed meanwhile."""
RETRY = timedelta(seconds=30)
REVISITED_AT_ONCE = 100
"""Open deals decided on again in each sweep after an edit: 1,200 a minute, for some twenty API calls."""
OVERLAP = timedelta(minutes=15)
"""Transactions commit out of order, so each reconcile pass looks back beyond the last."""
LOOKED_AT_AGAIN = 600
"""Deals that each reconcile pass has looked at again, in two API calls: that finds what leaves no stamp."""
LOOKED_AT_AFTER_A_LOSS = 6_000
"""As many instead, in twenty calls, where something beside a deal was deleted and nobody can tell which deal it was."""
READABLE_EVERY = timedelta(minutes=5)
"""How often it is looked whether the org shows us other fields than before."""
LOOSE_EVERY = timedelta(minutes=10)
"""How often notes are looked for that hang nowhere."""
ODD = (
    "Salesforce tells something of this deal that cannot be: a date that is none, or no id, stage or owner. An admin "
    "of the org looks at the record, and the operator at what stands in between."
)
EVENTS_AT_ONCE = 1_000
NOTES_CHECKED_AT_ONCE = 1_000
WATERMARK = "reconcile.watermark"
USAGE = "org.usage"
READABLE = "org.readable"
SKEW = "org.skew"
LOOSE = "org.loose"
LOST_AT = "org.lost_at"
STYLE = "notes.style"


def receive(store: Store, wake: Wake, delivery: Delivery) -> Accepted:
    """Keep what happened, then tell a worker. Raises TryAgain where nothing was kept."""
    accepted = store.accept(delivery)
    if accepted.new:
        wake.coach()
    return accepted


@dataclass(frozen=True, slots=True)
class Told:
    """What the workers last heard from the org: the API calls it has counted, when the last reconcile pass was, in the
    org's time, and how far that was ahead of the clock of the worker that made the pass.
    """

    usage: ApiUsage | None
    usage_at: datetime | None
    reconciled_at: datetime | None
    skew: timedelta | None = None


def told(memory: Memory) -> Told:
    """What any worker heard last: the same answer in every process."""
    counted, _, at = (memory.recall(USAGE) or "").partition("@")
    used, _, allowed = counted.partition("/")
    reconciled, skew = memory.recall(WATERMARK), memory.recall(SKEW)
    return Told(
        ApiUsage(int(used), int(allowed)) if allowed else None,
        datetime.fromisoformat(at) if at else None,
        datetime.fromisoformat(reconciled) if reconciled else None,
        timedelta(seconds=int(skew)) if skew else None,
    )


@dataclass(frozen=True)
class Pipeline:
    """The steps after receiving, with everything they need from the world.

    ``desk`` is asked anew for each batch, for the library may change; it raises TryAgain while there is no valid one.
    ``clock`` is the time that is decided at: the org's own, as its last answer told it, for it is compared with dates
    and times on records. ``lease`` is how long what is taken is held for, unless it is renewed, which it is three
    times as often.
    """

    store: Store
    org: Org
    memory: Memory
    desk: Callable[[], Desk]
    wake: Wake
    clock: Clock
    lease: timedelta = LEASE
    seen: Seen = field(default_factory=Seen)

    def coach(self) -> int:
        """Decide on the deals that wait, a batch of them; returns how many were taken."""
        began = elapsed()
        claims = self.store.claim_deals(DEALS_AT_ONCE, self.lease)
        if not claims:
            return 0
        with kept(lambda: self.store.renew_deals(claims, self.lease), self.lease, began):
            self._coach(claims)
        return len(claims)

    def _coach(self, claims: Sequence[DealClaim]) -> None:
        try:
            desk = self.desk()
            read = self.org.read_deals([claim.opportunity_id for claim in claims], desk.library.custom_fields)
            claims = self._told(claims, read)
            edits = self._edits(read, desk)
        except CoachError as error:
            self.store.release_deals(claims, _wait(error), str(error))
            log.warning("deals_not_read", deals=len(claims), sentence=str(error))
            return
        except Exception:
            self._each_alone(claims)
            return
        self._decide(claims, desk, read, edits)
        self.wake.write()
        self._remember_usage()
        if len(claims) == DEALS_AT_ONCE or claims[0].suspected:
            self.wake.coach()

    def _told(self, claims: Sequence[DealClaim], read: DealsRead) -> Sequence[DealClaim]:
        """Those of which the org tells something that can be understood; the others wait, and nobody waits for them."""
        if odd := [claim for claim in claims if claim.opportunity_id in read.odd]:
            self.store.release_deals(odd, RETRY, ODD)
            log.warning("deals_not_understood", deals=[claim.opportunity_id for claim in odd])
        return [claim for claim in claims if claim.opportunity_id not in read.odd]

    def _each_alone(self, claims: Sequence[DealClaim]) -> None:
        """Reading tripped over a mistake of ours: of several, each is read alone, so that one does not hold back the
        others.
        """
        if len(claims) > 1:
            for claim in claims:
                self._coach([claim])
            return
        log.exception("deal_not_read", opportunity_id=claims[0].opportunity_id)
        self.store.release_deals(claims, RETRY, ODD)

    def _edits(self, read: DealsRead, desk: Desk) -> Mapping[str, Edits]:
        """Who changed those deals on which what a card asks for is to be seen: a question for few, and for one call."""
        watches = self.store.watches(list(read.deals))
        now, zone = self.clock(), desk.limits.timezone
        asked = [
            each
            for each, those in watches.items()
            if asks_for_authors(those, read.deals[each], desk.library, now, zone)
        ]
        return self.org.edits(asked, desk.library.custom_fields) if asked else {}

    def _decide(self, claims: Sequence[DealClaim], desk: Desk, read: DealsRead, edits: Mapping[str, Edits]) -> None:
        """Decide on all in one transaction; where that trips over a mistake of ours, on each alone, so that one deal
        does not hold back the others of its batch.
        """
        try:
            self._decide_together(claims, desk, read, edits)
        except CoachError as error:
            self.store.release_deals(claims, _wait(error), str(error))
        except Exception:
            if len(claims) > 1:
                for claim in claims:
                    self._decide([claim], desk, read, edits)
                return
            log.exception("deal_not_decided", opportunity_id=claims[0].opportunity_id)
            self.store.release_deals(claims, RETRY, "Coach could not decide on this deal; its log has the details.")

    def _decide_together(
        self, claims: Sequence[DealClaim], desk: Desk, read: DealsRead, edits: Mapping[str, Edits]
    ) -> None:
        decided: list[tuple[DealClaim, Evaluated]] = []
        with self.store.evaluating(claims, desk.library.hash) as evaluation:
            evaluation.expect({deal.owner.id for deal in read.deals.values()})
            for claim in evaluation.claims():
                evaluated = self._evaluate(claim.opportunity_id, desk, read, edits, evaluation)
                evaluation.save(claim, evaluated)
                decided.append((claim, evaluated))
        for claim, evaluated in decided:
            _log_decisions(claim, evaluated)

    def _evaluate(
        self, deal_id: str, desk: Desk, read: DealsRead, edits: Mapping[str, Edits], evaluation: Evaluation
    ) -> Evaluated:
        past, standing, watches = evaluation.past(deal_id), evaluation.standing(deal_id), evaluation.watches(deal_id)
        if deal_id in read.gone:
            return evaluate_gone(deal_id, desk, past, standing, self.clock(), watches)
        deal = read.deals[deal_id]
        load = evaluation.load(deal.owner.id)
        return evaluate(deal, desk, past, standing, load, self.clock(), watches=watches, edits=edits.get(deal_id))

    def write(self) -> int:
        """Write the notes that wait, a batch of them; returns how many were taken."""
        began = elapsed()
        claims = self.store.claim_notes(NOTES_AT_ONCE, self.lease)
        if not claims:
            return 0
        renew, announce = (
            partial(self.store.renew_notes, claims, self.lease),
            partial(self.store.about_to_create, claims),
        )
        with kept(renew, self.lease, began, announce=announce):
            receipts = self._write(claims)
        self.store.settle_notes(claims, receipts)
        self.seen.remember(receipts)
        if wronged := self.org.take_back():
            self.store.take_back(wronged)
        _log_receipts(claims, receipts)
        self._remember_usage()
        if len(claims) == NOTES_AT_ONCE or claims[0].suspected:
            self.wake.write()
        return len(claims)

    def _write(self, claims: Sequence[NoteClaim]) -> list[Receipt]:
        claims, receipts = self._aware(claims)
        doubtful = [claim for claim in claims if claim.look_first]
        work = [claim.work for claim in claims if not claim.look_first]
        if doubtful:
            settled, still_to_do = self._look(doubtful)
            receipts += settled
            work += still_to_do
        if not work:
            return receipts
        try:
            return [*receipts, *self.org.write_notes(work)]
        except CoachError as error:
            return [*receipts, *(_again(piece, error) for piece in work)]

    def _aware(self, claims: Sequence[NoteClaim]) -> tuple[Sequence[NoteClaim], list[Receipt]]:
        """Where the database is an older copy, what it does not know of as written is looked for first."""
        new = [claim for claim in claims if claim.work.note_id is None and not claim.look_first]
        if not new:
            return claims, []
        try:
            doubtful = self._strays.to_look_for([claim.work.key for claim in new])
        except CoachError as error:
            put_off = [_again(claim.work, error) for claim in new]
            return [claim for claim in claims if claim not in new], put_off
        return [_to_be_looked_for(claim) if claim.work.key in doubtful else claim for claim in claims], []

    @property
    def _strays(self) -> Strays:
        return Strays(self.store, self.org, self.memory, self.clock, self.seen)

    def _look(self, claims: Sequence[NoteClaim]) -> tuple[list[Receipt], list[NoteWork]]:
        """Look for notes whose create may have been carried out; what is found is adopted, not written twice."""
        try:
            last = any(claim.give_up_looking for claim in claims)
            found = self.org.find_notes([claim.work for claim in claims], last)
        except CoachError as error:
            return [replace(_again(claim.work, error), outcome=Outcome.IN_DOUBT) for claim in claims], []
        receipts: list[Receipt] = []
        work: list[NoteWork] = []
        for claim in claims:
            note = found.get(claim.work.key)
            if note:
                work.append(replace(claim.work, note_id=note.note_id, link_id=note.link_id))
            elif claim.give_up_looking and claim.live:
                work.append(claim.work)
            elif claim.give_up_looking:
                receipts.append(Receipt(claim.work.key, Outcome.NOT_NEEDED))
            else:
                sentence = "The answer to an earlier attempt was lost; its note is not there yet."
                receipts.append(Receipt(claim.work.key, Outcome.IN_DOUBT, sentence=sentence))
        return receipts, work

    def sweep(self) -> Due:
        """Wake workers for whatever is due: deals to check again, those that an edit may have changed, and work whose
        wake-up was lost.
        """
        self.store.swept()
        self._notice_edits()
        self._notice_rights()
        self._notice_style()
        self._tidy_loose_notes()
        self.store.wish_for_due_checks()
        self.store.revisit_deals(REVISITED_AT_ONCE)
        due = self.store.due()
        if due.deals:
            self.wake.coach()
        if due.notes:
            self.wake.write()
        return due

    def _notice_edits(self) -> None:
        """Playbooks may be edited while nothing happens to any deal, and then nobody else would look."""
        with suppress(TryAgain):
            self.desk()

    def _notice_rights(self) -> None:
        """The org may show us other fields than before while nothing happens to any deal. One process looks."""
        slot = str(int(self.clock().timestamp() // READABLE_EVERY.total_seconds()))
        if self.store.claim_slot(READABLE, slot):
            # Where the org does not answer now, it is asked again in five minutes, and not in five seconds.
            with suppress(CoachError):
                self._look_at_rights()

    def _notice_style(self) -> None:
        """With another setting for notes, all that stand are of the old kind: also those on deals that are closed. A
        version that did not remember it wrote a note for each card.
        """
        with suppress(TryAgain):
            style = self.desk().style
            if (self.memory.recall(STYLE) or Style.CARD) != style:
                self.store.decide_again(noted_too=True)
                self.memory.remember(STYLE, style)
                log.info("notes_in_another_style", style=style.value)

    def _tidy_loose_notes(self) -> None:
        """An attempt that ended in the middle may have left a note that hangs nowhere. One process looks, and only
        where there was such an attempt of late; an org that refuses everything is left alone.
        """
        slot = str(int(self.clock().timestamp() // LOOSE_EVERY.total_seconds()))
        if self.memory.recall(HELD_WRITES):
            return
        if self.store.doubted(LOOSE_EVERY * 6) and self.store.claim_slot(LOOSE, slot):
            with suppress(CoachError):
                self._strays.tidy()

    def _look_at_rights(self) -> None:
        """With other playbooks the mark is another, too; deals are decided on again for those anyway."""
        library = self.desk().library
        mark = f"{library.hash} {self.org.readable(asked_of(library))}"
        known = self.memory.recall(READABLE)
        if known and known != mark and known.startswith(library.hash):
            self.store.decide_again()
            log.info("org_shows_other_fields")
        if known != mark:
            self.memory.remember(READABLE, mark)

    def reconcile(self, since: datetime | None = None) -> Accepted:
        """Pick up opportunities whose event never came, and those beside which something changed, since the last pass
        or since an earlier time; and look again at those that were decided on the longest time ago.

        A later time than the last pass leaves nothing out, for the next pass begins where this one did. The very first
        pass only sets the watermark: what happened before Coach was there is not news. All times are the org's.
        """
        started = self.org.now()
        begin = self._begin(since)
        total, look_at = Accepted(0, 0), LOOKED_AT_AGAIN
        if begin:
            changes = self.org.changed_since(begin, self._asked())
            for start in range(0, len(changes.events), EVENTS_AT_ONCE):
                some = Delivery(tuple(changes.events[start : start + EVENTS_AT_ONCE]))
                accepted = receive(self.store, self.wake, some)
                total = Accepted(total.new + accepted.new, total.repeated + accepted.repeated)
            self._notice_rates(changes.rates)
            if self._is_news(changes.lost_at):
                look_at = LOOKED_AT_AFTER_A_LOSS
        self.memory.remember(WATERMARK, started.isoformat())
        self._remember_usage()
        self._remember_skew()
        if self.store.look_again(look_at):
            self.wake.coach()
        return total

    def _is_news(self, lost_at: datetime | None) -> bool:
        """Passes overlap, and tell of the same loss again."""
        known = self.memory.recall(LOST_AT)
        if lost_at is None or (known and lost_at <= datetime.fromisoformat(known)):
            return False
        self.memory.remember(LOST_AT, lost_at.isoformat())
        return True

    def _asked(self) -> Asked:
        try:
            return asked_of(self.desk().library)
        except TryAgain:
            return NOTHING

    def _notice_rates(self, mark: str | None) -> None:
        """Exchange rates hang on no deal, so other rates concern them all. Readers of deals look at the mark."""
        known = self.memory.recall(RATES)
        if mark is None or mark == known:
            return
        self.memory.remember(RATES, mark)
        if known:
            self.store.decide_again()

    def _begin(self, since: datetime | None) -> datetime | None:
        watermark = told(self.memory).reconciled_at
        if watermark is None:
            return since
        overlapping = watermark - OVERLAP
        return min(since, overlapping) if since else overlapping

    def _remember_usage(self) -> None:
        """For the figures of every process; where it cannot be kept, the next batch keeps it."""
        usage = self.org.usage()
        if usage is None:
            return
        with suppress(TryAgain):
            self.memory.remember(USAGE, f"{usage.used}/{usage.allowed}@{self.clock().isoformat()}")

    def _remember_skew(self) -> None:
        """In whole seconds, for a person who looks why a moment is not what it should be."""
        skew = self.org.skew()
        if skew is not None:
            self.memory.remember(SKEW, str(round(skew.total_seconds())))

    def check_written(self) -> int:
        """See that written notes are on their records, for the org's own people alone. Returns how many were lost:
        those are put back, and what somebody removed is not.

        An org can lose what it had acknowledged: a large outage in 2016 was followed by hours of lost data.
        """
        counts: Counter[Whereabouts] = Counter()
        open_links: list[str] = []
        after = ""
        while page := self.store.note_places(after, NOTES_CHECKED_AT_ONCE):
            sightings = self.org.look_at_notes(page)
            self.store.sighted_notes(sightings)
            counts.update(sighting.where for sighting in sightings.values())
            open_links += [one.link_id for one in sightings.values() if one.outsiders and one.link_id]
            after = max(page)
        log.info("notes_checked", **{where.value: count for where, count in counts.items()})
        if open_links:
            log.info("links_kept_inside", links=len(open_links), changed=self.org.keep_inside(open_links))
        lost = counts[Whereabouts.LOST] + counts[Whereabouts.UNLINKED]
        if lost:
            log.warning("notes_lost", notes=lost)
            self.wake.write()
        return lost


def _wait(error: CoachError) -> timedelta:
    if isinstance(error, TryAgain):
        return error.after or RETRY
    return ADMIN_WAIT


def _to_be_looked_for(claim: NoteClaim) -> NoteClaim:
    return replace(claim, look_first=True, give_up_looking=True)


def _again(work: NoteWork, error: CoachError) -> Receipt:
    code: str = getattr(error, "code", "")
    return Receipt(
        work.key, Outcome.TRY_AGAIN, work.note_id, work.link_id, code=code, sentence=str(error), after=_wait(error)
    )


def _log_decisions(claim: DealClaim, evaluated: Evaluated) -> None:
    counts = Counter(decision.verdict.value for decision in evaluated.decisions)
    log.info("deal_decided", event_id=claim.event_id, opportunity_id=evaluated.opportunity_id, **counts)


def _log_receipts(claims: Sequence[NoteClaim], receipts: Sequence[Receipt]) -> None:
    by_key = {claim.work.key: claim for claim in claims}
    for receipt in receipts:
        claim = by_key[receipt.key]
        log.info(
            "note_settled",
            event_id=claim.event_id,
            opportunity_id=claim.work.opportunity_id,
            outcome=receipt.outcome.value,
            note_id=receipt.note_id,
            code=receipt.code,
        )
