"""``coach package`` prints what an admin types, and says where the project is to be had."""

import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli import coach
from coach.cli.package import package
from coach.package import ProjectMissing, beside, read
from coach.package.commands import commands
from coach.package.rules.values import variables
from tests.package.conftest import SOURCE


def test_it_finds_the_project_beside_the_code() -> None:
    result = CliRunner().invoke(coach, ["package", "--org", "acme"])

    assert result.exit_code == 0, result.output
    assert "sf project deploy start --source-dir force-app/main/default --target-org acme\n" in result.output


def test_each_variable_of_the_project_is_set_and_explained() -> None:
    printed = "\n".join(commands(read(SOURCE), "acme"))

    assert all(f"export {name}=" in printed for name in variables(read(SOURCE)))
    assert "see sfdx-project.json" not in printed


def test_no_variable_looks_like_a_setting_of_the_service() -> None:
    """``coach doctor`` calls a variable COACH_… that is no setting a mistake."""
    assert [name for name in variables(read(SOURCE)) if not name.startswith("SF_COACH_")] == []


def test_what_is_printed_is_a_script() -> None:
    """A shell reads it without complaint; nothing is run."""
    printed = "\n".join(commands(read(SOURCE), "an org; with ' signs"))

    assert subprocess.run(["bash", "-n"], input=printed, text=True, capture_output=True, check=False).stderr == ""


def test_faults_end_it_with_1_and_no_command(project: Path) -> None:
    (project / "force-app" / "stray.txt").write_text("")
    result = CliRunner().invoke(package, ["--source", str(project)])

    assert result.exit_code == 1
    assert "force-app/stray.txt:1: No type of metadata claims this file" in result.output
    assert "sf project" not in result.output


def test_an_installed_package_says_where_to_get_the_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectMissing, match="the folder salesforce of Coach's source. Fetch the source of version"):
        beside(tmp_path / "site-packages" / "coach")


def test_a_folder_without_a_project_is_no_project(tmp_path: Path) -> None:
    with pytest.raises(ProjectMissing, match="holds no source project"):
        read(tmp_path)
