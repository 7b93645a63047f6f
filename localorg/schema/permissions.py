"""Licences, profiles, permission sets and the rights that they grant.

Sources: Object Reference, PermissionSet, PermissionSetAssignment, PermissionSetLicense, ObjectPermissions,
FieldPermissions, SetupEntityAccess, Profile, UserLicense. They can be read only with View Setup and Configuration.
"""

from localorg.schema.fields import choice, computed, flag, integer, lookup, moment, owned, record_fields, text
from localorg.schema.types import Field, ObjectType

SYSTEM_PERMISSIONS = {
    "ApiEnabled": "API Enabled",
    "ApiUserOnly": "API Only User",
    "AssignPermissionSets": "Assign Permission Sets",
    "CustomizeApplication": "Customize Application",
    "EnableNotifications": "Send Outbound Messages",
    "ManageUsers": "Manage Users",
    "ModifyAllData": "Modify All Data",
    "QueryAllFiles": "Query All Files",
    "ViewAllData": "View All Data",
    "ViewAllProfiles": "View All Profiles",
    "ViewAllUsers": "View All Users",
    "ViewRoles": "View Roles and Role Hierarchy",
    "ViewSetup": "View Setup and Configuration",
}
"""System permissions: the API name without the prefix ``Permissions``, and the label on the pages of Setup."""
OBJECT_RIGHTS = {
    "read": "Read",
    "create": "Create",
    "edit": "Edit",
    "delete": "Delete",
    "view_all": "ViewAllRecords",
    "modify_all": "ModifyAllRecords",
}
"""Our words for rights on an object, and the field of ObjectPermissions without the prefix ``Permissions``."""


def _system(updateable: bool) -> tuple[Field, ...]:
    fields = (flag(f"Permissions{name}", label) for name, label in SYSTEM_PERMISSIONS.items())
    return tuple(field if updateable else computed(field) for field in fields)


def _setup_object(
    name: str, label: str, prefix: str, *fields: Field, updateable: bool = True, deletable: bool = True
) -> ObjectType:
    return ObjectType(
        name=name,
        label=label,
        label_plural=label if label.endswith("s") else f"{label}s",
        key_prefix=prefix,
        upsertable=False,
        recycled=False,
        updateable=updateable,
        deletable=deletable,
        searchable=False,
        layoutable=False,
        fields=record_fields(label, *fields, deleted=False),
    )


_SEATS = (integer("TotalLicenses", "Total Licenses"), integer("UsedLicenses", "Used Licenses"))
_STATUS = choice("Status", "Status", ("Active", "Disabled"), restricted=True, default="Active")

USER_LICENSE = _setup_object(
    "UserLicense",
    "User License",
    "100",
    text("Name", "Name", 40, nillable=False, name_field=True),
    text("LicenseDefinitionKey", "License Def. ID", 40),
    text("MasterLabel", "Master Label", 40),
    _STATUS,
    *_SEATS,
    updateable=False,
    deletable=False,
)

PROFILE = ObjectType(
    name="Profile",
    label="Profile",
    label_plural="Profiles",
    key_prefix="00e",
    createable=False,
    updateable=False,
    deletable=False,
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Profile",
        text("Name", "Name", nillable=False, name_field=True),
        text("Description", "Description"),
        lookup("UserLicenseId", "User License ID", "UserLicense"),
        choice("UserType", "User Type", ("Standard", "PowerPartner", "Guest"), restricted=True, default="Standard"),
        *_system(updateable=False),
        deleted=False,
    ),
)

PERMISSION_SET_LICENSE = _setup_object(
    "PermissionSetLicense",
    "Permission Set License",
    "0PL",
    text("DeveloperName", "Permission Set License Name", 80, nillable=False),
    text("MasterLabel", "Permission Set License Label", 40, name_field=True),
    _STATUS,
    *_SEATS,
    moment("ExpirationDate", "Expiration Date"),
    updateable=False,
    deletable=False,
)

PERMISSION_SET_LICENSE_ASSIGN = _setup_object(
    "PermissionSetLicenseAssign",
    "Permission Set License Assignment",
    "2LA",
    lookup("PermissionSetLicenseId", "Permission Set License ID", "PermissionSetLicense", nillable=False),
    lookup("AssigneeId", "Assignee ID", "User", nillable=False),
    updateable=False,
)

PERMISSION_SET = ObjectType(
    name="PermissionSet",
    label="Permission Set",
    label_plural="Permission Sets",
    key_prefix="0PS",
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Permission Set",
        text("Name", "Permission Set Name", 80, nillable=False, name_field=True, unique=True),
        text("Label", "Permission Set Label", 80, nillable=False),
        text("Description", "Description"),
        lookup("LicenseId", "License ID", "PermissionSetLicense"),
        lookup("ProfileId", "Profile ID", "Profile", updateable=False),
        computed(flag("IsOwnedByProfile", "Is Owned By Profile")),
        computed(flag("IsCustom", "Custom", default=True)),
        computed(text("NamespacePrefix", "Namespace Prefix", 15)),
        *_system(updateable=True),
        deleted=False,
    ),
)

PERMISSION_SET_ASSIGNMENT = ObjectType(
    name="PermissionSetAssignment",
    label="Permission Set Assignment",
    label_plural="Permission Set Assignments",
    key_prefix="0Pa",
    upsertable=False,
    recycled=False,
    fields={
        name: field
        for name, field in record_fields(
            "Permission Set Assignment",
            owned("PermissionSetId", "PermissionSet ID", "PermissionSet", "Assignments"),
            lookup("AssigneeId", "Assignee ID", "User", nillable=False, updateable=False, children=None),
            moment("ExpirationDate", "Expiration Date"),
            deleted=False,
        ).items()
        if not name.startswith(("Created", "LastModified"))
    },
)

OBJECT_PERMISSIONS = _setup_object(
    "ObjectPermissions",
    "Object Permissions",
    "110",
    owned("ParentId", "Parent ID", "PermissionSet", "ObjectPerms"),
    text("SobjectType", "Sobject Type Name", 40, nillable=False, updateable=False),
    *(flag(f"Permissions{name}", name) for name in OBJECT_RIGHTS.values()),
)

FIELD_PERMISSIONS = _setup_object(
    "FieldPermissions",
    "Field Permissions",
    "01k",
    owned("ParentId", "Parent ID", "PermissionSet", "FieldPerms"),
    text("SobjectType", "Sobject Type Name", 40, nillable=False, updateable=False),
    text("Field", "Field Name", 255, nillable=False, updateable=False),
    flag("PermissionsRead", "Read Access"),
    flag("PermissionsEdit", "Edit Access"),
)

SETUP_ENTITY_ACCESS = _setup_object(
    "SetupEntityAccess",
    "Setup Entity Access",
    "0J0",
    owned("ParentId", "Parent ID", "PermissionSet", "SetupEntityAccessItems"),
    text("SetupEntityId", "Setup Entity ID", 18, nillable=False, updateable=False),
    text("SetupEntityType", "Setup Entity Type", 40),
    updateable=False,
)

APEX_TRIGGER = _setup_object(
    "ApexTrigger",
    "Apex Trigger",
    "01q",
    text("Name", "Name", nillable=False, name_field=True),
    text("TableEnumOrId", "Custom Object Definition ID", 40),
    flag("UsageBeforeInsert", "BeforeInsert"),
    flag("UsageAfterInsert", "AfterInsert"),
    flag("UsageBeforeUpdate", "BeforeUpdate"),
    flag("UsageAfterUpdate", "AfterUpdate"),
    flag("UsageBeforeDelete", "BeforeDelete"),
    flag("UsageAfterDelete", "AfterDelete"),
    choice("Status", "Status", ("Active", "Inactive", "Deleted"), restricted=True, default="Active"),
)

NETWORK = _setup_object(
    "Network",
    "Network",
    "0DB",
    text("Name", "Name", 255, nillable=False, name_field=True),
    choice("Status", "Status", ("UnderConstruction", "Live", "DownForMaintenance"), restricted=True, default="Live"),
    text("UrlPathPrefix", "URL Path Prefix"),
    updateable=False,
    deletable=False,
)

PERMISSIONS = (
    USER_LICENSE,
    PROFILE,
    PERMISSION_SET_LICENSE,
    PERMISSION_SET_LICENSE_ASSIGN,
    PERMISSION_SET,
    PERMISSION_SET_ASSIGNMENT,
    OBJECT_PERMISSIONS,
    FIELD_PERMISSIONS,
    SETUP_ENTITY_ACCESS,
    APEX_TRIGGER,
    NETWORK,
)
SETUP_ONLY = frozenset(one.name for one in PERMISSIONS) - {"Profile", "Network", "UserLicense"}
"""Objects that require View Setup and Configuration, as the Object Reference says for each."""
