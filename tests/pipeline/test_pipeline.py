"""The product on one page, over the real store."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from threading import Event as Flag

import pytest

from coach.channels.notes.channel import note_work
from coach.engine.model import DeliveryState, Event, EventKind, Source
from coach.errors import TryAgain, Undeliverable
from coach.pipeline import org_status
from coach.pipeline.context import LEASE
from coach.pipeline.reconciling import OVERLAP
from coach.ports import ORG_REFUSES, ApiUsage, DealsRead
from tests.machine import PATIENCE
from tests.pipeline.conftest import World
from tests.pipeline.world import ANA, MONDAY, ORG_ID, deal, opportunity_id

BEN = replace(ANA, id="005000000000002AAA", name="Ben Ito")


def test_an_event_leads_to_a_card_on_the_record(world: World) -> None:
    world.org.put(deal(1))

    world.happen(1)
    world.work()

    (title,) = world.org.titles()
    assert title.startswith("Every concession begins with “if”")
    assert "Ask for something back on Deal 1" in next(iter(world.org.notes.values())).body


def test_cards_speak_the_services_language_where_the_playbook_does(world: World) -> None:
    world.playbooks["trade"] += "    locales: {de: {title: Geben und Nehmen}}\n"
    world.locale = "de-AT"
    world.org.put(deal(1))

    world.happen(1)
    world.work()

    assert world.org.titles()[0].startswith("Geben und Nehmen")


SPOKEN = "    locales: {de: {title: Geben und Nehmen, tip: 'Fordern Sie etwas für {{ deal.amount|money }}.'}}\n"


def test_a_german_reps_note_is_german_as_long_as_it_stands(world: World) -> None:
    world.playbooks["trade"] += SPOKEN
    uwe = replace(ANA, language="de", locale="de-DE")
    world.org.put(deal(1, owner=uwe))
    world.happen(1)
    world.work()
    open_note = next(iter(world.org.notes.values())).body
    next(iter(world.org.notes.values())).shared = True

    world.org.put(deal(1, stage="Qualification", owner=uwe))
    world.happen(1)
    world.work()
    retired = next(iter(world.org.notes.values()))

    assert "Fordern Sie etwas für 62.000\u00a0USD." in open_note
    assert "Grund für diese Karte – Phase: Negotiation/Review" in open_note
    assert retired.title.startswith("Gilt nicht mehr: Geben und Nehmen")
    assert "Die Opportunity hat sich geändert, der Leitfaden passt nicht mehr dazu." in retired.body


def test_a_card_whose_deal_goes_to_a_rep_of_another_language_says_everything_in_it_also_why_it_is_there(
    world: World,
) -> None:
    world.playbooks["trade"] += SPOKEN
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    english = next(iter(world.org.notes.values())).body

    world.org.put(deal(1, owner=replace(BEN, language="de", locale="de-CH")))
    world.happen(1)
    world.work()
    german = next(iter(world.org.notes.values())).body

    assert "You see this because the stage is Negotiation/Review" in english
    assert "62’000\u00a0USD" in german
    assert "Grund für diese Karte – Phase: Negotiation/Review" in german
    assert "You see this" not in german


def test_a_deal_that_no_playbook_speaks_about_gets_no_note(world: World) -> None:
    world.org.put(deal(1, stage="Qualification"))

    world.happen(1)
    world.work()

    assert world.org.notes == {}


def test_a_hundred_events_on_one_deal_cost_one_read_and_one_note(world: World) -> None:
    world.org.put(deal(1))

    world.happen(*[1] * 100)
    world.work()

    assert len(world.org.reads) == 1
    assert len(world.org.titles()) == 1


def test_the_same_event_again_changes_nothing(world: World) -> None:
    event = Event(ORG_ID, Source.JSON, "once", EventKind.CHANGED, opportunity_id(1))
    world.org.put(deal(1))
    world.receive(event)
    world.work()

    world.receive(event, event)
    world.work()

    assert len(world.org.reads) == 1
    assert world.org.writes == 1


def test_a_new_delivery_rings_once_and_a_repeated_one_does_not(world: World) -> None:
    world.happen(1, 2, 3)
    assert world.bell.rung == ["coach"]

    world.receive(Event(ORG_ID, Source.JSON, "event-1", EventKind.CHANGED, opportunity_id(1)))
    assert world.bell.rung == ["coach"]


def test_a_card_that_no_longer_applies_leaves_the_record(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()

    world.org.put(deal(1, stage="Qualification"))
    world.happen(1)
    world.work()

    assert world.org.titles() == []
    assert world.delivery_states() == {DeliveryState.WITHDRAWN: 1}


def test_it_stays_where_somebody_wrote_into_its_note_and_the_title_says_how_it_ended(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    next(iter(world.org.notes.values())).shared = True

    world.org.put(deal(1, stage="Qualification"))
    world.happen(1)
    world.work()

    (title,) = world.org.titles()
    assert title.startswith("No longer applies: Every concession")


def test_a_stage_set_by_mistake_and_set_back_brings_the_same_note_back(world: World) -> None:
    for stage in ("Negotiation/Review", "Qualification", "Negotiation/Review"):
        world.org.put(deal(1, stage=stage))
        world.happen(1)
        world.work()

    (title,) = world.org.titles()
    assert title.startswith("Every concession")


def test_nothing_is_written_when_nothing_changed(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()

    world.org.put(deal(1, amount=Decimal(99_000)))
    world.happen(1)
    world.work()

    assert world.org.writes == 1


def test_a_deal_that_was_deleted_is_left_alone_afterwards(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()

    world.org.deals.clear()
    world.happen(1, kind=EventKind.DELETED)
    world.work()

    assert world.pipeline.store.due().deals == 0


def test_events_wait_while_the_org_is_down_and_lead_to_cards_when_it_is_back(world: World) -> None:
    world.org.put(deal(1))
    world.org.down = TryAgain("Salesforce is down.", after=timedelta(minutes=1))
    world.happen(1)
    world.pipeline.coach()

    world.org.down = None
    world.clock.advance(minutes=2)
    world.work()

    assert len(world.org.titles()) == 1


def test_an_outage_between_deciding_and_writing_loses_no_note(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.pipeline.coach()
    world.org.down = Undeliverable("Unblock the app.", "invalid_client")
    world.pipeline.write()

    world.org.down = None
    world.clock.advance(hours=1)
    world.work()

    assert len(world.org.titles()) == 1


def lose_an_answer(world: World) -> None:
    """A note is created, and nobody hears of it; from then on answers arrive."""
    world.org.put(deal(1))
    world.org.lose_answers = True
    world.happen(1)
    world.work()
    world.org.lose_answers = False


def test_a_note_whose_answer_was_lost_is_adopted_and_not_written_twice(world: World) -> None:
    world.org.put(deal(1))
    world.org.lose_answers = True
    world.happen(1)
    world.work()
    assert world.store.figures().deliveries[DeliveryState.IN_DOUBT] == 1

    world.org.lose_answers = False
    world.clock.advance(minutes=1)
    world.work()

    assert len(world.org.titles()) == 1
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1}


def test_a_note_whose_worker_died_before_sending_it_is_written_once_the_lease_is_over(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.pipeline.coach()
    world.store.claim_deliveries(10, LEASE)
    world.clock.advance(seconds=LEASE.total_seconds())
    world.work()
    assert len(world.org.titles()) == 1
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1}


def test_a_note_in_doubt_that_never_shows_up_is_written_again_after_the_wait(world: World) -> None:
    lose_an_answer(world)
    world.org.notes.clear()

    world.clock.advance(minutes=5)
    world.work()
    assert world.org.titles() == []

    world.clock.advance(minutes=6)
    world.work()
    assert len(world.org.titles()) == 1


def test_a_note_in_doubt_that_was_retired_before_it_showed_up_is_not_written_any_more(world: World) -> None:
    lose_an_answer(world)
    world.org.notes.clear()

    world.org.put(deal(1, stage="Closed Won"))
    world.happen(1)
    world.work()
    world.clock.advance(minutes=15)
    world.work()
    assert world.org.notes == {}
    assert world.delivery_states() == {DeliveryState.WITHDRAWN: 1}

    world.org.put(deal(1))
    world.happen(1)
    world.work()
    assert len(world.org.titles()) == 1
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1}


def test_a_note_in_doubt_that_was_retired_before_it_showed_up_leaves_where_it_does(world: World) -> None:
    lose_an_answer(world)

    world.org.put(deal(1, stage="Closed Won"))
    world.happen(1)
    world.clock.advance(minutes=15)
    world.work()
    assert world.org.titles() == []
    assert world.delivery_states() == {DeliveryState.WITHDRAWN: 1}


def test_a_refused_note_is_parked_alone_until_somebody_acts(world: World) -> None:
    world.playbooks["second"] = world.playbooks["trade"].replace("Every concession", "Forbidden words")
    world.org.put(deal(1))
    world.org.refuse = "Forbidden"
    world.happen(1)
    world.work()
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1, DeliveryState.PARKED: 1}

    world.org.refuse = None
    world.store.try_again()
    world.work()

    assert world.delivery_states() == {DeliveryState.WRITTEN: 2}


def test_a_worker_that_dies_while_writing_leaves_a_note_that_is_looked_for_first(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.pipeline.coach()
    (claim,) = world.store.claim_deliveries(10, timedelta(minutes=5))
    world.org.write_notes([note_work(claim.work)])

    world.clock.advance(minutes=6)
    world.work()

    assert len(world.org.titles()) == 1


def test_one_deal_that_cannot_be_evaluated_does_not_hold_back_the_others(world: World) -> None:
    unreadable = replace(deal(1), history=None)  # type: ignore[arg-type]  # a mistake of ours, on purpose
    world.org.put(unreadable, deal(2))

    world.happen(1, 2)
    world.work()

    assert len(world.org.titles(2)) == 1


def test_the_sweep_rings_for_work_whose_wake_up_was_lost(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.bell.rung.clear()

    world.pipeline.sweep()

    assert world.bell.rung == ["coach"]


def test_the_sweep_releases_what_waited_while_the_org_was_left_alone(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.pipeline.coach()
    world.org.down = TryAgain("The org refuses every note.", timedelta(minutes=30), ORG_REFUSES)
    world.pipeline.write()
    world.org.down = None
    world.bell.rung.clear()

    world.pipeline.sweep()
    world.work()

    assert world.bell.rung[0] == "write"
    assert len(world.org.titles(1)) == 1


def test_time_alone_brings_a_card_when_a_condition_on_time_comes_true(world: World) -> None:
    world.playbooks["stalled"] = world.playbooks["prospect"].replace(
        "stage: {is: Prospecting}", "days_in_stage: {at_least: 14}"
    )
    world.org.put(deal(1, stage="Qualification"))
    world.happen(1)
    world.work()
    assert world.org.titles() == []

    world.clock.advance(days=14, seconds=1)
    world.org.put(deal(1, stage="Qualification", read_at=world.now()))
    world.pipeline.sweep()
    world.work()

    assert len(world.org.titles()) == 1


def test_the_first_reconcile_pass_only_sets_the_watermark(world: World) -> None:
    world.pipeline.reconcile()

    assert world.org.asked_since == []


def test_a_change_whose_event_never_came_is_found_by_the_next_pass(world: World) -> None:
    world.pipeline.reconcile()
    world.org.put(deal(1))
    world.org.changes = [Event(ORG_ID, Source.RECONCILE, "seen", EventKind.CHANGED, opportunity_id(1))]
    world.clock.advance(minutes=10)

    accepted = world.pipeline.reconcile()
    world.work()

    assert accepted.new == 1
    assert world.org.asked_since == [MONDAY - timedelta(minutes=15)]
    assert len(world.org.titles()) == 1


@pytest.mark.parametrize(
    ("since", "asked"), [(timedelta(days=-9), timedelta(days=-9)), (timedelta(minutes=5), -OVERLAP)]
)
def test_a_pass_since_a_time_begins_there_and_never_later_than_the_last_one_ended(
    world: World, since: timedelta, asked: timedelta
) -> None:
    world.pipeline.reconcile()
    world.clock.advance(minutes=10)

    world.pipeline.reconcile(MONDAY + since)

    assert world.org.asked_since == [MONDAY + asked]


def test_the_very_first_pass_may_begin_at_a_time(world: World) -> None:
    world.pipeline.reconcile(MONDAY - timedelta(days=9))

    assert world.org.asked_since == [MONDAY - timedelta(days=9)]


def test_a_pass_that_fails_leaves_the_watermark_where_it_was(world: World) -> None:
    world.pipeline.reconcile()
    world.clock.advance(minutes=10)
    world.org.down = TryAgain("Salesforce is down.")
    with pytest.raises(TryAgain):
        world.pipeline.reconcile()

    world.org.down = None
    world.pipeline.reconcile()

    assert world.org.asked_since == [MONDAY - timedelta(minutes=15)]


def test_a_written_note_that_vanished_from_the_record_is_written_again(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    world.org.notes.clear()

    assert world.pipeline.check_written() == 1
    world.work()

    assert len(world.org.titles()) == 1


def test_a_note_that_somebody_deleted_is_created_anew_when_its_card_changes(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    world.org.notes.clear()

    world.org.put(deal(1, name="Deal renamed"))
    world.happen(1)
    world.work()

    (note,) = world.org.notes.values()
    assert "Deal renamed" in note.body
    assert world.delivery_states() == {DeliveryState.WRITTEN: 1}


def test_a_note_that_somebody_deleted_is_not_brought_back_to_say_that_it_no_longer_applies(world: World) -> None:
    world.org.put(deal(1))
    world.happen(1)
    world.work()
    world.org.notes.clear()

    world.org.put(deal(1, stage="Closed Won"))
    world.happen(1)
    world.work()

    assert world.org.notes == {}
    assert world.delivery_states() == {DeliveryState.WITHDRAWN: 1}


def test_what_the_org_counts_is_known_to_every_process(world: World) -> None:
    world.org.put(deal(1))
    assert org_status(world.store).usage is None

    world.happen(1)
    world.work()

    assert org_status(world.store).usage == ApiUsage(10, 100_000)
    assert org_status(world.store).usage_at == MONDAY


def test_the_last_reconcile_pass_is_known_to_every_process(world: World) -> None:
    assert org_status(world.store).reconciled_at is None

    world.pipeline.reconcile()

    assert org_status(world.store).reconciled_at == MONDAY


def test_a_worker_that_takes_long_renews_what_it_holds(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed = {name: Flag() for name in ("renew_deals", "renew_deliveries")}
    for name, seen in renewed.items():
        renew = getattr(world.store, name)
        monkeypatch.setattr(world.store, name, lambda *args, renew=renew, seen=seen: (renew(*args), seen.set()))
    waits = iter(renewed.values())
    world.org.takes_its_time = lambda: next(waits).wait(PATIENCE)
    world.org.put(deal(1))
    world.happen(1)

    patient = replace(world.pipeline, lease=timedelta(milliseconds=3))
    patient.coach()
    patient.write()

    assert all(seen.is_set() for seen in renewed.values())
    assert len(world.org.titles()) == 1


def test_a_deal_of_which_nonsense_is_told_waits_alone_with_a_sentence(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.org.put(deal(1), deal(2))
    read = world.org.read_deals
    odd = frozenset({opportunity_id(1)})
    monkeypatch.setattr(
        world.org,
        "read_deals",
        lambda ids, fields: replace(read([one for one in ids if one not in odd], fields), odd=odd),
    )

    world.happen(1, 2)
    world.work()

    assert (world.org.titles(1), len(world.org.titles(2))) == ([], 1)
    assert world.store.figures().hindrance.startswith("Salesforce returned data of this deal that cannot be right")


def test_a_mistake_in_reading_one_deal_does_not_hold_back_the_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.org.put(deal(1), deal(2))
    read = world.org.read_deals

    def trips(ids: Sequence[str], fields: frozenset[str]) -> DealsRead:
        if opportunity_id(1) in ids:
            raise ValueError("a mistake of ours, on purpose")
        return read(ids, fields)

    monkeypatch.setattr(world.org, "read_deals", trips)
    world.happen(1, 2)
    world.work()

    assert (world.org.titles(1), len(world.org.titles(2))) == ([], 1)
