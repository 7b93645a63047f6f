"""What permission sets give: neither too little nor too much, and in the order that an org takes."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from coach.package import rights
from coach.package.card import CARD, OPEN_CARDS, PRIVATE, FieldAuthor
from coach.package.fault import ProjectFault
from coach.package.project import DESCRIPTION, Project, ProjectFile
from coach.package.tags import Tag

ORDER, RIGHTS, DEPENDS = "element-order", "rights", "depends"
SERVICE, REP, MANAGER = "Coach", "Coach_Rep", "Coach_Manager"
ROLES = ("Coach_Admin", "Coach_Enablement", "Coach_Operator")
"""Permission sets that say what somebody is; they hold no rights at all."""
_NEEDS = {
    "allowCreate": "allowRead",
    "allowEdit": "allowRead",
    "allowDelete": "allowEdit",
    "viewAllRecords": "allowRead",
}
_ABOVE = {"Opportunity": "Account"}
_TELLING = frozenset({"description", "hasActivationRequired", "label"})


def granted(project: Project) -> Iterator[ProjectFault]:
    """All permission sets."""
    sets = {file.name: (file, root) for file, root in project.of("PermissionSet")}
    for name in sorted({SERVICE, REP, MANAGER, *ROLES} - sets.keys()):
        yield ProjectFault(DESCRIPTION, 1, f"There is no permission set {name}.", RIGHTS)
    for name, (file, root) in sets.items():
        yield from _order(file, root)
        yield from _dependencies(file, root, _ABOVE | _masters(project))
        if name in ROLES:
            yield from _nothing(file, root)
        if name == SERVICE:
            yield from _service(file, root)
        if name in (REP, MANAGER):
            yield from _people(file, root)


def _order(file: ProjectFile, root: Tag) -> Iterator[ProjectFault]:
    """An org takes elements of a kind together and in the order of the alphabet. Source: forcedotcom/cli issue 1781."""
    runs = [name for name, _ in groupby(tag.name for tag in root.children)]
    if runs != sorted(set(runs)):
        sentence = "Its elements must stand together by kind, and the kinds in the order of the alphabet."
        yield ProjectFault(file.path, root.line, sentence, ORDER)


def _masters(project: Project) -> dict[str, str]:
    """Each detail object → its master."""
    fields = [(file.object, root) for file, root in project.of("CustomField")]
    return {name: root.value("referenceTo") for name, root in fields if root.value("type") == "MasterDetail"}


def _dependencies(file: ProjectFile, root: Tag, above: Mapping[str, str]) -> Iterator[ProjectFault]:
    """A right that needs another is refused without it, whatever else its holders have.

    Salesforce says “Permission Read X depends on permission(s): Read Y”.
    """
    objects = _objects(root)
    for tag in root.at("objectPermissions"):
        name = tag.value("object")
        held, parent = objects[name], above.get(name, "")
        missing = [f"{_NEEDS[right]} of {name}" for right in sorted(held & _NEEDS.keys()) if _NEEDS[right] not in held]
        if parent and "allowRead" in held and "allowRead" not in objects.get(parent, set()):
            missing.append(f"allowRead of {parent}")
        for each in missing:
            sentence = f"What it allows with {name} depends on {each}, which it does not allow."
            yield ProjectFault(file.path, tag.line, sentence, DEPENDS)


def _nothing(file: ProjectFile, root: Tag) -> Iterator[ProjectFault]:
    for tag in root.children:
        if tag.name not in _TELLING:
            yield ProjectFault(file.path, tag.line, "A set that only says what somebody is holds no rights.", RIGHTS)


def _service(file: ProjectFile, root: Tag) -> Iterator[ProjectFault]:
    readable = {name for name, edit in _fields(root).items() if not edit}
    own = {name for name, edit in _fields(root).items() if edit}
    written = CARD.written_by(FieldAuthor.SERVICE) | CARD.written_by(FieldAuthor.REP)
    yield from _differ(file, root, "read access to", readable, rights.fields())
    yield from _differ(file, root, "edit access to", own, {f"{CARD.name}.{name}" for name in written} - _MASTER)
    yield from _differ(file, root, "", set(_objects(root)), {*rights.objects(), CARD.name})
    yield from _differ(file, root, "", {tag.text for tag in root.at("userPermissions/name")}, rights.SYSTEM)
    for name, held in _objects(root).items():
        wanted = {"allowRead"}
        if name == CARD.name:
            wanted |= {"allowCreate", "allowEdit", "allowDelete"}
        if name == "Opportunity":
            wanted |= {"viewAllRecords"}
        yield from _differ(file, root, f"{name}:", held, wanted)


def _people(file: ProjectFile, root: Tag) -> Iterator[ProjectFault]:
    """A rep edits what a rep says and nothing else; who leads reps sees no answers."""
    fields, rep = _fields(root), file.name == REP
    said = {f"{CARD.name}.{name}" for name in CARD.written_by(FieldAuthor.REP)} if rep else set()
    yield from _differ(file, root, "edit access to", {name for name, edit in fields.items() if edit}, said)
    held = {"allowRead", "allowEdit"} if rep else {"allowRead"}
    yield from _differ(file, root, f"{CARD.name}:", _objects(root).get(CARD.name, set()), held)
    yield from _differ(file, root, "", set(_objects(root)), {CARD.name, *_WITH_CARDS})
    if not rep:
        private = {f"{CARD.name}.{name}" for name in PRIVATE} & fields.keys()
        yield from _differ(file, root, "read access to", private, set())
    yield from _differ(
        file, root, "read access to", {f"Opportunity.{OPEN_CARDS}"} & fields.keys(), {f"Opportunity.{OPEN_CARDS}"}
    )


_WITH_CARDS = ("Opportunity", "Account")
"""Whoever reads cards needs to read deals, and whoever reads deals accounts: everybody who sees a card does anyway."""
_MASTER = {f"{CARD.name}.Opportunity__c"}
"""A detail's lookup to its master can be hidden from nobody."""


def _fields(root: Tag) -> dict[str, bool]:
    return {tag.value("field"): tag.value("editable") == "true" for tag in root.at("fieldPermissions")}


def _objects(root: Tag) -> dict[str, set[str]]:
    return {
        tag.value("object"): {each.name for each in tag.children if each.text == "true"}
        for tag in root.at("objectPermissions")
    }


def _differ(
    file: ProjectFile, root: Tag, what: str, here: set[str], wanted: set[str] | frozenset[str]
) -> Iterator[ProjectFault]:
    for name in sorted(wanted - here):
        yield ProjectFault(file.path, root.line, f"It lacks {what} {name}.".replace("  ", " "), RIGHTS)
    for name in sorted(here - wanted):
        line = next((tag.line for tag in _named(root, name)), root.line)
        yield ProjectFault(file.path, line, f"It gives {what} {name}, which nothing needs.".replace("  ", " "), RIGHTS)


def _named(root: Tag, name: str) -> Iterator[Tag]:
    for child in root.children:
        yield from (tag for tag in child.children if tag.text == name)
