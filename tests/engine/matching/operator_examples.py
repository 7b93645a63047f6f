"""For each operator when it is true, and a condition that is and one that is not: a new one needs a row in both tables.

When it is true is written from ``docs/playbooks.md`` alone, for the oracle: nothing of the product is imported here.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

EXAMPLES: Mapping[str, tuple[str, str]] = {
    "is": ("stage: {is: negotiation/review}", "stage: {is: Negotiation}"),
    "is_not": ("type: {is_not: [Renewal, Upsell]}", "type: {is_not: [Renewal, New Business]}"),
    "contains": ("deal_name: {contains: [Clinic, hospital]}", "deal_name: {contains: Clinic}"),
    "starts_with": ("deal_name: {starts_with: mercy}", "deal_name: {starts_with: hospital}"),
    "includes": ("fields: {Chosen__c: {includes: [A, Z]}}", "fields: {Chosen__c: {includes: Z}}"),
    "includes_all": ("fields: {Chosen__c: {includes_all: [B, A]}}", "fields: {Chosen__c: {includes_all: [A, Z]}}"),
    "entered": ("stage: {entered: Negotiation/Review}", "stage: {entered: Proposal/Price Quote}"),
    "to": ("stage: {to: Negotiation/Review}", "stage: {to: Proposal/Price Quote}"),
    "from": ("stage: {from: Proposal/Price Quote}", "stage: {from: Negotiation/Review}"),
    "at_least": ("amount: {at_least: 62000}", "amount: {at_least: 62000.01}"),
    "at_most": ("amount: {at_most: 62000}", "amount: {at_most: 61999.99}"),
    "above": ("probability: {above: 74.9}", "probability: {above: 75}"),
    "below": ("probability: {below: 75.1}", "probability: {below: 75}"),
    "between": ("probability: {between: [75, 80]}", "probability: {between: [10, 74]}"),
    "before": ("close_date: {before: 2026-12-21}", "close_date: {before: 2026-12-20}"),
    "after": ("close_date: {after: 2026-12-19}", "close_date: {after: 2026-12-20}"),
    "within_next_days": ("close_date: {within_next_days: 27}", "close_date: {within_next_days: 26}"),
    "within_last_days": ("fields: {Past__c: {within_last_days: 3}}", "fields: {Past__c: {within_last_days: 2}}"),
    "more_than_days_ahead": ("close_date: {more_than_days_ahead: 26}", "close_date: {more_than_days_ahead: 27}"),
    "more_than_days_ago": ("fields: {Past__c: {more_than_days_ago: 2}}", "fields: {Past__c: {more_than_days_ago: 3}}"),
    "empty": ("next_step: {empty: true}", "type: {empty: true}"),
}
"""A condition that is true of the tests' deal, and one that is not."""

STAGE_HISTORY = {"entered", "from", "to"}
SELECTION: Mapping[str, Callable[[set[str], list[set[str]]], bool]] = {
    "includes": lambda chosen, asked: any(each <= chosen for each in asked),
    "includes_all": lambda chosen, asked: all(each <= chosen for each in asked),
}
DAYS: Mapping[str, Callable[[int, Decimal], bool]] = {
    "within_next_days": lambda ahead, days: 0 <= ahead <= days,
    "within_last_days": lambda ahead, days: 0 <= -ahead <= days,
    "more_than_days_ahead": lambda ahead, days: ahead > days,
    "more_than_days_ago": lambda ahead, days: -ahead > days,
}
TEXT: Mapping[str, Callable[[str, list[str]], bool]] = {
    "is": lambda found, values: found in values,
    "is_not": lambda found, values: found not in values,
    "contains": lambda found, values: any(value in found for value in values),
    "starts_with": lambda found, values: any(found.startswith(value) for value in values),
}
ORDER: Mapping[str, Callable[[Any, list[Any]], bool]] = {
    "is": lambda found, values: found in values,
    "is_not": lambda found, values: found not in values,
    "at_least": lambda found, values: found >= values[0],
    "at_most": lambda found, values: found <= values[0],
    "above": lambda found, values: found > values[0],
    "below": lambda found, values: found < values[0],
    "between": lambda found, values: values[0] <= found <= values[1],
    "before": lambda found, values: found < values[0],
    "after": lambda found, values: found > values[0],
}
TIME = {word: ORDER[word] for word in ("is", "is_not", "between", "before", "after")}
KNOWN = {*TEXT, *ORDER, *DAYS, *SELECTION, *STAGE_HISTORY, "empty"}
"""Every operator that is told apart here."""
