"""Words that people read are custom labels, in every language that the project speaks."""

from collections.abc import Iterator

from coach.package.fault import ProjectFault
from coach.package.project import Project

UNTRANSLATED, UNUSED = "not-translated", "label-unused"


def labels(project: Project) -> Iterator[ProjectFault]:
    """A label without a translation is shown in English, and one that nobody imports is translated for nothing."""
    said = {
        tag.text: (file.path, tag.line)
        for file, root in project.of("CustomLabels")
        for tag in root.at("labels/fullName")
    }
    for file, root in project.of("Translations"):
        spoken = {one.value("name") for one in root.at("customLabels") if one.value("label")}
        for name in sorted(said.keys() - spoken):
            yield ProjectFault(file.path, root.line, f"The label {name} has no translation.", UNTRANSLATED)
    scripts = [file.text for file in project.files if file.path.endswith(".js")]
    for name, (path, line) in said.items():
        if not any(f"@salesforce/label/c.{name}'" in text for text in scripts):
            yield ProjectFault(path, line, f"No component shows the label {name}.", UNUSED)
