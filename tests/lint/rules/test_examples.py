"""Every example in a rule's docstring does what it says."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from coach.engine.inventory import OrgField
from coach.lint.page import RuleExample, examples
from coach.lint.rules import FILE_RULES, LIBRARY_RULES, ORG_RULES, RULES, FileRule, LibraryRule
from tests.lint.made import INVENTORY, findings, playbook

_FILE = re.compile(r"^# file: ([a-z-]+)\.yaml\n", re.MULTILINE)
_STANDARD = replace(
    INVENTORY,
    values={**INVENTORY.values, "lead_source": ("Web", "Phone Inquiry", "Other")},
    fields={**INVENTORY.fields, "VAC_Date__c": OrgField("date")},
)
CIRCUMSTANCES: dict[str, dict[str, Any]] = {
    "": {},
    "with one place": {"places": 1},
    "with 0.1 minutes": {"minutes": Decimal("0.1")},
    "with 20 characters": {"title": 20},
    "on 2027-06-01": {"today": date(2027, 6, 1)},
    "in an org with the usual stages": {"inventory": INVENTORY},
    "in an org with the usual products": {"inventory": INVENTORY},
    "in an org with the usual picklists": {"inventory": _STANDARD},
    "in an org with the usual roles": {"inventory": INVENTORY},
    "in an org without such a field": {"inventory": INVENTORY},
    "in an org that has the field": {"inventory": INVENTORY},
    "in an org where it is a date": {"inventory": INVENTORY},
    "in an org with several currencies": {"inventory": replace(INVENTORY, currencies=("EUR", "USD"))},
    "in an org that does not track the lead source": {"inventory": replace(INVENTORY, tracked=frozenset({"NextStep"}))},
    "in any org": {"inventory": replace(INVENTORY, tracked=frozenset())},
    "in an org that hides discounts": {"inventory": replace(INVENTORY, hidden=frozenset({"product.discount"}))},
}
ALL = [
    pytest.param(rule, example, id=f"{rule.ID}-{'fails' if example.fails else 'passes'}")
    for rules in (FILE_RULES, LIBRARY_RULES, ORG_RULES)
    for rule in rules
    for example in examples(rule)
]


def _files(text: str) -> dict[str, str]:
    parts = _FILE.split(text)
    named = dict(zip(parts[1::2], parts[2::2], strict=True)) or {"example": text}
    titles = {name: f"title: The playbook {name}\n" for name in named}
    status = {name: "" if "status:" in part else "status: live\n" for name, part in named.items()}
    return {name: status[name] + playbook(part, title=titles[name]) for name, part in named.items()}


@pytest.mark.parametrize(("rule", "example"), ALL)
def test_the_example_does_what_it_says(rule: FileRule | LibraryRule, example: RuleExample) -> None:
    found = findings(_files(example.text), **CIRCUMSTANCES[example.where])

    assert (rule.ID in {finding.rule for finding in found}) is example.fails
    assert {finding.rule for finding in found} <= RULES.keys(), "the example is a playbook that can be read"


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_every_rule_has_an_example_that_fails_and_one_that_passes(rule: FileRule | LibraryRule) -> None:
    assert [example.fails for example in examples(rule)] == [True, False]


def test_every_rule_is_registered_once_under_its_own_id() -> None:
    assert len(RULES) == len(FILE_RULES) + len(LIBRARY_RULES) + len(ORG_RULES)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", rule) for rule in RULES)
