"""The table of columns: what a new column of a decision must not be without."""

from dataclasses import fields

import pytest

from coach.database.columns import Key, Short
from coach.engine.inventory import DEAL_OBJECT, OrgField, Schema
from coach.log.columns import CHOSEN, COLUMNS, LOGGED_WITH, Column, labels_in
from coach.log.pages.fields import FILTERS
from coach.log.tables import NAME_OF_INDEX
from coach.queue.entries import LogEntry
from coach.queue.tables.records import decision

OURS_ALONE = {"org_id", "deal_folded", "account_folded", "worth", "trace"}
"""Columns that nobody is shown: what rows are found by, and conditions, which the story of a decision shows."""


def test_whatever_is_kept_with_a_decision_is_declared() -> None:
    assert {each.sql.name for each in LOGGED_WITH} == {each.name for each in decision.c} - OURS_ALONE


def test_an_entry_of_the_log_has_whatever_is_declared() -> None:
    assert {each.name for each in fields(LogEntry)} == {each.sql.name for each in LOGGED_WITH}


def test_each_column_has_one_name_of_its_own() -> None:
    names = [each.name for each in COLUMNS]

    assert sorted(set(names)) == sorted(names)


@pytest.mark.parametrize("column", COLUMNS, ids=lambda each: each.name)
def test_what_a_column_means_is_a_sentence(column: Column) -> None:
    assert column.meaning.endswith(".")


@pytest.mark.parametrize("name", CHOSEN)
def test_what_is_filtered_by_its_values_is_found_along_an_index_that_can_hold_them(name: str) -> None:
    column = CHOSEN[name]

    assert column.of_decision
    assert isinstance(column.sql.type, Short | Key)
    assert NAME_OF_INDEX.format(column.sql.name) in {index.name for index in decision.indexes}
    assert name in FILTERS


def test_values_are_called_as_the_picklist_of_their_fact_calls_them() -> None:
    stage = OrgField("picklist", ("Negotiation/Review",), {"Negotiation/Review": "Final Terms"})

    assert labels_in(Schema({DEAL_OBJECT: {"StageName": stage}})) == {"stage": {"Negotiation/Review": "Final Terms"}}
    assert labels_in(Schema({})) == {}
