"""A copy of the source project, in which a test makes one mistake."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coach.config.settings import Settings
from coach.package import ProjectFault, check, read

SOURCE = Path(__file__).parents[2] / "salesforce"
MAIN = "force-app/main/default"


def faults(folder: Path) -> tuple[ProjectFault, ...]:
    return check(read(folder), str(Settings.model_fields["salesforce_api_version"].default))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(SOURCE / "force-app", tmp_path / "force-app", ignore=shutil.ignore_patterns("__tests__"))
    shutil.copy(SOURCE / "sfdx-project.json", tmp_path)
    return tmp_path


@pytest.fixture
def changed(project: Path) -> Callable[[str, str, str], tuple[ProjectFault, ...]]:
    """The faults once a text in a file of the project is another."""

    def change(name: str, old: str, new: str) -> tuple[ProjectFault, ...]:
        path = project / name if (project / name).exists() else project / MAIN / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{name} does not hold {old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return faults(project)

    return change
