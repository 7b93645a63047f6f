"""Versions: a document's content at one time. A version without a document creates one, and may link it to a record."""

import base64
import hashlib
from pathlib import PurePath

from localorg.errors import required_missing
from localorg.records.rules.notes import EXTENSION, STAMPS, note_of_file
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row


class VersionRules(Rules):
    """The newest version is the latest one; its document shows its title, size and type."""

    def before_insert(self, write: Write) -> None:
        _require_file(write.new)
        write.new["Title"] = write.new["Title"] or PurePath(str(write.new["PathOnClient"])).stem
        _describe_file(write.session, write.new)
        if write.new["ContentDocumentId"] is None:
            write.new["ContentDocumentId"] = _new_document(write.session, write.new)
        earlier = write.session.select("ContentVersion", ContentDocumentId=write.new["ContentDocumentId"])
        for version in earlier:
            write.session.set("ContentVersion", str(version["Id"]), {"IsLatest": False})
        write.new.update(IsLatest=True, VersionNumber=str(len(earlier) + 1))

    def after_insert(self, write: Write) -> None:
        _publish(write.session, write.new)
        if write.new["FirstPublishLocationId"] is not None:
            link = {
                "ContentDocumentId": write.new["ContentDocumentId"],
                "LinkedEntityId": write.new["FirstPublishLocationId"],
            }
            write.session.insert("ContentDocumentLink", {**link, "ShareType": "V"})


def _require_file(new: Row) -> None:
    missing = [name for name in ("PathOnClient", "VersionData") if new[name] is None]
    if missing:
        raise required_missing(missing)


def _describe_file(session: Session, new: Row) -> None:
    data = base64.b64decode(str(new["VersionData"]))
    extension = PurePath(str(new["PathOnClient"])).suffix.removeprefix(".").lower()
    new |= {
        "ContentSize": len(data),
        "FileExtension": extension[:40] or None,
        "FileType": (extension or "unknown").upper()[:20],
        # The platform's checksum is MD5; it tells versions apart and protects nothing.
        "Checksum": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "ContentModifiedDate": session.now,
    }


def _new_document(session: Session, new: Row) -> str:
    document_id = session.insert("ContentDocument", {"Title": new["Title"], "OwnerId": new["OwnerId"]})
    if new["FileExtension"] == EXTENSION and "ContentNote" in session.schema.objects:
        note_of_file(session, document_id, new)
    return document_id


def _publish(session: Session, new: Row) -> None:
    document_id = str(new["ContentDocumentId"])
    shared = {name: new[name] for name in ("FileType", "FileExtension", "ContentSize", "ContentModifiedDate")}
    latest = {"LatestPublishedVersionId": new["Id"], **{name: new[name] for name in STAMPS}}
    session.set("ContentDocument", document_id, {**shared, **latest, "Title": new["Title"]})
    if session.find("ContentNote", document_id) is not None:
        session.set("ContentNote", document_id, {**latest, "LatestContentId": new["Id"]})
