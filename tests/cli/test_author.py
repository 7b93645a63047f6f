"""``coach lint`` and ``coach schema``, as an author types them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coach.cli import coach
from coach.engine.inventory import save
from coach.errors import Misconfigured
from localorg.apps.clients import INTEGRATION_KEY, INTEGRATION_SECRET
from tests.lint.made import INVENTORY, playbook
from tests.salesforce.served import serve

FINE = playbook("status: live\nskill: asking\nowner: me@example.com")
NOTICE = (
    "Not checked: the names of stages, products, picklist values, fields, roles and currencies, because your org is not"
    " known here. With a misspelt one, a playbook never applies. To check them, run coach lint --org once where the"
    " service's settings are, or pass the org.json from its data folder: coach lint --inventory org.json."
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "playbooks"
    folder.mkdir()
    (folder / "fine.yaml").write_text(FINE)
    return folder


def run(folder: Path, *arguments: str, **more: str) -> Result:
    environment = {"COACH_PLAYBOOKS_DIR": str(folder), "COACH_DATA_DIR": str(folder.parent / "var"), **more}
    return CliRunner().invoke(coach, list(arguments), env=environment)


def test_a_library_without_mistakes_ends_with_0_and_says_what_was_not_looked_at(folder: Path) -> None:
    result = run(folder, "lint")

    assert (result.exit_code, result.output) == (0, f"{NOTICE}\n1 playbook: nothing to mend.\n")


def test_warnings_end_with_0_and_with_strict_with_1(folder: Path) -> None:
    (folder / "x.yaml").write_text(FINE.replace("skill: asking\n", "").replace("A title", "Another title"))

    assert run(folder, "lint").exit_code == 0
    assert run(folder, "lint", "--strict").exit_code == 1


def test_errors_end_with_1_and_stand_before_the_summary(folder: Path) -> None:
    (folder / "x.yaml").write_text("titel: A\n")
    result = run(folder, "lint", str(folder / "x.yaml"))

    assert result.exit_code == 1
    assert result.output.startswith(f"{folder}/x.yaml:1:1: A playbook needs “cards”. (missing-key)\n")
    assert result.output.endswith("\n1 playbook: 4 errors, 0 warnings.\n")


@pytest.mark.parametrize("arguments", [["nowhere"], ["--format", "xml"], ["--today", "tomorrow"], ["--places", "0"]])
def test_misuse_ends_with_2(folder: Path, arguments: list[str]) -> None:
    assert run(folder, "lint", *arguments).exit_code == 2


def test_the_day_may_be_said(folder: Path) -> None:
    (folder / "fine.yaml").write_text(FINE + "review_by: 2027-05-31\n")

    assert "past-review" in run(folder, "lint", "--today", "2027-06-01").output
    assert "past-review" not in run(folder, "lint", "--today", "2027-05-31").output


def test_json_is_all_there_is_in_the_output(folder: Path) -> None:
    assert json.loads(run(folder, "lint", "--format", "json").output)["files"] == 1


def test_what_the_org_has_can_be_handed_on_as_a_file(folder: Path, tmp_path: Path) -> None:
    handed = tmp_path / "from-the-operator.json"
    save(INVENTORY, handed)
    (folder / "fine.yaml").write_text(FINE.replace("Prospecting", "Made Up"))

    result = run(folder, "lint", "--inventory", str(handed), "--today", "2026-11-23")

    assert "Your org has no stage “Made Up”. (unknown-stage)" in result.output
    assert "Not checked" not in result.output
    assert "Choose one" in run(folder, "lint", "--org", "--inventory", str(handed)).output


def test_a_lookup_that_nobody_looked_behind_is_told(folder: Path) -> None:
    save(INVENTORY, folder.parent / "var" / "org.json")
    (folder / "fine.yaml").write_text(
        FINE.replace("{stage: {is: Prospecting}}", "{fields: {Partner__r.Tier__c: {is: Gold}}}")
    )
    result = run(folder, "lint", "--offline", "--today", "2026-11-23")

    assert "Not checked: fields of Partner__c, where nobody looked yet: run coach lint --org." in result.output


def test_what_the_org_last_said_is_used_offline_and_its_age_is_told(folder: Path) -> None:
    save(INVENTORY, folder.parent / "var" / "org.json")
    (folder / "fine.yaml").write_text(FINE.replace("Prospecting", "Made Up"))
    result = run(folder, "lint", "--offline", "--today", "2027-06-01")

    assert "Your org has no stage “Made Up”. (unknown-stage)" in result.output
    assert "What your org has is as of 2026-11-23: run coach lint --org to look again." in result.output


def test_the_org_is_asked_once_and_what_it_said_is_kept(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (folder / "fine.yaml").write_text(FINE.replace("Prospecting", "Made Up"))
    for served in serve(tmp_path_factory.mktemp("org")):
        org = {
            "COACH_SALESFORCE_URL": served.url,
            "COACH_SALESFORCE_ORG_ID": served.org_id,
            "COACH_SALESFORCE_CONSUMER_KEY": INTEGRATION_KEY,
            "COACH_SALESFORCE_CONSUMER_SECRET": INTEGRATION_SECRET,
        }
        served.forget_calls()
        asked = run(folder, "lint", "--org", **org)
        calls = served.calls()
    offline = run(folder, "lint")

    assert "Your org has no stage “Made Up”. (unknown-stage)" in asked.output
    assert (asked.exit_code, offline.output) == (1, asked.output)
    assert calls == 2


def test_an_org_that_cannot_be_asked_ends_with_2_and_keeps_what_was_known(folder: Path) -> None:
    kept = folder.parent / "var" / "org.json"
    save(INVENTORY, kept)
    before = kept.read_bytes()

    assert isinstance(run(folder, "lint", "--org").exception, Misconfigured)
    assert kept.read_bytes() == before


def test_many_files_are_read_in_several_processes_to_the_same_end(folder: Path) -> None:
    for number in range(70):
        (folder / f"p{number}.yaml").write_text(FINE.replace("skill: asking\n", "").replace("A title", f"T{number}"))
    result = run(folder, "lint")

    assert result.exit_code == 0
    assert result.output.endswith("71 playbooks: 0 errors, 208 warnings.\n")


def test_the_schema_is_written_next_to_the_playbooks_and_checked(folder: Path) -> None:
    path = folder / "playbook.schema.json"

    assert run(folder, "schema", "--check").output == f"{path} is not up to date: run coach schema.\n"
    assert run(folder, "schema", "--check").exit_code == 1
    written = run(folder, "schema").output
    assert written == f"{path} is up to date.\n{folder / 'defaults.schema.json'} is up to date.\n"
    assert run(folder, "schema", "--check").exit_code == 0
    path.write_text(path.read_text().replace("Playbook", "Playbok"))
    assert run(folder, "schema", "--check").exit_code == 1
