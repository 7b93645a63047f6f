"""Links: where a document is shown. One per document and record; the owner's own stays."""

from coach.localorg.errors import ApiError, already_linked, field_integrity, required_missing
from coach.localorg.records.session import Rules, Write
from coach.localorg.records.tables import Row

_PEOPLE = ("005", "00D")


class LinkRules(Rules):
    """To a record: viewer or inferred, for all users. To people: viewer or collaborator."""

    def before_insert(self, write: Write) -> None:
        if write.new["ShareType"] is None:
            raise required_missing(["ShareType"])
        write.new["Visibility"] = write.new["Visibility"] or "AllUsers"
        if write.given:
            _check_sharing(write.new)
        pair = {name: write.new[name] for name in ("ContentDocumentId", "LinkedEntityId")}
        if write.session.select("ContentDocumentLink", **pair):
            raise already_linked(str(write.new["ContentDocumentId"]), str(write.new["LinkedEntityId"]))

    def before_update(self, write: Write) -> None:
        _check_sharing(write.new)

    def before_delete(self, write: Write) -> None:
        document = write.session.find("ContentDocument", write.old["ContentDocumentId"]) or {}
        if document.get("OwnerId") == write.old["LinkedEntityId"]:
            raise field_integrity("field integrity exception")


def _check_sharing(link: Row) -> None:
    to_people = str(link["LinkedEntityId"]).startswith(_PEOPLE)
    if link["ShareType"] == ("I" if to_people else "C"):
        sentence = f"Invalid sharing type {link['ShareType']}"
        raise ApiError(400, "INSUFFICIENT_ACCESS_OR_READONLY", sentence, ["ShareType"])
    if not to_people and link["Visibility"] != "AllUsers":
        sentence = f"Visibility {link['Visibility']} is not permitted for this linked record."
        raise field_integrity(sentence, ["Visibility"])
