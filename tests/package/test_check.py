"""The checks of the source project find nothing in it, and each finds its mistake."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.package import ProjectFault
from coach.package.rules import agreement, files, granted, labels, references, values
from tests.package.conftest import MAIN, SOURCE, faults
from tests.package.mistakes import MISTAKES

Change = Callable[[str, str, str], tuple[ProjectFault, ...]]
IN_FOLDERS = {files.UNKNOWN, files.MISPLACED, files.BUNDLE}
"""Rules whose mistake is more than another text in a file; they have tests of their own."""


def test_the_project_has_no_fault() -> None:
    assert faults(SOURCE) == ()


@pytest.mark.parametrize(("name", "old", "new", "rule"), MISTAKES)
def test_a_mistake_is_found_by_its_rule_and_in_its_file(
    changed: Change, name: str, old: str, new: str, rule: str
) -> None:
    found = [fault for fault in changed(name, old, new) if fault.rule == rule]

    assert any(fault.path.endswith((name, "sfdx-project.json")) for fault in found)


def test_each_rule_has_a_mistake_that_it_finds() -> None:
    every = {
        value
        for module in (files, references, values, labels, agreement, granted)
        for name, value in vars(module).items()
        if name.isupper() and isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z]+)*", value)
    }

    assert every == {rule for *_, rule in MISTAKES} | IN_FOLDERS


def test_a_fault_names_file_line_sentence_and_rule(changed: Change) -> None:
    (fault,) = changed("dashboards/Coach/Team_Coaching.dashboard-meta.xml", "Coach/Cards_by_Week", "Coach/Cards_by_Day")
    line = (
        (SOURCE / fault.path)
        .read_text(encoding="utf-8")
        .splitlines()
        .index("                <report>Coach/Cards_by_Week</report>")
    )

    assert str(fault) == (
        f"{MAIN}/dashboards/Coach/Team_Coaching.dashboard-meta.xml:{line + 1}: "
        "There is no report “Coach/Cards_by_Day” in the project. (no-such-name)"
    )


def test_a_file_that_no_type_claims_is_found(project: Path) -> None:
    (project / MAIN / "notes.txt").write_text("later")

    assert [(fault.path, fault.rule) for fault in faults(project)] == [(f"{MAIN}/notes.txt", files.UNKNOWN)]


def test_a_file_in_the_folder_of_another_type_is_found(project: Path) -> None:
    flow = project / MAIN / "flows" / "Coach_Card_Responded.flow-meta.xml"
    flow.rename(project / MAIN / "tabs" / flow.name)

    assert files.MISPLACED in {fault.rule for fault in faults(project)}


def test_a_component_without_a_description_is_found(project: Path) -> None:
    bundle = project / MAIN / "lwc" / "coachingNothing"
    bundle.mkdir(parents=True)
    (bundle / "coachingNothing.js").write_text("")

    assert [fault.rule for fault in faults(project)] == [files.BUNDLE]


def test_a_field_that_the_service_writes_and_the_project_lacks_is_found(project: Path) -> None:
    (project / MAIN / "objects/Coaching_Card__c/fields/Week_Limit__c.field-meta.xml").unlink()

    assert agreement.FIELD in {fault.rule for fault in faults(project)}
