"""How the playbooks came to be what they are: what enablement tried at first, and a field that was misspelt."""

import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Earlier:
    """A playbook as it stood until so many weeks after the beginning: with ``then`` where it says ``now``."""

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
"""A field that the org does not have leaves a playbook unknown; a draft is tried; newer colleagues get one first."""
CHANGES = tuple(sorted({each.weeks for each in EARLIER}))
"""After how many weeks something changed; after the last one all is as it is now."""


def write(source: Path, target: Path, weeks: float) -> None:
    """Have ``target`` hold the playbooks of ``source`` as they stood then; what was edited since stays as it is."""
    shutil.copytree(source, target, dirs_exist_ok=True)
    for each in EARLIER:
        path = target / f"{each.playbook}.yaml"
        if weeks < each.weeks and path.exists():
            path.write_text(path.read_text(encoding="utf-8").replace(each.now, each.then, 1), encoding="utf-8")
