"""Documents: linked to their owner on creation, and kept consistent with their note."""

from localorg.records import deletion
from localorg.records.rules.notes import STAMPS, retitle_latest
from localorg.records.session import Rules, Write


class DocumentRules(Rules):
    """A new document is shared with its owner; a note and its document change and vanish together."""

    def after_insert(self, write: Write) -> None:
        link = {"ContentDocumentId": write.new["Id"], "LinkedEntityId": write.new["OwnerId"], "ShareType": "I"}
        write.session.insert("ContentDocumentLink", {**link, "Visibility": "AllUsers"})

    def after_update(self, write: Write) -> None:
        if write.session.find("ContentNote", write.new["Id"]) is not None:
            kept = {name: write.new[name] for name in ("Title", "OwnerId", *STAMPS)}
            write.session.set("ContentNote", str(write.new["Id"]), kept)
            retitle_latest(write.session, write.new)

    def after_delete(self, write: Write) -> None:
        note = write.session.schema.objects.get("ContentNote")
        if note is not None:
            deletion.take_along(write.session, note, str(write.old["Id"]), root=str(write.old["Id"]))
