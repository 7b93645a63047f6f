"""Notes and the files behind them: ContentNote, ContentDocument, ContentVersion, ContentDocumentLink.

A note has the id of its document. Every write of its content adds a version. A link shows the note on a record.
"""

from localorg.schema.fields import (
    CURRENCY_CODE,
    blob,
    choice,
    computed,
    flag,
    integer,
    long_text,
    lookup,
    moment,
    owned,
    record_fields,
    text,
    url,
)
from localorg.schema.types import Field, ObjectType, OnDelete

_PRIVACY = ("N", "P")
_LINKABLE = ("Account", "Contact", "Opportunity", "Organization", "Product2", "Task", "User")


def _file_facts() -> tuple[Field, ...]:
    """The fields that the platform has for any file."""
    return (
        computed(text("FileType", "File Type", 20)),
        computed(text("FileExtension", "File Extension", 40)),
        computed(integer("ContentSize", "Size")),
    )


CONTENT_NOTE = ObjectType(
    name="ContentNote",
    label="Note",
    label_plural="Notes",
    key_prefix="069",
    requires="notes",
    upsertable=False,
    fields=record_fields(
        "ContentNote",
        text("Title", "Title", 255, nillable=False, name_field=True),
        *_file_facts(),
        computed(lookup("OwnerId", "Owner ID", "User", nillable=False)),
        computed(text("TextPreview", "Text Preview", 255, sortable=False)),
        blob("Content", "Content"),
        computed(moment("ContentModifiedDate", "Content Modified Date")),
        computed(flag("IsReadOnly", "Is Read Only")),
        computed(lookup("LatestPublishedVersionId", "Latest Published Version ID", "ContentVersion")),
        computed(lookup("LatestContentId", "Latest Content ID", "ContentVersion")),
        choice("SharingPrivacy", "File Privacy on Records", _PRIVACY, restricted=True, default="N"),
        viewed=True,
    ),
)

CONTENT_DOCUMENT = ObjectType(
    name="ContentDocument",
    label="Content Document",
    label_plural="Content Documents",
    key_prefix="069",
    createable=False,
    upsertable=False,
    fields=record_fields(
        "ContentDocument",
        text("Title", "Title", 255, nillable=False, name_field=True),
        text("Description", "Description", 1000),
        *_file_facts(),
        lookup("OwnerId", "Owner ID", "User", nillable=False, children="OwnedContentDocuments"),
        computed(choice("PublishStatus", "Publish Status", ("P", "R", "U"), restricted=True, default="P")),
        computed(lookup("LatestPublishedVersionId", "Latest Published Version ID", "ContentVersion")),
        computed(moment("ContentModifiedDate", "Content Modified Date")),
        computed(flag("IsArchived", "Is Archived")),
        choice("SharingOption", "Sharing Option", ("A", "R"), restricted=True, default="A"),
        choice("SharingPrivacy", "File Privacy on Records", _PRIVACY, restricted=True, default="N"),
        viewed=True,
    ),
)

CONTENT_VERSION = ObjectType(
    name="ContentVersion",
    label="Content Version",
    label_plural="Content Versions",
    key_prefix="068",
    deletable=False,
    recycled=True,
    fields=record_fields(
        "ContentVersion",
        owned(
            "ContentDocumentId",
            "ContentDocument ID",
            "ContentDocument",
            "ContentVersions",
            nillable=True,
        ),
        computed(flag("IsLatest", "Is Latest")),
        computed(text("VersionNumber", "Version Number", 20)),
        text("Title", "Title", 255, name_field=True),
        text("Description", "Description", 1000),
        text("ReasonForChange", "Reason For Change", 1000, updateable=False),
        text("PathOnClient", "Path On Client", 500, updateable=False),
        *_file_facts(),
        blob("VersionData", "Version Data", updateable=False),
        long_text("TextPreview", "Text Preview", 255, createable=False, updateable=False),
        lookup("FirstPublishLocationId", "First Publish Location ID", *_LINKABLE, updateable=False),
        lookup("OwnerId", "Owner ID", "User", nillable=False),
        computed(moment("ContentModifiedDate", "Content Modified Date")),
        computed(choice("PublishStatus", "Publish Status", ("P", "R", "U"), restricted=True, default="P")),
        choice("Origin", "Content Origin", ("C", "H"), restricted=True, default="C", updateable=False),
        choice("SharingPrivacy", "File Privacy on Records", _PRIVACY, restricted=True, default="N"),
        computed(text("Checksum", "Checksum", 50)),
        url("ContentUrl", "Content URL", updateable=False),
        CURRENCY_CODE,
    ),
)

CONTENT_DOCUMENT_LINK = ObjectType(
    name="ContentDocumentLink",
    label="Content Document Link",
    label_plural="Content Document Link",
    key_prefix="06A",
    upsertable=False,
    fields={
        name: field
        for name, field in record_fields(
            "ContentDocumentLink",
            lookup(
                "LinkedEntityId",
                "Linked Entity ID",
                *_LINKABLE,
                nillable=False,
                updateable=False,
                children="ContentDocumentLinks",
                on_delete=OnDelete.CASCADE,
            ),
            owned("ContentDocumentId", "ContentDocument ID", "ContentDocument", "ContentDocumentLinks"),
            choice("ShareType", "Share Type", ("V", "C", "I"), restricted=True),
            choice("Visibility", "Visibility", ("AllUsers", "InternalUsers", "SharedUsers"), restricted=True),
        ).items()
        if not name.startswith(("Created", "LastModified"))
    },
)

NOTES = (CONTENT_NOTE, CONTENT_DOCUMENT, CONTENT_VERSION, CONTENT_DOCUMENT_LINK)
