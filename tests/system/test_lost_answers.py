"""The org carries out every write, and nobody hears of it: each note is found again, and soon."""

import time

import pytest

from coach.engine.model import DeliveryState
from tests.system.conftest import ServiceOn
from tests.system.test_same_cards import deals_of, expected, send

pytestmark = [pytest.mark.slow, pytest.mark.service]

ANSWERS = 12


@pytest.mark.parametrize(
    "faults",
    [
        {"answer_lost": ANSWERS},
        {"done_then": [{"status": 504, "body": '{"error": "gateway"}'}] * ANSWERS},
    ],
    ids=["no answer", "a gateway's"],
)
def test_twelve_writes_in_a_row_lose_their_answers_and_each_note_is_there_once_and_known(
    service_on: ServiceOn, faults: dict[str, object]
) -> None:
    service = service_on("sqlite", "files", deals=ANSWERS + 1, COACH_WEEKLY_MINUTES="0")
    service.start_web("web-1")
    service.start_worker("worker-1")
    service.start_beat()
    first, *others = deals = deals_of(service)
    send(service, [first])
    service.wait_for(lambda figures: figures.deliveries[DeliveryState.WRITTEN] > 0)
    service.control("PATCH", "faults", faults)

    for deal in others:
        send(service, [deal])
        time.sleep(1)
    service.wait_until_settled()

    wanted = expected(service, deals)
    assert service.note_titles(deals) == wanted
    assert service.all_notes() == wanted.total()
