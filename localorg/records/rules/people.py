"""Users, contacts, contact roles and tasks: full names, no cycles of managers, one primary contact per deal."""

from localorg.errors import ApiError
from localorg.records.session import Rules, Session, Write
from localorg.records.tables import Row
from localorg.schema.types import Value


class ContactRules(Rules):
    """A contact's Name is its first and last name."""

    def before_insert(self, write: Write) -> None:
        write.new["Name"] = _full_name(write.new)

    def before_update(self, write: Write) -> None:
        write.new["Name"] = _full_name(write.new)


class UserRules(ContactRules):
    """As for contacts; in addition, nobody may be their own manager, at any number of levels."""

    def before_insert(self, write: Write) -> None:
        super().before_insert(write)
        profile = write.session.find("Profile", write.new["ProfileId"]) or {}
        write.new["UserType"] = profile.get("UserType", "Standard")
        write.new["CommunityNickname"] = write.new["CommunityNickname"] or write.new["Alias"]

    def after_insert(self, write: Write) -> None:
        """Create the user's UserLogin, in which an administrator can freeze them."""
        write.session.insert("UserLogin", {"UserId": write.new["Id"]})

    def before_update(self, write: Write) -> None:
        super().before_update(write)
        if write.new["ManagerId"] != write.old["ManagerId"]:
            _refuse_cycle(write.session, write.new["Id"], write.new["ManagerId"])


class ContactRoleRules(Rules):
    """At most one contact of a deal is primary."""

    def after_insert(self, write: Write) -> None:
        _only_primary(write.session, write.new)

    def after_update(self, write: Write) -> None:
        _only_primary(write.session, write.new)


class TaskRules(Rules):
    """A completed task is closed; a task belongs to the account of the record that it is about."""

    def before_insert(self, write: Write) -> None:
        _settle_task(write.session, write.new)

    def before_update(self, write: Write) -> None:
        _settle_task(write.session, write.new)


def _full_name(row: Row) -> str:
    return " ".join(str(part) for part in (row["FirstName"], row["LastName"]) if part)


def _refuse_cycle(session: Session, user_id: Value, manager_id: Value) -> None:
    while manager_id is not None:
        if manager_id == user_id:
            sentence = f"Circular dependency: {user_id} would be among their own managers"
            raise ApiError(400, "CIRCULAR_DEPENDENCY", sentence, ["ManagerId"])
        manager_id = (session.find("User", manager_id) or {}).get("ManagerId")


def _only_primary(session: Session, role: Row) -> None:
    if not role["IsPrimary"]:
        return
    for other in session.select("OpportunityContactRole", OpportunityId=role["OpportunityId"], IsPrimary=True):
        if other["Id"] != role["Id"]:
            session.update("OpportunityContactRole", str(other["Id"]), {"IsPrimary": False})


def _settle_task(session: Session, task: Row) -> None:
    task["IsClosed"] = task["Status"] == "Completed"
    if task["IsClosed"]:
        task["CompletedDateTime"] = task["CompletedDateTime"] or session.now
    what = session.find("Opportunity", task["WhatId"]) or {}
    account = session.find("Account", task["WhatId"]) or {}
    task["AccountId"] = what.get("AccountId") or account.get("Id")
