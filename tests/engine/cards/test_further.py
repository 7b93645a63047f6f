"""Further fields in a card's texts: by their labels, over lookups, of the line item, and several values as a list."""

from dataclasses import replace
from datetime import time
from typing import Any

import pytest

from coach.engine.cards import Unrenderable, check_template, render
from coach.engine.model import RecordId, Unknown
from tests.engine.cards.examples import DEAL, a_playbook

FIELDS: dict[str, Any] = {
    "Modules__c": ("cloud_sec", "Analytics"),
    "Account.Segment__c": "ent",
    "Account.Owner.Name": "Eve Lund",
    "Call__c": time(9, 30),
    "Partner__c": RecordId("001xx0000000001AAA"),
    "Secret__c": Unknown("it is encrypted", filled=True),
}
LABELS = {
    "Modules__c": {"cloud_sec": "Cloud Security"},
    "Account.Segment__c": {"ent": "Enterprise"},
    "stage": {"Negotiation/Review": "Final Terms"},
    "type": {"New Business": "Neugeschäft"},
    "record_type": {"Renewal": "Renewals"},
    "product.Tier__c": {"a": "Tier A"},
}
SEEN = replace(
    DEAL,
    record_type="Renewal",
    fields=FIELDS,
    labels=LABELS,
    unreadable=frozenset({"Nope__r.Tier__c"}),
    products=tuple(replace(item, fields={"Tier__c": "a"}) for item in DEAL.products),
)


def written(text: str) -> str:
    return render(a_playbook({"title": text, "tip": "Say so."}), "card-1", 1, SEEN).title


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("{{ deal.fields.Modules__c }}", "Cloud Security, Analytics"),
        ("{{ deal.fields.Modules__c|join(' and ') }}", "Cloud Security and Analytics"),
        ("{{ deal.fields.Account.Segment__c }}", "Enterprise"),
        ("{{ deal.fields.Account.Owner.Name }}", "Eve Lund"),
        ("{{ deal.fields.Call__c }}", "9:30\u202fam"),
        ("{{ deal.fields.Partner__c }}", "001xx0000000001AAA"),
        ("{{ deal.stage }}, {{ deal.type }}, {{ deal.record_type }}", "Final Terms, Neugeschäft, Renewals"),
        ("{{ deal.product.fields.Tier__c }}", "Tier A"),
        ("{{ deal.fields.Secret__c|default('nothing') }}", "nothing"),
    ],
)
def test_a_text_reads_as_people_see_the_record(text: str, reads: str) -> None:
    assert not check_template(text)
    assert written(text) == reads


@pytest.mark.parametrize("text", ["{{ deal.fields.Account.Nope__c }}", "{{ deal.fields.Nope__r.Tier__c }}"])
def test_what_the_deal_has_not_holds_the_card_back(text: str) -> None:
    with pytest.raises(Unrenderable, match="is empty on this deal"):
        written(text)
