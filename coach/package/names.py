"""What the project defines, and what it can name of every org."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from coach.package import rights
from coach.package.project import Project, ProjectFile
from coach.package.tags import Tag

FIELD, OBJECT, SET, APP = "field", "object", "permission set", "External Client App"
REPORT, REPORT_TYPE, COLUMN = "report", "report type", "column of its report type"
MESSAGE, CREDENTIAL, PRINCIPAL = "outbound message", "external credential", "principal of an external credential"
PERMISSION, TAB, COMPACT, VIEW = "custom permission", "tab", "compact layout", "list view"
LABEL, STEP, RELATED = "custom label", "element of the flow", "related list"

_BY_TYPE: Mapping[str, str] = {
    "PermissionSet": SET,
    "ExternalClientApplication": APP,
    "ReportType": REPORT_TYPE,
    "ExternalCredential": CREDENTIAL,
    "CustomPermission": PERMISSION,
    "CustomTab": TAB,
}
"""Types of file that define one thing, by the file's name."""
_WITHIN = (
    ("Workflow", "outboundMessages/fullName", MESSAGE),
    ("CustomLabels", "labels/fullName", LABEL),
    ("Flow", "actionCalls/name", STEP),
)
"""Types of file that define several things, and where in the file."""
_OF_ALL = ("Id", "Name", "OwnerId", "CreatedById", "CreatedDate", "IsDeleted", "LastModifiedById", "LastModifiedDate")
_STANDARD = (
    "Opportunity",
    "OpportunityLineItem",
    "Account",
    "Product2",
    "Pricebook2",
    "User",
    "UserExternalCredential",
)
_IN_REPORTS = ("Opportunity.Owner",)
"""What a report type calls the owner."""


def defined(project: Project) -> frozenset[tuple[str, str]]:
    """(kind, name) of whatever may be named in the project."""
    return frozenset((*_standard(), *_own(project), *_columns(project)))


def _standard() -> Iterator[tuple[str, str]]:
    for name in _STANDARD:
        yield OBJECT, name
        yield from ((FIELD, f"{name}.{field}") for field in _OF_ALL)
    yield from ((FIELD, each) for each in (*rights.known_fields(), *_IN_REPORTS))


def _own(project: Project) -> Iterator[tuple[str, str]]:
    for file, root in project.of(*_BY_TYPE):
        yield _BY_TYPE[file.type], file.name
        if file.type == "ExternalCredential":
            yield from _principals(file, root)
    for kind, type_ in ((FIELD, "CustomField"), (COMPACT, "CompactLayout"), (VIEW, "ListView")):
        yield from ((kind, f"{file.object}.{file.name}") for file, _ in project.of(type_))
    for file, _ in project.of("CustomObject"):
        yield OBJECT, file.name
        yield from ((FIELD, f"{file.name}.{field}") for field in _OF_ALL)
    yield from ((RELATED, name) for name in relationships(project))
    for file, _ in project.of("Report"):
        yield REPORT, f"{PurePosixPath(file.path).parent.name}/{file.name}"
    for type_, path, kind in _WITHIN:
        for file, root in project.of(type_):
            within = "" if kind == LABEL else f"{file.name}."
            yield from ((kind, within + tag.text) for tag in root.at(path))


def _principals(file: ProjectFile, root: Tag) -> Iterator[tuple[str, str]]:
    for tag in root.at("externalCredentialParameters"):
        if tag.value("parameterType") == "NamedPrincipal":
            yield PRINCIPAL, f"{file.name}-{tag.value('parameterName')}"


def _columns(project: Project) -> Iterator[tuple[str, str]]:
    for file, root in project.of("ReportType"):
        for tag in root.at("sections/columns"):
            yield COLUMN, f"{file.name}:{tag.value('table')}${tag.value('field')}"


def relationships(project: Project) -> Mapping[str, str]:
    """A relationship from a parent, as ``Opportunity.Coaching_Cards__r`` → the object that it leads to."""
    return {
        f"{root.value('referenceTo')}.{root.value('relationshipName')}__r": file.object
        for file, root in project.of("CustomField")
        if root.value("relationshipName")
    }
