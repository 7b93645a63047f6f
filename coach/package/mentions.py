"""Where the project names something, by type of file."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from coach.package import card, names
from coach.package.project import Project, ProjectFile
from coach.package.tags import Tag

_CUSTOM = re.compile(r"\b\w+__c\b")
_PERMISSION = re.compile(r"\$Permission\.(\w+)")
_RECORD = re.compile(r"\$Record\.(\w+)")
_LABEL = re.compile(r"'@salesforce/label/c\.(\w+)'")
_VIEW = re.compile(r"listViewApiName: '(\w+)'")
_RELATED = re.compile(r"relatedListId: '(\w+)'")
_LIST_TOKENS = {"NAME": "Name"}
"""What a list view calls standard fields. Source: Metadata API Developer Guide, "ListView"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """``kind`` and ``name`` of what is named, and the place that names it."""

    kind: str
    name: str
    path: str
    line: int


Found = Iterator[tuple[str, str, int]]

_PLAIN: Mapping[str, tuple[tuple[str, str], ...]] = {
    "PermissionSet": (
        ("objectPermissions/object", names.OBJECT),
        ("fieldPermissions/field", names.FIELD),
        ("customPermissions/name", names.PERMISSION),
        ("tabSettings/tab", names.TAB),
        ("externalCredentialPrincipalAccesses/externalCredentialPrincipal", names.PRINCIPAL),
    ),
    "PermissionSetGroup": (("permissionSets", names.SET),),
    "ExtlClntAppOauthConfigurablePolicies": (
        ("commaSeparatedPermissionSet", names.SET),
        ("externalClientApplication", names.APP),
    ),
    "ExtlClntAppOauthSettings": (("externalClientApplication", names.APP),),
    "ExtlClntAppGlobalOauthSettings": (("externalClientApplication", names.APP),),
    "NamedCredential": (("namedCredentialParameters/externalCredential", names.CREDENTIAL),),
    "CustomField": (
        ("referenceTo", names.OBJECT),
        ("summaryForeignKey", names.FIELD),
        ("summaryFilterItems/field", names.FIELD),
    ),
    "Flow": (("start/object", names.OBJECT),),
    "ReportType": (("baseObject", names.OBJECT),),
    "Dashboard": (("dashboardGridLayout/dashboardGridComponents/dashboardComponent/report", names.REPORT),),
    "LightningComponentBundle": (("targetConfigs/targetConfig/objects/object", names.OBJECT),),
    "Translations": (("customLabels/name", names.LABEL),),
}
"""Elements whose text is a whole name; several stand with commas between."""

_OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    "Workflow": ("outboundMessages/fields",),
    "CompactLayout": ("fields",),
    "ListView": ("columns", "filters/field"),
    "Layout": ("layoutSections/layoutColumns/layoutItems/field",),
}
"""Elements whose text is a field of the file's own object."""


def mentions(project: Project) -> Iterator[Mention]:
    """Everything that the project names, in the order of its files."""
    leads = names.relationships(project)
    for file in project.files:
        for kind, name, line in (*_in_xml(file, leads), *_in_component(file)):
            yield Mention(kind, name, file.path, line)


def _in_xml(file: ProjectFile, leads: Mapping[str, str]) -> Found:
    if file.root is None:
        return
    for path, kind in _PLAIN.get(file.type, ()):
        for tag in file.root.at(path):
            yield from ((kind, name.strip(), tag.line) for name in tag.text.split(","))
    for path in _OWN_FIELDS.get(file.type, ()):
        for tag in file.root.at(path):
            yield names.FIELD, f"{file.object}.{_LIST_TOKENS.get(tag.text, tag.text)}", tag.line
    if file.type in _SPECIAL:
        yield from _SPECIAL[file.type](file, file.root, leads)


def _flow(file: ProjectFile, root: Tag, _leads: Mapping[str, str]) -> Found:
    about = root.value("start/object")
    for call in root.at("actionCalls"):
        if call.value("actionType") == "outboundMessage":
            yield from ((names.MESSAGE, tag.text, tag.line) for tag in call.at("actionName"))
    yield from ((names.STEP, f"{file.name}.{tag.text}", tag.line) for tag in root.anywhere("targetReference"))
    for tag in root.anywhere("filterFormula"):
        yield from ((names.FIELD, f"{about}.{field}", tag.line) for field in _RECORD.findall(tag.text))


def _formula(file: ProjectFile, root: Tag, _leads: Mapping[str, str]) -> Found:
    for tag in (*root.at("formula"), *root.at("errorConditionFormula")):
        yield from ((names.FIELD, f"{file.object}.{field}", tag.line) for field in _CUSTOM.findall(tag.text))
        yield from ((names.PERMISSION, name, tag.line) for name in _PERMISSION.findall(tag.text))


def _object(file: ProjectFile, root: Tag, _leads: Mapping[str, str]) -> Found:
    for tag in root.at("compactLayoutAssignment"):
        yield names.COMPACT, f"{file.name}.{tag.text}", tag.line


def _tab(file: ProjectFile, root: Tag, _leads: Mapping[str, str]) -> Found:
    yield names.OBJECT, file.name, root.line


def _report_type(_file: ProjectFile, root: Tag, leads: Mapping[str, str]) -> Found:
    for tag in root.at("sections/columns"):
        table = tag.value("table")
        yield names.FIELD, f"{leads.get(table, table)}.{tag.value('field')}", tag.line


def _report(_file: ProjectFile, root: Tag, _leads: Mapping[str, str]) -> Found:
    kind = root.value("reportType").removesuffix("__c")
    yield from ((names.REPORT_TYPE, kind, tag.line) for tag in root.at("reportType"))
    for name in ("field", "column", "dateColumn", "groupingColumn", "secondaryGroupingColumn"):
        yield from ((names.COLUMN, f"{kind}:{tag.text}", tag.line) for tag in root.anywhere(name) if "$" in tag.text)


_SPECIAL: Mapping[str, Callable[[ProjectFile, Tag, Mapping[str, str]], Found]] = {
    "Flow": _flow,
    "CustomField": _formula,
    "ValidationRule": _formula,
    "CustomObject": _object,
    "CustomTab": _tab,
    "ReportType": _report_type,
    "Report": _report,
}


def _in_component(file: ProjectFile) -> Found:
    """What a component's script and template name of the org; a field is one of the card's."""
    if file.type != "LightningComponentBundle" or not file.path.endswith((".js", ".html")):
        return
    for number, line in enumerate(file.text.splitlines(), 1):
        yield from ((names.LABEL, name, number) for name in _LABEL.findall(line))
        yield from ((names.VIEW, f"{card.OBJECT}.{name}", number) for name in _VIEW.findall(line))
        yield from ((names.RELATED, f"Opportunity.{name}", number) for name in _RELATED.findall(line))
        for name in _CUSTOM.findall(line):
            own = name == card.OBJECT
            yield (names.OBJECT, name, number) if own else (names.FIELD, f"{card.OBJECT}.{name}", number)
