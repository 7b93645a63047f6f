"""The platform's errors: code, HTTP status and wording as a real org gives them.

The REST layer turns an :class:`ApiError` into ``[{"message", "errorCode", "fields"}]``, or, inside a collection's
result, into ``{"statusCode", "message", "fields"}``.
"""

from collections.abc import Sequence


class ApiError(Exception):
    """A refusal. ``status`` is the HTTP status, ``code`` the errorCode, ``fields`` the API names it is about."""

    def __init__(self, status: int, code: str, message: str, fields: Sequence[str] = ()) -> None:
        super().__init__(f"{code}: {message}")
        self.status = status
        self.code = code
        self.message = message
        self.fields = list(fields)


# ---------------------------------------------------------------- objects, fields and ids


def unsupported_type(name: str) -> ApiError:
    """A body names an object that this org does not have."""
    return ApiError(400, "INVALID_TYPE", f"sObject type '{name}' is not supported.")


def not_queryable(name: str) -> ApiError:
    """The object exists, but SOQL may not read it."""
    return ApiError(400, "INVALID_TYPE_FOR_OPERATION", f"entity type {name} does not support query")


def not_creatable(label: str) -> ApiError:
    """The object exists, but clients may not create records of it."""
    code = "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY"
    return ApiError(400, code, f"entity type cannot be inserted: {label}")


def not_updatable(label: str) -> ApiError:
    """The object exists, but clients may not change its records."""
    return ApiError(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type cannot be updated: {label}")


def not_deletable(label: str) -> ApiError:
    """The object exists, but clients may not delete its records."""
    return ApiError(400, "INSUFFICIENT_ACCESS_OR_READONLY", f"entity type cannot be deleted: {label}")


def no_object_right() -> ApiError:
    """The user may not do this with any record of the object.

    Recorded live, with status 403, in public clients' tests of REST calls.
    """
    return ApiError(403, "INSUFFICIENT_ACCESS_OR_READONLY", "insufficient access rights on object id")


def no_access_to_record() -> ApiError:
    """Sharing keeps the record from the user."""
    sentence = "insufficient access rights on cross-reference id"
    return ApiError(403, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY", sentence)


def level_of_access(share_type: str) -> ApiError:
    """The refusal of a link while Salesforce CRM Content is off. The wording differs between viewer and inferred.

    Source: https://github.com/douglascayers/sfdc-convert-attachments-to-chatter-files/issues/24
    """
    viewer = (
        "You do not have the level of access necessary to perform the operation you requested. Please contact the "
        "owner of the record or your administrator if access is necessary."
    )
    if share_type == "V":
        return ApiError(403, "INSUFFICIENT_ACCESS_OR_READONLY", viewer)
    return invalid_sharing_type(share_type)


def invalid_sharing_type(share_type: str) -> ApiError:
    """A share type that a link to this record cannot have."""
    return ApiError(403, "INSUFFICIENT_ACCESS_OR_READONLY", f"Invalid sharing type {share_type}", ["ShareType"])


def no_such_column(field: str, object_name: str) -> ApiError:
    """A body names a field that the object does not have. Recorded live: only the message names the field."""
    return ApiError(400, "INVALID_FIELD", f"No such column '{field}' on sobject of type {object_name}")


def malformed_id(label: str, value: str, field: str) -> ApiError:
    """Not an id, or an id of another object. ``label`` is the field's."""
    return ApiError(400, "MALFORMED_ID", f"{label}: id value of incorrect type: {value}", [field])


def not_found() -> ApiError:
    """No such record."""
    return ApiError(404, "NOT_FOUND", "The requested resource does not exist")


def missing_record() -> ApiError:
    """A client wants to change a record that does not exist."""
    return ApiError(404, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")


def entity_is_deleted() -> ApiError:
    """The record is in the recycle bin."""
    return ApiError(404, "ENTITY_IS_DELETED", "entity is deleted")


# ---------------------------------------------------------------- values


def required_missing(fields: Sequence[str]) -> ApiError:
    """Fields that must have a value have none."""
    names = ", ".join(fields)
    return ApiError(400, "REQUIRED_FIELD_MISSING", f"Required fields are missing: [{names}]", fields)


def not_writable(fields: Sequence[str]) -> ApiError:
    """Fields that clients may not set."""
    sentence = (
        f"Unable to create/update fields: {', '.join(fields)}. Please check the security settings of this field and "
        "verify that it is read/write for your profile or permission set."
    )
    return ApiError(400, "INVALID_FIELD_FOR_INSERT_UPDATE", sentence, fields)


def too_long(label: str, value: str, length: int, field: str) -> ApiError:
    """The value is longer than the field allows. The message shows the whole value, as the platform does."""
    return ApiError(400, "STRING_TOO_LONG", f"{label}: data value too large: {value} (max length={length})", [field])


def number_too_large(label: str, field: str) -> ApiError:
    """More digits before the decimal point than the field holds."""
    return ApiError(
        400, "NUMBER_OUTSIDE_VALID_RANGE", f"{label}: value outside of valid range on numeric field", [field]
    )


def bad_picklist_value(label: str, value: str, field: str) -> ApiError:
    """Not a value of a restricted picklist."""
    sentence = f"{label}: bad value for restricted picklist field: {value}"
    return ApiError(400, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", sentence, [field])


def invalid_email(label: str, value: str, field: str) -> ApiError:
    """Not an address."""
    return ApiError(400, "INVALID_EMAIL_ADDRESS", f"{label}: invalid email address: {value}", [field])


def cannot_deserialise(kind: str, token: str, value: str) -> ApiError:
    """A JSON value of the wrong type; ``token`` is the JSON parser's name for the token (``VALUE_STRING`` …)."""
    sentence = (
        f"Cannot deserialize instance of {kind} from {token} value {value} or request may be missing a required field"
    )
    return ApiError(400, "JSON_PARSER_ERROR", sentence)


def json_parser_error(sentence: str) -> ApiError:
    """The body is not JSON, or not the JSON that is expected here."""
    return ApiError(400, "JSON_PARSER_ERROR", sentence)


# ---------------------------------------------------------------- references and integrity


def bad_reference(label: str, field: str) -> ApiError:
    """A well-formed id, but no record that this field could reference has it."""
    return ApiError(400, "INVALID_CROSS_REFERENCE_KEY", f"{label}: invalid cross reference id", [field])


def deleted_reference(field: str) -> ApiError:
    """The referenced record is in the recycle bin."""
    return ApiError(400, "ENTITY_IS_DELETED", "entity is deleted", [field])


def duplicate_value(field: str, existing_id: str) -> ApiError:
    """Another record has this value in a unique field."""
    sentence = f"duplicate value found: {field} duplicates value on record with id: {existing_id[:15]}"
    return ApiError(400, "DUPLICATE_VALUE", sentence, [field])


def already_linked(document_id: str, entity_id: str) -> ApiError:
    """The document is already linked to that record."""
    sentence = f"Document with ID: {document_id} is already linked with the entity with ID: {entity_id}"
    return ApiError(400, "DUPLICATE_VALUE", sentence, ["LinkedEntityId"])


def delete_failed(sentence: str) -> ApiError:
    """The record cannot be deleted because another record needs it."""
    return ApiError(400, "DELETE_FAILED", sentence)


def field_integrity(sentence: str, fields: Sequence[str] = ()) -> ApiError:
    """Values that are valid alone, but not together."""
    return ApiError(400, "FIELD_INTEGRITY_EXCEPTION", sentence, fields)


def note_content_refused(general: bool = False) -> ApiError:
    """A note's body contains markup or characters that notes do not accept.

    The wording that names HTML tags is from https://help.salesforce.com/s/articleView?id=000232870, the general one
    from https://help.salesforce.com/s/articleView?id=000230867. It is not confirmed that both have the same code.
    """
    sentence = (
        "Note can't be saved because it contains HTML tags or unescaped characters that are not allowed in a Note."
    )
    if general:
        sentence = "Note could not be saved."
    return field_integrity(sentence, ["Content"])


# ---------------------------------------------------------------- queries


def malformed_query(sentence: str) -> ApiError:
    """The query cannot be understood, or asks for what this object does not allow."""
    return ApiError(400, "MALFORMED_QUERY", sentence)
