"""What names something that is nowhere."""

from collections.abc import Iterator

from coach.package.fault import ProjectFault
from coach.package.mentions import mentions
from coach.package.names import defined
from coach.package.project import Project

RULE = "no-such-name"


def references(project: Project) -> Iterator[ProjectFault]:
    """An org refuses the whole deployment for one of these."""
    known = defined(project)
    for mention in mentions(project):
        if (mention.kind, mention.name) not in known:
            shown = mention.name.rpartition(":")[2]
            yield ProjectFault(
                mention.path, mention.line, f"There is no {mention.kind} “{shown}” in the project.", RULE
            )
