"""Objects that show whether a feature of the org is on: they do not exist if it is off.

Source: Object Reference, FeedItem (needs Chatter) and ContentWorkspace (a library of Salesforce CRM Content).
"""

from localorg.schema.fields import lookup, record_fields, text
from localorg.schema.types import ObjectType

FEED_ITEM = ObjectType(
    name="FeedItem",
    label="Feed Item",
    label_plural="Feed Items",
    key_prefix="0D5",
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Feed Item", text("Body", "Body"), lookup("ParentId", "Parent ID", "Opportunity"), deleted=False
    ),
)

CONTENT_WORKSPACE = ObjectType(
    name="ContentWorkspace",
    label="Library",
    label_plural="Libraries",
    key_prefix="058",
    upsertable=False,
    recycled=False,
    fields=record_fields(
        "Library",
        text("Name", "Name", 255, nillable=False, name_field=True),
        text("Description", "Description"),
        deleted=False,
    ),
)

FEATURES_ON = (FEED_ITEM, CONTENT_WORKSPACE)
