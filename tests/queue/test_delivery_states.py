from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.engine.model import Delivery, DeliveryState, Outcome, Receipt
from coach.ports import Sighting, Whereabouts
from coach.queue.delivery_row import Action, DeliveryRow
from coach.queue.delivery_states import settled, sighted, taken, tried_again, unparked, with_wanted
from tests.fixtures.make import LEASE, NOON, note, said

DOUBT = timedelta(minutes=10)
LATER = NOON + timedelta(hours=1)


def pending() -> DeliveryRow:
    row = with_wanted(None, note(), NOON, 1)
    assert row is not None
    return row


def sending(row: DeliveryRow | None = None) -> DeliveryRow:
    return announced(taken(row or pending(), "w", NOON, LEASE, DOUBT))


def announced(row: DeliveryRow) -> DeliveryRow:
    """As the store keeps it right before the call."""
    return replace(row, unsent=None)


def settle(row: DeliveryRow, outcome: Outcome, **more: object) -> DeliveryRow:
    return settled(row, replace(Receipt(row.key, outcome), **more), NOON, DOUBT, 0.0)  # type: ignore[arg-type]  # by name


def written() -> DeliveryRow:
    return settle(sending(), Outcome.WRITTEN, remote_id="069a", details={"link_id": "06Aa"})


def want_again(row: DeliveryRow, wanted: Delivery | None) -> DeliveryRow:
    after = with_wanted(row, wanted, LATER, 2)
    assert after is not None
    return after


# ---------------------------------------------------------------- what is wanted


def test_a_new_want_is_pending_at_once() -> None:
    assert (pending().state, pending().due_at) == (DeliveryState.PENDING, NOON)


def test_a_note_that_would_only_say_it_no_longer_applies_is_not_begun() -> None:
    assert with_wanted(None, note(live=False), NOON, 1) is None


def test_nothing_changes_where_what_is_wanted_is_what_is_written() -> None:
    assert want_again(written(), note()) == written()


def test_a_changed_want_is_written_to_the_same_note() -> None:
    row = want_again(written(), note(text="New."))
    assert (row.state, row.remote_id, row.event_id) == (DeliveryState.PENDING, "069a", 2)


def test_a_want_changed_back_before_it_was_sent_needs_no_writing() -> None:
    row = want_again(written(), note(text="New."))
    assert want_again(row, note()).state == DeliveryState.WRITTEN


def test_a_card_that_retires_before_its_note_was_written_withdraws_it() -> None:
    assert want_again(pending(), note(text="Gone.", live=False)).state == DeliveryState.WITHDRAWN
    assert want_again(pending(), None).state == DeliveryState.WITHDRAWN


def test_a_withdrawn_note_that_is_wanted_again_is_pending_again() -> None:
    assert want_again(want_again(pending(), None), note()).state == DeliveryState.PENDING


def test_a_card_that_retires_after_its_note_was_written_rewrites_it() -> None:
    row = want_again(written(), note(text="No longer.", live=False))
    assert (row.state, row.remote_id) == (DeliveryState.PENDING, "069a")


def test_a_written_note_that_is_no_longer_spoken_of_stays() -> None:
    assert want_again(written(), None) == written()


@pytest.mark.parametrize("outcome", [Outcome.IN_DOUBT, None])
def test_a_want_that_changes_on_the_way_does_not_disturb_the_attempt(outcome: Outcome | None) -> None:
    row = settle(sending(), outcome) if outcome else sending()
    after = want_again(row, note(text="New."))
    assert (after.state, after.sent_sha, after.body) == (row.state, row.sent_sha, said("New."))


def test_a_new_event_ends_a_long_wait_within_a_minute() -> None:
    hour = timedelta(hours=1)
    waiting = settled(sending(), Receipt(pending().key, Outcome.TRY_AGAIN, after=hour), NOON, DOUBT, 0)
    assert waiting.due_at == NOON + hour
    hastened = with_wanted(waiting, note(), NOON, 2)
    assert hastened is not None
    assert hastened.due_at == NOON + timedelta(minutes=1)
    assert with_wanted(waiting, note(), NOON, waiting.event_id) == waiting
    assert with_wanted(waiting, note(), NOON, None) == waiting


def test_a_parked_note_is_tried_again_when_its_text_changes_and_not_before() -> None:
    parked = settle(sending(), Outcome.REFUSED, sentence="Ask Ann.", code="X")
    assert want_again(parked, note()).state == DeliveryState.PARKED
    assert want_again(parked, note(text="New.")).state == DeliveryState.PENDING


def test_a_record_that_comes_back_is_looked_at_before_its_note_is_created_again() -> None:
    dead = settle(sending(written()), Outcome.RECORD_GONE)
    back = with_wanted(dead, note(), LATER, 2, back=True)
    assert back is not None
    claim = taken(back, "w", LATER, LEASE, DOUBT)
    assert (claim.state, claim.look_first, claim.action) == (DeliveryState.SENDING, True, Action.CREATE)
    assert want_again(dead, note()).state == DeliveryState.DEAD


# ---------------------------------------------------------------- the attempt


def test_an_attempt_is_counted_before_it_is_made() -> None:
    row = sending()
    assert (row.state, row.attempts, row.fence, row.action) == (DeliveryState.SENDING, 1, 1, Action.CREATE)
    assert (row.due_at, row.look_first) == (NOON + LEASE, False)


def test_a_create_whose_worker_was_lost_before_it_could_send_anything_is_simply_made() -> None:
    again = taken(taken(pending(), "w", NOON, LEASE, DOUBT), "w", LATER, LEASE, DOUBT)
    assert (again.look_first, again.action, again.crashes) == (False, Action.CREATE, 1)


def test_a_worker_that_knows_nothing_of_announcing_may_have_sent_something() -> None:
    older = replace(taken(pending(), "w", NOON, LEASE, DOUBT), fence=2)
    assert taken(older, "w", LATER, LEASE, DOUBT).look_first


def test_a_create_whose_worker_was_lost_is_looked_for() -> None:
    again = taken(sending(), "w", LATER, LEASE, DOUBT)
    assert (again.look_first, again.in_doubt_since, again.crashes) == (True, NOON + LEASE, 1)


def test_looking_goes_on_until_every_request_must_have_ended() -> None:
    doubtful = settle(sending(), Outcome.IN_DOUBT)
    soon = taken(doubtful, "w", NOON + DOUBT - timedelta(seconds=1), LEASE, DOUBT)
    late = taken(doubtful, "w", NOON + DOUBT, LEASE, DOUBT)
    assert (soon.action, late.action) == (Action.LOOK, Action.CREATE)


def test_looking_in_vain_does_not_make_the_doubt_younger() -> None:
    look = taken(settle(sending(), Outcome.IN_DOUBT), "w", NOON, LEASE, DOUBT)
    assert settled(look, Receipt(look.key, Outcome.IN_DOUBT), LATER, DOUBT, 0).in_doubt_since == NOON
    assert taken(look, "w", LATER, LEASE, DOUBT).in_doubt_since == NOON


def test_creating_again_in_vain_makes_the_doubt_new() -> None:
    create = announced(taken(settle(sending(), Outcome.IN_DOUBT), "w", LATER, LEASE, DOUBT))
    assert settled(create, Receipt(create.key, Outcome.IN_DOUBT), LATER, DOUBT, 0).in_doubt_since == LATER


def test_a_last_look_that_fails_before_anything_is_sent_does_not_make_the_doubt_younger() -> None:
    create = taken(settle(sending(), Outcome.IN_DOUBT), "w", LATER, LEASE, DOUBT)
    assert settled(create, Receipt(create.key, Outcome.IN_DOUBT), LATER, DOUBT, 0).in_doubt_since == NOON


def test_a_note_in_doubt_is_looked_for_early_then_ever_more_rarely_and_as_the_doubt_ends() -> None:
    now, row, looks = NOON, settle(sending(), Outcome.IN_DOUBT), []
    while row.state is DeliveryState.IN_DOUBT and row.due_at < NOON + DOUBT:
        now = row.due_at
        looks.append((now - NOON).total_seconds())
        row = settled(taken(row, "w", now, LEASE, DOUBT), Receipt(row.key, Outcome.IN_DOUBT), now, DOUBT, 0.5)
    assert (looks, row.due_at) == ([5, 15, 45, 135, 405], NOON + DOUBT)


def test_an_org_that_is_to_be_left_alone_is_looked_at_as_the_doubt_ends_at_the_latest() -> None:
    look = taken(settle(sending(), Outcome.IN_DOUBT), "w", NOON, LEASE, DOUBT)
    put_off = Receipt(look.key, Outcome.IN_DOUBT, after=timedelta(hours=1))
    assert settled(look, put_off, NOON, DOUBT, 0).due_at == NOON + DOUBT
    last = taken(look, "w", NOON + DOUBT, LEASE, DOUBT)
    assert settled(last, put_off, NOON + DOUBT, DOUBT, 0).due_at == NOON + DOUBT + timedelta(hours=1)


def test_a_failed_look_leaves_the_doubt() -> None:
    look = taken(settle(sending(), Outcome.IN_DOUBT), "w", NOON, LEASE, DOUBT)
    assert settle(look, Outcome.TRY_AGAIN).look_first


def test_an_update_in_doubt_is_simply_made_again() -> None:
    row = settle(sending(want_again(written(), note(text="New."))), Outcome.IN_DOUBT)
    again = taken(row, "w", LATER, LEASE, DOUBT)
    assert (again.look_first, again.action) == (False, Action.UPDATE)


# ---------------------------------------------------------------- the settlement


def test_a_written_note_has_its_ids_and_a_clean_slate() -> None:
    row = written()
    assert (row.state, row.remote_id, row.details.get("link_id"), row.attempts) == (
        DeliveryState.WRITTEN,
        "069a",
        "06Aa",
        0,
    )
    assert (row.written_sha, row.written_at, row.lease_owner) == (row.sha, NOON, None)


def test_what_was_sent_counts_as_written_and_a_newer_want_is_still_to_come() -> None:
    row = want_again(sending(), note(text="New."))
    after = settle(row, Outcome.WRITTEN, remote_id="069a", details={"link_id": "06Aa"})
    assert (after.state, after.written_sha, after.remote_id) == (DeliveryState.PENDING, row.sent_sha, "069a")


def test_the_shortest_wait_that_makes_sense_is_kept() -> None:
    row = settle(sending(), Outcome.TRY_AGAIN, after=timedelta(minutes=7))
    assert (row.state, row.due_at) == (DeliveryState.WAITING, NOON + timedelta(minutes=7))


def test_a_refused_note_waits_for_somebody_to_act_and_says_for_whom() -> None:
    row = settle(sending(), Outcome.REFUSED, sentence="Ann must grant access.", code="INSUFFICIENT_ACCESS")
    assert (row.state, row.sentence, row.code) == (
        DeliveryState.PARKED,
        "Ann must grant access.",
        "INSUFFICIENT_ACCESS",
    )
    assert unparked(row, LATER).state == tried_again(row, LATER).state == DeliveryState.PENDING


def test_what_waits_is_due_at_once_where_somebody_says_so_and_keeps_its_doubt() -> None:
    row = settle(sending(), Outcome.TRY_AGAIN, after=timedelta(hours=1))
    row = replace(row, in_doubt_since=NOON)
    again = tried_again(row, LATER)
    assert again == replace(row, due_at=LATER)
    assert taken(again, "w", LATER, LEASE, DOUBT).look_first


def test_what_is_in_doubt_keeps_its_time_whatever_somebody_says() -> None:
    row = settle(sending(), Outcome.IN_DOUBT)
    assert tried_again(row, LATER) == row


def test_a_refusal_does_not_park_a_want_that_it_was_not_about() -> None:
    assert settle(want_again(sending(), note(text="New.")), Outcome.REFUSED).state == DeliveryState.WAITING


@pytest.mark.parametrize("outcome", [Outcome.TRY_AGAIN, Outcome.REFUSED])
def test_a_note_that_was_not_created_and_is_no_longer_live_is_not_tried_again(outcome: Outcome) -> None:
    row = want_again(sending(), note(text="No longer.", live=False))
    assert settle(row, outcome).state == DeliveryState.WITHDRAWN


def test_a_note_whose_link_failed_keeps_its_id() -> None:
    row = settle(sending(), Outcome.TRY_AGAIN, remote_id="069a")
    assert (row.remote_id, taken(row, "w", LATER, LEASE, DOUBT).action) == ("069a", Action.UPDATE)


def updating(**changes: object) -> DeliveryRow:
    return sending(want_again(written(), note(text="New.", **changes)))  # type: ignore[arg-type]  # by name


def test_a_note_that_is_found_deleted_when_it_is_to_change_is_created_anew_at_once() -> None:
    row = settle(updating(), Outcome.VANISHED, code="ENTITY_IS_DELETED", sentence="Somebody deleted the note.")
    assert (row.state, row.due_at, row.event_id) == (DeliveryState.PENDING, NOON, 2)
    assert (row.remote_id, row.details.get("link_id"), row.written_sha, row.written_at) == (None, None, None, None)
    assert taken(row, "w", LATER, LEASE, DOUBT).action == Action.CREATE


def test_a_deleted_note_that_would_only_have_said_it_no_longer_applies_is_let_go() -> None:
    row = settle(updating(live=False), Outcome.VANISHED, code="ENTITY_IS_DELETED")
    assert (row.state, row.remote_id, row.may_be_there) == (DeliveryState.WITHDRAWN, None, False)
    assert want_again(row, note()).state == DeliveryState.PENDING


def test_a_note_that_was_found_and_then_deleted_is_looked_for_again_after_a_while() -> None:
    look = taken(settle(sending(), Outcome.IN_DOUBT), "w", NOON, LEASE, DOUBT)
    row = settle(look, Outcome.VANISHED)
    assert (row.state, row.in_doubt_since) == (DeliveryState.WAITING, NOON)
    assert row.due_at > NOON
    assert taken(row, "w", row.due_at, LEASE, DOUBT).look_first


# ---------------------------------------------------------------- from outside


def lost(row: DeliveryRow) -> DeliveryRow:
    return sighted(row, Sighting(Whereabouts.LOST), LATER)


def test_a_vanished_note_is_created_anew() -> None:
    row = lost(written())
    assert (row.state, row.remote_id, row.details.get("link_id")) == (DeliveryState.PENDING, None, None)
    assert taken(row, "w", LATER, LEASE, DOUBT).action == Action.CREATE


def test_a_vanished_note_that_no_longer_applied_is_not_missed() -> None:
    row = settle(sending(want_again(written(), note(text="No longer.", live=False))), Outcome.WRITTEN)
    assert lost(row).state == DeliveryState.WITHDRAWN


def test_only_written_notes_can_be_lost_and_only_parked_ones_unparked() -> None:
    assert lost(pending()) == pending()
    assert unparked(written(), LATER) == written()


def removed() -> DeliveryRow:
    return sighted(written(), Sighting(Whereabouts.REMOVED), LATER)


def test_a_note_that_somebody_took_away_stays_away_whatever_is_wanted() -> None:
    row = removed()
    assert (row.state, row.remote_id) == (DeliveryState.REMOVED, "069a")
    assert row.sentence == "Somebody took it away: Coach does not put it back for this card."
    told = sighted(written(), Sighting(Whereabouts.REMOVED, sentence="It lies in the recycle bin."), LATER)
    assert told.sentence == "It lies in the recycle bin."
    assert want_again(row, note(text="New.")).state == DeliveryState.REMOVED
    assert want_again(row, note(text="No longer.", live=False)).state == DeliveryState.REMOVED
    assert settle(sending(want_again(written(), note(text="b"))), Outcome.REMOVED).state == DeliveryState.REMOVED


def test_a_living_note_that_somebody_took_away_is_begun_anew_when_it_has_news() -> None:
    living = replace(note(), returns=True)
    row = removed()
    assert want_again(row, living).state == DeliveryState.REMOVED
    again = want_again(row, replace(living, body=said("News.")))
    assert (again.state, again.remote_id) == (DeliveryState.PENDING, None)


def test_who_takes_a_note_out_of_the_recycle_bin_has_it_back() -> None:
    row = sighted(removed(), Sighting(Whereabouts.THERE, {"link_id": "06Ab"}), LATER)
    assert (row.state, row.remote_id, row.details.get("link_id")) == (DeliveryState.PENDING, "069a", "06Ab")


def test_a_note_off_its_record_without_a_trace_is_hung_there_again() -> None:
    row = sighted(written(), Sighting(Whereabouts.UNLINKED, {"link_id": None}), LATER)
    assert (row.state, row.remote_id, row.details.get("link_id")) == (DeliveryState.PENDING, "069a", None)


def test_nothing_is_made_of_a_look_that_told_nothing() -> None:
    assert sighted(written(), Sighting(Whereabouts.NOT_TOLD), LATER) == written()
    assert sighted(removed(), Sighting(Whereabouts.LOST), LATER) == removed()


def test_what_its_channel_keeps_stays_until_it_keeps_something_else() -> None:
    row = settle(sending(), Outcome.WRITTEN, remote_id="069a", details={"version": 3, "shared": True})
    assert row.details == {"version": 3, "shared": True}
    row = settle(sending(want_again(row, note(text="b"))), Outcome.TRY_AGAIN, details={"version": 4})
    assert row.details == {"version": 4, "shared": True}
    assert lost(row).details == row.details
    assert lost(written()).details == {}


# ---------------------------------------------------------------- laws

_steps = st.lists(
    st.one_of(
        st.sampled_from([None, note(), note(text="b"), note(text="c", live=False)]),
        st.sampled_from([*Outcome, "crash", "crash before sending"]),
    ),
    max_size=12,
)


@given(steps=_steps)
def test_no_way_leads_to_a_second_note_on_the_record(steps: list[Delivery | Outcome | str | None]) -> None:
    """The org is asked to create only what was never created, or after a look: the look is what makes it safe."""
    row, may_exist, now = pending(), False, NOON
    for step in steps:
        now += DOUBT / 3
        if not isinstance(step, str):
            row = with_wanted(row, step, now, 1) or row
            continue
        if row.state not in (
            DeliveryState.PENDING,
            DeliveryState.WAITING,
            DeliveryState.IN_DOUBT,
            DeliveryState.SENDING,
        ):
            continue
        row = taken(row, "w", now, LEASE, DOUBT)
        if row.action == Action.CREATE and may_exist:
            assert row.look_first
        if step == "crash before sending":
            continue
        row = announced(row)
        may_exist = may_exist or row.action == Action.CREATE
        if isinstance(step, Outcome):
            note_id = "069a" if step == Outcome.WRITTEN else None
            row = settled(row, Receipt(row.key, step, note_id), now, DOUBT, 0)
            may_exist = step in (Outcome.WRITTEN, Outcome.IN_DOUBT) or (may_exist and row.in_doubt_since is not None)


@given(steps=_steps)
def test_what_is_written_is_what_is_wanted_once_all_is_settled(steps: list[Delivery | Outcome | str | None]) -> None:
    row, now = pending(), NOON
    for step in steps:
        now += DOUBT
        if not isinstance(step, str):
            row = with_wanted(row, step, now, 1) or row
        elif row.state in (DeliveryState.PENDING, DeliveryState.WAITING, DeliveryState.IN_DOUBT, DeliveryState.SENDING):
            row = taken(row, "w", now, LEASE, DOUBT)
            row = settled(row, Receipt(row.key, step), now, DOUBT, 0) if isinstance(step, Outcome) else row
    while row.state in (DeliveryState.PENDING, DeliveryState.WAITING, DeliveryState.IN_DOUBT, DeliveryState.SENDING):
        now += DOUBT
        row = settled(taken(row, "w", now, LEASE, DOUBT), Receipt(row.key, Outcome.WRITTEN, "069a"), now, DOUBT, 0)
    assert row.state != DeliveryState.WRITTEN or row.written_sha == row.sha


def test_a_note_that_was_retired_and_never_came_to_the_record_is_withdrawn_without_doubt() -> None:
    doubtful = settle(sending(), Outcome.IN_DOUBT)
    gone = settle(sending(want_again(doubtful, note(live=False))), Outcome.NOT_NEEDED)
    assert (gone.state, gone.in_doubt_since, gone.may_be_there) == (DeliveryState.WITHDRAWN, None, False)


def test_one_that_is_wanted_again_by_then_is_to_be_written() -> None:
    doubtful = settle(sending(), Outcome.IN_DOUBT)
    back = settle(want_again(sending(want_again(doubtful, note(live=False))), note()), Outcome.NOT_NEEDED)
    assert (back.state, back.look_first) == (DeliveryState.PENDING, False)
