"""What the playbooks in force ask of a deal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldSelection:
    """``facts`` are named as in the rule language, including those that only texts print. ``fields`` are the further
    fields by API name. ``converts``: an amount is compared in a currency that the deal need not have.
    """

    facts: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    converts: bool = False
