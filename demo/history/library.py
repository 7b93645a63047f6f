"""Earlier versions of the playbooks: enablement's first attempts, and a misspelt field."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Earlier:
    """A playbook's text until ``weeks`` after the beginning: ``then`` in place of today's ``now``."""

    playbook: str
    weeks: float
    now: str
    then: str


EARLIER = (
    Earlier("start-the-paperwork-early", 1.7, "Paper_Process__c: {empty: true}", "Paper_Proces__c: {empty: true}"),
    Earlier(
        "start-the-paperwork-early", 1.7, "Paper_Process__c: {is: Not Started}", "Paper_Proces__c: {is: Not Started}"
    ),
    Earlier("expand-from-proof", 3.2, "status: live", "status: draft"),
    Earlier(
        "ask-about-consequences",
        3.2,
        "\nwhen:",
        "\naudience:\n  not: {owner_title: {contains: Senior}}\nwhen:",
    ),
)
"""The examples: a field that the org does not have, which makes a playbook unknown; a draft; a limited audience."""
CHANGES = tuple(sorted({each.weeks for each in EARLIER}))
"""The weeks after which something changed; after the last one, all playbooks are today's."""


def write(source: Path, target: Path, weeks: float) -> None:
    """Write the playbooks of ``source`` to ``target`` as they were then; texts that a visitor has edited are kept."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    for each in EARLIER:
        path = target / f"{each.playbook}.yaml"
        if weeks < each.weeks and path.exists():
            path.write_text(path.read_text(encoding="utf-8").replace(each.now, each.then, 1), encoding="utf-8")
