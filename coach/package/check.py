"""All rules together."""

from collections.abc import Callable, Iterator

from coach.package.fault import ProjectFault
from coach.package.project import Project
from coach.package.rules.agreement import agreement
from coach.package.rules.files import files
from coach.package.rules.granted import granted
from coach.package.rules.labels import labels
from coach.package.rules.references import references
from coach.package.rules.values import values

RULES: tuple[Callable[[Project], Iterator[ProjectFault]], ...] = (files, references, values, labels, granted)


def check(project: Project, api_version: str) -> tuple[ProjectFault, ...]:
    """Every fault of the project, by place. ``api_version`` is the one that the service uses, such as 67.0."""
    return tuple(sorted({*agreement(project, api_version), *(fault for rule in RULES for fault in rule(project))}))
