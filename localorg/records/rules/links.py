"""Links: where a document is shown, and to whom. One per document and record; the owner's link cannot be deleted."""

from localorg.errors import already_linked, field_integrity, invalid_sharing_type, level_of_access, required_missing
from localorg.records.session import Rules, Write
from localorg.records.tables import Row
from localorg.switches import Switches

_PEOPLE = ("005", "00D")


class LinkRules(Rules):
    """Share types: viewer or inferred for a link to a record; viewer or collaborator, for all users, to people."""

    def before_insert(self, write: Write) -> None:
        if write.new["ShareType"] is None:
            raise required_missing(["ShareType"])
        write.new["Visibility"] = write.new["Visibility"] or _usual_visibility(write.session.switches, write.new)
        if write.given:
            _check_share_type(write.session.switches, write.new)
            _check_visibility(write.session.switches, write.new)
        pair = {name: write.new[name] for name in ("ContentDocumentId", "LinkedEntityId")}
        if write.session.select("ContentDocumentLink", **pair):
            raise already_linked(str(write.new["ContentDocumentId"]), str(write.new["LinkedEntityId"]))

    def before_update(self, write: Write) -> None:
        if "ShareType" in write.given:
            _check_share_type(write.session.switches, write.new)
        if "Visibility" in write.given:
            _check_visibility(write.session.switches, write.new)

    def before_delete(self, write: Write) -> None:
        document = write.session.find("ContentDocument", write.old["ContentDocumentId"]) or {}
        if document.get("OwnerId") == write.old["LinkedEntityId"]:
            raise field_integrity("field integrity exception")


def _to_people(link: Row) -> bool:
    return str(link["LinkedEntityId"]).startswith(_PEOPLE)


def _usual_visibility(switches: Switches, link: Row) -> str:
    """The default: all users, or internal users if the org has a site.

    Source: https://help.salesforce.com/s/articleView?id=000384243
    """
    return "InternalUsers" if switches.experience_site and not _to_people(link) else "AllUsers"


def _check_share_type(switches: Switches, link: Row) -> None:
    share_type = str(link["ShareType"])
    if share_type == ("I" if _to_people(link) else "C"):
        raise invalid_sharing_type(share_type)
    if _to_people(link):
        return
    if share_type in switches.share_types_refused:
        raise invalid_sharing_type(share_type)
    if not switches.crm_content_enabled:
        raise level_of_access(share_type)


def _check_visibility(switches: Switches, link: Row) -> None:
    if _to_people(link) or link["Visibility"] == "AllUsers":
        return
    internal = switches.experience_site and not switches.internal_users_refused
    if link["Visibility"] != "InternalUsers" or not internal:
        sentence = f"Visibility {link['Visibility']} is not permitted for this linked record."
        raise field_integrity(sentence, ["Visibility"])
