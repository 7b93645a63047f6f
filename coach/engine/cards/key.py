"""The permanent key of a card."""

import hashlib
import json


def card_key(org_id: str, opportunity_id: str, playbook: str, card_name: str, occasion: int) -> str:
    """64 hexadecimal digits, computed from these arguments alone, so that every worker derives the same key every time.

    Ids have 18 characters. ``occasion`` counts from 1 how often the playbook has delivered on this deal.
    """
    named = json.dumps([org_id, opportunity_id, playbook, card_name, occasion])
    return hashlib.sha256(named.encode()).hexdigest()
