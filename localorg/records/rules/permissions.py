"""Permission sets: a right that the user's licence does not allow cannot be assigned; some rights require others."""

from localorg.errors import field_integrity
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row
from localorg.schema.permissions import OBJECT_RIGHTS

_INTEGRATION_LICENCE = "Salesforce Integration"
_INTEGRATION_PSL = "SalesforceAPIIntegrationPsl"


class AssignmentRules(Rules):
    """An integration user must have the licence *Salesforce API Integration* before it may do anything with objects."""

    def before_insert(self, write: Write) -> None:
        session, new = write.session, write.new
        user = session.find("User", new["AssigneeId"]) or {}
        given = session.select("ObjectPermissions", ParentId=new["PermissionSetId"])
        if not given or not _needs_licence(session, user):
            return
        permission_set = session.find("PermissionSet", new["PermissionSetId"]) or {}
        one = session.schema.find(str(given[0]["SobjectType"]))
        plural = one.label_plural if one else given[0]["SobjectType"]
        # The wording is from public set-up guides, which quote Setup; the errorCode is the one that deployments get.
        raise field_integrity(
            f'Can\'t assign permission set "{permission_set.get("Label")}" to user "{user.get("Name")}". '
            f"The user license doesn't allow the permission: Read {plural}",
            ["PermissionSetId"],
        )


def _needs_licence(session: Session, user: Row) -> bool:
    profile = session.find("Profile", user.get("ProfileId")) or {}
    licence = session.find("UserLicense", profile.get("UserLicenseId")) or {}
    if licence.get("Name") != _INTEGRATION_LICENCE:
        return False
    held = session.select("PermissionSetLicenseAssign", AssigneeId=user["Id"])
    names = {
        (session.find("PermissionSetLicense", one["PermissionSetLicenseId"]) or {})["DeveloperName"] for one in held
    }
    return _INTEGRATION_PSL not in names


class SeatRules(Rules):
    """A permission set licence counts its used seats."""

    def after_insert(self, write: Write) -> None:
        _count_seats(write)

    def after_delete(self, write: Write) -> None:
        _count_seats(write)


def _count_seats(write: Write) -> None:
    licence = str(write.new["PermissionSetLicenseId"])
    used = len(write.session.select("PermissionSetLicenseAssign", PermissionSetLicenseId=licence))
    write.session.set("PermissionSetLicense", licence, {"UsedLicenses": used})


class ObjectPermissionRules(Rules):
    """Every right on an object requires the right to read it."""

    def before_insert(self, write: Write) -> None:
        _check(write.new)

    def before_update(self, write: Write) -> None:
        _check(write.new)


def _check(new: Row) -> None:
    others = [
        f"Permissions{name}" for word, name in OBJECT_RIGHTS.items() if word != "read" and new[f"Permissions{name}"]
    ]
    if others and not new["PermissionsRead"]:
        sentence = f"Permission {others[0].removeprefix('Permissions')} depends on permission(s): Read"
        raise field_integrity(sentence, others)
