"""Notes: a title, a strictly checked body, and the file behind the note."""

import base64
from typing import Final

from localorg.errors import note_content_refused, required_missing
from localorg.records import deletion, tables
from localorg.records.rules import note_text
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row

EXTENSION: Final = "snote"
_SYNCED = ("Title", "SharingPrivacy")
STAMPS = ("LastModifiedDate", "LastModifiedById", "SystemModstamp")
"""Fields that a document and its latest version share with the note: who changed it last, and when."""


class NoteRules(Rules):
    """Creating a note also creates its document, first version and a link to its owner; new content adds a version."""

    def before_insert(self, write: Write) -> None:
        _take_content(write.session, write.new)

    def after_insert(self, write: Write) -> None:
        document = {
            "Title": write.new["Title"],
            "SharingPrivacy": write.new["SharingPrivacy"],
            "OwnerId": write.new["OwnerId"],
        }
        write.session.insert("ContentDocument", document, record_id=str(write.new["Id"]))
        _add_version(write.session, write.new)

    def before_update(self, write: Write) -> None:
        if "Content" in write.given:
            _take_content(write.session, write.new)

    def after_update(self, write: Write) -> None:
        kept = (*_SYNCED, *STAMPS)
        write.session.set("ContentDocument", str(write.new["Id"]), {name: write.new[name] for name in kept})
        if write.new["Content"] != write.old["Content"]:
            _add_version(write.session, write.new)
        else:
            retitle_latest(write.session, write.new)

    def after_delete(self, write: Write) -> None:
        document = write.session.schema.objects["ContentDocument"]
        deletion.take_along(write.session, document, str(write.old["Id"]), root=str(write.old["Id"]))


def note_of_file(session: Session, document_id: str, version: Row) -> None:
    """Create the note of an uploaded ``.snote`` file, whose document and version exist or are being created."""
    one = session.schema.objects["ContentNote"]
    note: Row = {**one.blank, "Id": document_id, "Title": version["Title"], "Content": version["VersionData"]}
    stamps = ("CreatedDate", "CreatedById", "LastModifiedDate", "LastModifiedById", "SystemModstamp", "OwnerId")
    note |= {name: version[name] for name in stamps}
    _take_content(session, note)
    tables.add(session.db, one, note)


def retitle_latest(session: Session, changed: Row) -> None:
    """Set a new title on the latest version; a title alone adds no version."""
    for version in session.select("ContentVersion", ContentDocumentId=changed["Id"], IsLatest=True):
        stamps = {name: changed[name] for name in STAMPS}
        session.set("ContentVersion", str(version["Id"]), {"Title": changed["Title"], **stamps})


def _take_content(session: Session, new: Row) -> None:
    if new["Content"] is None:
        raise required_missing(["Content"])
    refusal = note_content_refused(session.switches.refusal_words == "general")
    try:
        body = base64.b64decode(str(new["Content"])).decode()
    except UnicodeDecodeError as broken:
        raise refusal from broken
    if not note_text.acceptable(body, session.schema.features.note_tags):
        raise refusal
    stored = note_text.kept(body).encode()
    new |= {
        "Content": base64.b64encode(stored).decode(),
        "ContentSize": len(stored),
        "TextPreview": note_text.preview(body),
        "ContentModifiedDate": session.now,
        "FileType": "SNOTE",
        "FileExtension": EXTENSION,
    }


def _add_version(session: Session, note: Row) -> None:
    values = {
        "ContentDocumentId": note["Id"],
        "Title": note["Title"],
        "PathOnClient": f"{note['Title']}.{EXTENSION}"[:500],
        "VersionData": note["Content"],
        "OwnerId": note["OwnerId"],
    }
    session.insert("ContentVersion", values)
