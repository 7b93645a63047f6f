"""For each operator a condition that is true of the tests' deal, and one that is not: a new one needs a row here."""

from collections.abc import Mapping

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
