from coach.app.store import SqlStore
from coach.engine.model import Reason
from tests.fixtures.make import deal, evaluated, hold_back, opportunity
from tests.queue.test_evaluation import save


def test_the_latest_decisions_come_first(store: SqlStore) -> None:
    for number in range(5):
        save(store, evaluated(deal(number), [hold_back(Reason.DRAFT)]), str(number))
    assert [entry.opportunity_id for entry in store.log_page(2)] == [opportunity(4), opportunity(3)]
