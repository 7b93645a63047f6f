"""What the project and the service must say alike: the API's version, and the object that cards are kept on."""

from collections.abc import Iterator

from coach.package.card import CARD, KEY, MASTER, CardField
from coach.package.fault import ProjectFault
from coach.package.project import DESCRIPTION, Project, ProjectFile
from coach.package.tags import Tag

VERSION, FIELD, IDENTITY = "api-version", "card-field", "card-identity"


def agreement(project: Project, api_version: str) -> Iterator[ProjectFault]:
    """The service writes what the project has deployed."""
    yield from _versions(project, api_version)
    yield from _fields(project)


def _versions(project: Project, ours: str) -> Iterator[ProjectFault]:
    if (theirs := project.described.get("sourceApiVersion")) != ours:
        sentence = f"The project is of API version {theirs}, the service of {ours}."
        yield ProjectFault(DESCRIPTION, project.line("sourceApiVersion"), sentence, VERSION)
    for file in project.files:
        for tag in file.root.anywhere("apiVersion") if file.root else ():
            if tag.text != ours:
                yield ProjectFault(
                    file.path, tag.line, f"It is of API version {tag.text}, the service of {ours}.", VERSION
                )


def _fields(project: Project) -> Iterator[ProjectFault]:
    of_card = {file.name: (file, root) for file, root in project.of("CustomField") if file.object == CARD.name}
    for name in sorted(CARD.fields.keys() - of_card.keys()):
        sentence = f"The service writes {CARD.name}.{name}, and the project has no such field."
        yield ProjectFault(DESCRIPTION, 1, sentence, FIELD)
    for name, (file, root) in of_card.items():
        declared = CARD.fields.get(name)
        if declared is None:
            yield ProjectFault(file.path, root.line, f"The service knows no field {CARD.name}.{name}.", FIELD)
        else:
            yield from _field(file, root, declared)
    if KEY in of_card:
        yield from _key(*of_card[KEY])
    if MASTER in of_card:
        yield from _master(*of_card[MASTER])


def _field(file: ProjectFile, root: Tag, declared: CardField) -> Iterator[ProjectFault]:
    told = CardField(
        root.value("type"),
        int(root.value("length") or root.value("precision") or 0),
        declared.author,
        tuple(tag.text for tag in root.at("valueSet/valueSetDefinition/value/fullName")),
    )
    for what in ("type", "length", "values"):
        here, there = getattr(told, what), getattr(declared, what)
        if what == "values":
            here, there = sorted(here), sorted(there)
        if here != there:
            yield ProjectFault(file.path, root.line, f"Its {what}: {here} here, {there} in the service.", FIELD)


def _key(file: ProjectFile, root: Tag) -> Iterator[ProjectFault]:
    if root.value("externalId") != "true" or root.value("unique") != "true":
        sentence = "The key must be an external id and unique, else a card that is written twice is there twice."
        yield ProjectFault(file.path, root.line, sentence, IDENTITY)


def _master(file: ProjectFile, root: Tag) -> Iterator[ProjectFault]:
    if root.value("writeRequiresMasterRead") != "true":
        sentence = "Reading the deal must be enough to write its cards: Coach's own user may change no deal."
        yield ProjectFault(file.path, root.line, sentence, IDENTITY)
