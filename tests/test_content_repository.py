"""The example of a repository for playbooks works, and asks for no more rights than it needs."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from ruamel.yaml import YAML

from coach.cli import coach
from coach.engine.cards import check_template
from coach.engine.inventory import save
from coach.engine.playbook import load
from tests.lint.made import INVENTORY

REPOSITORY = Path(__file__).parents[1] / "docs" / "content-repository"
WORKFLOW = REPOSITORY / ".github" / "workflows" / "playbooks.yml"

GH = """\
#!/bin/sh
# Stands in for GitHub's command line: knows one pull request, whose comments it keeps in a folder.
case "$*" in
  *--paginate*) cat ours 2>/dev/null ;;
  *PATCH*) cp comment.md updated; echo "$*" > call ;;
  *POST*) cp comment.md created; echo "$*" > call ;;
esac
"""


@pytest.fixture(scope="module")
def workflow() -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe").load(WORKFLOW.read_text(encoding="utf-8"))
    return document


def steps(workflow: dict[str, Any]) -> list[dict[str, Any]]:
    return [step for job in workflow["jobs"].values() for step in job["steps"]]


def script(workflow: dict[str, Any], job: str, start: str) -> str:
    """The commands of the step whose name begins so."""
    (found,) = (step["run"] for step in workflow["jobs"][job]["steps"] if step.get("name", "").startswith(start))
    return str(found)


def test_every_action_is_pinned_to_a_commit(workflow: dict[str, Any]) -> None:
    used = [step["uses"] for step in steps(workflow) if "uses" in step]

    assert used
    assert [each for each in used if not re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", each)] == []


def test_each_job_has_the_least_rights(workflow: dict[str, Any]) -> None:
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in workflow["jobs"].items()} == {
        "lint": {"contents": "read"},
        "plan": {"contents": "read"},
        "comment": {"pull-requests": "write"},
    }


def test_only_the_plan_has_secrets_and_never_for_a_fork(workflow: dict[str, Any]) -> None:
    text = WORKFLOW.read_text(encoding="utf-8")
    jobs = workflow["jobs"]

    assert "pull_request_target" not in text
    assert [name for name, job in jobs.items() if "secrets." in str(job)] == ["plan"]
    assert "head.repo.full_name == github.repository" in jobs["plan"]["if"]
    assert jobs["comment"]["needs"] == "plan"


def test_nothing_of_a_pull_request_is_pasted_into_a_script(workflow: dict[str, Any]) -> None:
    assert [step["run"] for step in steps(workflow) if "${{" in step.get("run", "")] == []


def test_beside_the_secrets_runs_the_coach_of_the_target_branch(workflow: dict[str, Any]) -> None:
    install = script(workflow, "plan", "Install")

    assert 'git show "$BASE:requirements.txt"' in install
    assert "--requirement requirements.txt" not in install


def test_the_commands_are_ones_that_coach_knows(workflow: dict[str, Any]) -> None:
    lines = "\n".join(step.get("run", "") for step in steps(workflow)).replace("\\\n", " ").splitlines()
    called = [shlex.split(line.partition(" > ")[0]) for line in lines if line.strip().startswith("coach ")]

    assert [words[1] for words in called] == ["lint", "plan"]
    for _, name, *arguments in called:
        command = coach.get_command(click.Context(coach), name)
        assert command is not None
        real = [str(REPOSITORY / "playbooks") if each == "playbooks" else each for each in arguments]
        assert isinstance(command.make_context(name, real), click.Context)


def test_names_of_the_org_are_checked_once_its_inventory_is_there(workflow: dict[str, Any], tmp_path: Path) -> None:
    (lint,) = (step for step in workflow["jobs"]["lint"]["steps"] if "coach lint" in step.get("run", ""))
    shutil.copytree(REPOSITORY / "playbooks", tmp_path / "playbooks")
    other = {"Made Up": INVENTORY.stages["Prospecting"]}
    save(replace(INVENTORY, read_at=datetime.now(UTC), stages=other), tmp_path / "org.json")
    linted = [sys.executable, "-m", "coach.cli", *shlex.split(lint["run"])[1:]]

    told = subprocess.run(
        linted, cwd=tmp_path, env=os.environ | lint["env"], check=False, capture_output=True, text=True
    ).stdout

    assert "title=unknown-stage::Your org has no stage “Negotiation/Review”." in told
    assert "Not checked" not in told


def test_its_playbook_is_valid() -> None:
    assert list(load(REPOSITORY / "playbooks", check_text=check_template).playbooks) == ["trade-do-not-give"]


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize(("there", "written"), [("", "created"), ("41\n", "updated")])
def test_the_comment_is_written_once_and_then_brought_up_to_date(
    workflow: dict[str, Any], tmp_path: Path, there: str, written: str
) -> None:
    (tmp_path / "gh").write_text(GH, encoding="utf-8")
    (tmp_path / "gh").chmod(0o755)
    (tmp_path / "plan.md").write_text("# Plan\n" + "a deal\n" * 20_000, encoding="utf-8")
    (tmp_path / "ours").write_text(there, encoding="utf-8")
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "COMMENTS": "repos/a/b/issues/7/comments"}

    subprocess.run(
        ["sh", "-e", "-c", script(workflow, "comment", "Write")],
        cwd=tmp_path,
        env=environment | {"COMMENT": "repos/a/b/issues/comments"},
        check=True,
    )

    body = (tmp_path / written).read_text(encoding="utf-8")
    assert body.startswith("<!-- coach plan -->\n# Plan\n")
    assert len(body) < 65_536, "what GitHub takes"
    assert ("comments/41" in (tmp_path / "call").read_text(encoding="utf-8")) == bool(there)
