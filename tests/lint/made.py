"""Playbooks, orgs and reports for the tests: what matters in one is said in the test that uses it."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from coach.engine.inventory import Inventory, OrgField, Stage
from coach.lint import Context, Finding, SourceFile, lint

TODAY = date(2026, 11, 23)
INVENTORY = Inventory(
    org_id="00D000000000001EAA",
    read_at=datetime(2026, 11, 23, tzinfo=UTC),
    stages={
        "Prospecting": Stage(closed=False, won=False),
        "Qualification": Stage(closed=False, won=False),
        "Proposal": Stage(closed=False, won=False),
        "Negotiation/Review": Stage(closed=False, won=False),
        "Verbal": Stage(closed=False, won=False, label="Final Terms"),
        "Signed": Stage(closed=True, won=True),
        "Lost": Stage(closed=True, won=False),
    },
    fields={
        "StageName": OrgField("picklist", labels={"Verbal": "Mündlich", "Signed": "Unterschrieben"}),
        "Competitor__c": OrgField("string"),
        "VAC_Date__c": OrgField("date"),
        "Score__c": OrgField("double"),
        "Approval__c": OrgField("picklist", ("Requested", "Approved")),
        "Modules__c": OrgField(
            "multipicklist", ("cloud_sec", "Analytics", "Retired"), labels={"cloud_sec": "Cloud Security"}
        ),
        "Partner__c": OrgField("reference", way="Partner__r", to=("Partner__c",)),
        "AccountId": OrgField("reference", way="Account", to=("Account",)),
        "RecordTypeId": OrgField("reference", way="RecordType", to=("RecordType",)),
        "Start__c": OrgField("time"),
        "Secret__c": OrgField("encryptedstring"),
        "Any__c": OrgField("combobox", ("One",)),
    },
    objects={
        "Account": {
            "Segment__c": OrgField("picklist", ("Enterprise",)),
            "BillingAddress": OrgField("address"),
            "OwnerId": OrgField("reference", way="Owner", to=("User",)),
        },
        "User": {"Name": OrgField("string")},
        "RecordType": {"DeveloperName": OrgField("string")},
        "OpportunityLineItem": {"Margin__c": OrgField("percent")},
    },
    labels={"lead_source": {"Web": "Aus dem Netz"}, "record_type": {"Renewal": "Renewals"}},
    values={
        "lead_source": ("Web", "Phone Inquiry"),
        "record_type": ("Renewal", "New"),
        "product.name": ("Scanner X", "Scanner Y"),
        "product.family": ("Capital Equipment", "Services"),
        "owner_role": ("EMEA Sales",),
        "owner_profile": ("Standard User",),
    },
)
_REST = {
    "title": "title: A title\n",
    "when": "when: {stage: {is: Prospecting}}\n",
    "cards": "cards: [{name: one, title: One, tip: Say so.}]\n",
}


def playbook(text: str, **rest: str) -> str:
    """A playbook that begins with ``text``; what it still needs is added below."""
    missing = {**_REST, **rest}
    return (
        text.rstrip("\n")
        + "\n"
        + "".join(line for key, line in missing.items() if not re.search(rf"^{key}:", text, re.MULTILINE))
    )


def context(**changes: Any) -> Context:
    """A Monday without an org, unless a test says otherwise."""
    return replace(Context(TODAY), **changes)


def findings(files: str | Mapping[str, str], **changes: Any) -> tuple[Finding, ...]:
    """What there is to say about one text, or several by name."""
    texts = {"x": files} if isinstance(files, str) else files
    sources = [SourceFile(f"{name}.yaml", name, text) for name, text in texts.items()]
    return lint(sources, context(**changes)).findings


def told(rule: str, files: str | Mapping[str, str], **changes: Any) -> list[str]:
    """“line:column sentence” for each finding of one rule; where there are several files, with the file before it."""
    found = [each for each in findings(files, **changes) if each.rule == rule]
    several = not isinstance(files, str)
    return [f"{f'{each.file}:' if several else ''}{each.line}:{each.column} {each.sentence}" for each in found]


def when(conditions: str) -> str:
    """A playbook with these lines under ``when``, of which the first is line 2."""
    lines = "".join(f"  {line}\n" for line in conditions.strip("\n").split("\n"))
    return playbook(f"when:\n{lines}")
