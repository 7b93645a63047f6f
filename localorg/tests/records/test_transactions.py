"""All or nothing, told once, from many threads, at any time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from localorg.errors import ApiError
from localorg.records import ChangeKind
from localorg.tests.records.conftest import Org


def _insert_good_then_bad(org: Org) -> None:
    with org.records.transaction():
        org.insert("Account", Name="B")
        org.insert("Account")


def test_an_exception_undoes_everything(org: Org) -> None:
    with pytest.raises(ApiError):
        _insert_good_then_bad(org)
    assert org.query("SELECT Id FROM Account") == []
    assert org.changes == []


def test_an_inner_failure_undoes_the_inner_part_only(org: Org) -> None:
    with org.records.transaction():
        kept = org.insert("Account", Name="A")
        with pytest.raises(ApiError):
            _insert_good_then_bad(org)
    assert [row["Id"] for row in org.query("SELECT Id FROM Account")] == [kept]
    assert [change.record_id for change in org.changes] == [kept]


def test_a_transaction_reads_its_own_writes(org: Org) -> None:
    with org.records.transaction():
        org.insert("Account", Name="A")
        assert len(org.query("SELECT Id FROM Account")) == 1


def test_others_see_nothing_before_the_commit(org: Org) -> None:
    with ThreadPoolExecutor(1) as other, org.records.transaction():
        org.insert("Account", Name="A")
        assert other.submit(org.query, "SELECT Id FROM Account").result() == []


def test_listeners_hear_of_a_change_after_its_commit(org: Org) -> None:
    heard: list[int] = []
    org.records.subscribe(lambda _: heard.append(len(org.query("SELECT Id FROM Account"))))
    with org.records.transaction():
        org.insert("Account", Name="A")
        org.insert("Account", Name="B")
        assert heard == []
    assert heard == [2, 2]


def test_a_change_says_what_was_and_who_did_it(org: Org) -> None:
    account = org.insert("Account", Name="A")
    org.records.update("Account", account, {"Name": "B"}, user_id=org.user, client="coach")
    change = org.changes[-1]
    assert (change.object, change.kind, change.user_id, change.client) == (
        "Account",
        ChangeKind.UPDATE,
        org.user,
        "coach",
    )
    assert change.before is not None
    assert change.after is not None
    assert (change.before["Name"], change.after["Name"]) == ("A", "B")


def test_many_threads_write_at_once(org: Org) -> None:
    with ThreadPoolExecutor(8) as threads:
        ids = list(threads.map(lambda number: org.insert("Account", Name=f"A {number}"), range(100)))
    assert len(set(ids)) == 100
    assert org.records.count("SELECT COUNT() FROM Account", user_id=org.user) == 100
    assert len(org.changes) == 100


def test_a_past_can_be_made_up(org: Org) -> None:
    with org.records.at(datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC)):
        deal = org.deal()
    rows = org.query("SELECT CreatedDate FROM OpportunityHistory")
    assert org.get("Opportunity", deal)["CreatedDate"] == "2025-01-02T03:04:05.000+0000"
    assert rows[0]["CreatedDate"] == "2025-01-02T03:04:05.000+0000"
