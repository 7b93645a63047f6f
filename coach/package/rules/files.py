"""A file that no type of metadata claims, that is in the wrong folder, or that is broken."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from coach.package.fault import ProjectFault
from coach.package.project import Project, ProjectFile
from coach.package.registry import META
from coach.package.tags import NAMESPACE

UNKNOWN, MISPLACED, MALFORMED, ROOT, BUNDLE = "unknown-file", "wrong-folder", "not-xml", "wrong-root", "no-description"


def files(project: Project) -> Iterator[ProjectFault]:
    """The command line leaves out what it does not know, silently; an org refuses what is broken."""
    for file in project.files:
        yield from _file(file)
    described = {file.name for file, _ in project.of("LightningComponentBundle")}
    for name, path in {f.name: f.path for f in project.files if f.type == "LightningComponentBundle"}.items():
        if name not in described:
            yield ProjectFault(path, 1, f"The component {name} has no file {name}.js{META}.", BUNDLE)


def _file(file: ProjectFile) -> Iterator[ProjectFault]:
    if file.known is None:
        yield ProjectFault(
            file.path, 1, "No type of metadata claims this file, so that it would not be deployed.", UNKNOWN
        )
        return
    if file.known.folder not in PurePosixPath(file.path).parent.parts:
        sentence = f"A file of type {file.type} belongs in a folder {file.known.folder}."
        yield ProjectFault(file.path, 1, sentence, MISPLACED)
    if file.malformed:
        yield ProjectFault(file.path, file.malformed.line, str(file.malformed), MALFORMED)
    elif file.root and (file.root.name, file.root.namespace) != (file.type, NAMESPACE):
        sentence = f"Its outermost element is {file.root.name}, where {file.type} of {NAMESPACE} is expected."
        yield ProjectFault(file.path, file.root.line, sentence, ROOT)
