import base64
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from localorg.outbound.answer import ACKNOWLEDGED, NOT_XML
from localorg.outbound.caller import Answer
from localorg.outbound.model import State
from localorg.outbound.sender import Manners, Outbound
from localorg.records import Records
from localorg.tests.outbound.conftest import ENDPOINT, Clock, Receiver
from tests.machine import PATIENCE

LOST = Answer(None, sentence="no answer (ConnectTimeout)")


def change(records: Records, deal_id: str, **values: object) -> None:
    records.update("Opportunity", deal_id, values, user_id=records.admin_id)


def test_a_change_is_told_once(outbound: Outbound, records: Records, receiver: Receiver, deal_id: str) -> None:
    change(records, deal_id, StageName="Negotiation/Review")
    assert outbound.deliver_due() == 1
    assert receiver.endpoints == [ENDPOINT]
    assert (receiver.values("Id"), receiver.values("StageName")) == ([deal_id], ["Negotiation/Review"])
    assert outbound.deliver_due() == 0


def test_values_are_those_of_the_moment_of_sending(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    change(records, deal_id, NextStep="first")
    change(records, deal_id, NextStep="second")
    assert outbound.deliver_due() == 1
    assert receiver.values("NextStep") == ["second", "second"]


def test_a_changed_line_item_is_told_as_a_change_of_its_opportunity(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    soql = f"SELECT Id FROM OpportunityLineItem WHERE OpportunityId = '{deal_id}' LIMIT 1"
    (line,) = records.query(soql, user_id=records.admin_id)
    records.update("OpportunityLineItem", line["Id"], {"Quantity": 40}, user_id=records.admin_id)
    outbound.deliver_due()
    assert receiver.values("Id") == [deal_id]


def test_a_record_deleted_meanwhile_is_told_of_without_data(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    change(records, deal_id, NextStep="x")
    records.delete("Opportunity", deal_id, user_id=records.admin_id)
    outbound.deliver_due()
    assert [list(sobject) for sobject in receiver.told()] == [[]]


def test_deleting_and_writing_notes_tell_nobody(outbound: Outbound, records: Records, deal_id: str) -> None:
    body = base64.b64encode(b"<p>x</p>").decode()
    note = records.insert("ContentNote", {"Title": "A card", "Content": body}, user_id=records.admin_id)
    link = {"ContentDocumentId": note, "LinkedEntityId": deal_id, "ShareType": "I", "Visibility": "AllUsers"}
    records.insert("ContentDocumentLink", link, user_id=records.admin_id)
    records.delete("Opportunity", deal_id, user_id=records.admin_id)
    assert outbound.deliver_due() == 0


def test_who_may_not_send_messages_triggers_none(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    (message,) = outbound.queue.messages()
    outbound.queue.define(replace(message, silent_users=(records.admin_id,)))
    change(records, deal_id, NextStep="x")
    assert outbound.deliver_due() == 0


def test_a_message_that_is_switched_off_tells_nothing(outbound: Outbound, records: Records, deal_id: str) -> None:
    (message,) = outbound.queue.messages()
    outbound.queue.define(replace(message, active=False))
    change(records, deal_id, NextStep="x")
    assert outbound.queue.count(State.PENDING) == 0


def test_at_most_a_hundred_notifications_go_into_one_call(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    with records.transaction():
        for number in range(101):
            change(records, deal_id, NextStep=str(number))
    assert outbound.deliver_due() == 2
    assert [len(receiver.told(0)), len(receiver.told(1))] == [100, 1]


@pytest.mark.parametrize(("answer", "sentence"), [(Answer(200, b"OK"), NOT_XML), (LOST, LOST.sentence)])
def test_what_is_not_acknowledged_is_tried_again_with_growing_pauses(
    outbound: Outbound, records: Records, receiver: Receiver, clock: Clock, deal_id: str, answer: Answer, sentence: str
) -> None:
    receiver.answer = answer
    change(records, deal_id, NextStep="x")
    calls = []
    for second in range(61):
        if outbound.deliver_due():
            calls.append(second)
        clock.pass_by(seconds=1)
    assert calls == [0, 15, 45]
    (one,) = outbound.queue.latest(1)
    assert (one.state, one.attempts, one.last_answer) == (State.PENDING, 3, sentence)


def test_a_batch_is_acknowledged_or_tried_again_as_a_whole(
    outbound: Outbound, records: Records, receiver: Receiver, clock: Clock, deal_id: str
) -> None:
    receiver.answer = LOST
    change(records, deal_id, NextStep="1")
    change(records, deal_id, NextStep="2")
    outbound.deliver_due()
    clock.pass_by(minutes=1)
    receiver.answer = Receiver().answer
    outbound.deliver_due()
    assert {(one.state, one.last_answer) for one in outbound.queue.latest(9)} == {(State.DELIVERED, ACKNOWLEDGED)}
    assert len(receiver.told()) == 2


def test_after_a_day_a_notification_is_dropped_unsent(
    outbound: Outbound, records: Records, receiver: Receiver, clock: Clock, deal_id: str
) -> None:
    change(records, deal_id, NextStep="x")
    clock.pass_by(hours=24)
    assert outbound.deliver_due() == 0
    assert [one.state for one in outbound.queue.latest(1)] == [State.DROPPED]


def test_a_pause_holds_everything_until_it_ends(outbound: Outbound, records: Records, deal_id: str) -> None:
    outbound.behave(Manners(paused=True))
    change(records, deal_id, NextStep="x")
    assert outbound.deliver_due() == 0
    outbound.behave(Manners())
    assert outbound.deliver_due() == 1


def test_send_now_does_not_wait_for_the_pause_after_a_failure(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    receiver.answer = LOST
    change(records, deal_id, NextStep="x")
    outbound.deliver_due()
    assert outbound.deliver_due() == 0
    assert outbound.send_now() == 1
    assert outbound.deliver_due() == 1


def test_once_started_it_sends_by_itself_and_says_where_the_org_is(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    arrived = Event()

    def post(endpoint: str, body: bytes, timeout: float) -> Answer:
        answer = receiver(endpoint, body, timeout)
        arrived.set()
        return answer

    outbound._post = post
    outbound.start("http://127.0.0.1:8081/")
    change(records, deal_id, NextStep="x")
    assert arrived.wait(PATIENCE)
    outbound.stop()
    assert b"<PartnerUrl>http://127.0.0.1:8081/services/Soap/u/" in receiver.bodies[0]


def test_a_delivery_that_breaks_does_not_end_the_sending(
    outbound: Outbound, records: Records, receiver: Receiver, deal_id: str
) -> None:
    arrived = Event()
    troubles = [RuntimeError("once")]

    def post(endpoint: str, body: bytes, timeout: float) -> Answer:
        if troubles:
            raise troubles.pop()
        arrived.set()
        return receiver.answer

    outbound._post = post
    outbound.start("http://127.0.0.1:8081")
    change(records, deal_id, NextStep="x")
    assert arrived.wait(PATIENCE)


def test_a_timeout_of_a_minute_is_the_platforms(outbound: Outbound) -> None:
    assert outbound.manners.timeout == timedelta(seconds=60)
