"""What differs by org stands in the files as an example, and is replaced from the environment when it is deployed."""

import re
from collections.abc import Iterator
from pathlib import Path

from coach.package.fault import ProjectFault
from coach.package.project import DESCRIPTION, Project

USELESS, MISSING = "replaces-nothing", "not-replaced"
_EXAMPLE = re.compile(r"[\w:/.@-]*example\.com[\w/.-]*")


def values(project: Project) -> Iterator[ProjectFault]:
    """A replacement that finds nothing changes nothing and says nothing: the example would be deployed."""
    texts = {file.path: file.text for file in project.files}
    for each in project.described.get("replacements", ()):
        name, old = str(each.get("filename")), str(each.get("stringToReplace"))
        if old not in texts.get(name, ""):
            yield ProjectFault(
                DESCRIPTION, project.line(name), f"{name} does not hold “{old}”, which is to be replaced.", USELESS
            )
        texts[name] = texts.get(name, "").replace(old, "")
    for path, text in texts.items():
        if Path(path).suffix != ".xml":
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for found in _EXAMPLE.findall(line):
                yield ProjectFault(
                    path, number, f"“{found}” is an example, and {DESCRIPTION} does not replace it.", MISSING
                )


def variables(project: Project) -> dict[str, tuple[str, ...]]:
    """Each environment variable of the replacements → the examples that it stands for."""
    told: dict[str, dict[str, None]] = {}
    for each in project.described.get("replacements", ()):
        told.setdefault(str(each["replaceWithEnv"]), {})[str(each["stringToReplace"])] = None
    return {name: tuple(examples) for name, examples in told.items()}
