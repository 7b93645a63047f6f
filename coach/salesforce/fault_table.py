"""The one table: an error code of Salesforce → who must act, and whether time helps.

It is keyed on the code and, if one code means several things, on words of the message. Never on the HTTP status alone:
a locked row has been seen with 400 and with 500. The first matching row counts.
"""

import re
from datetime import timedelta

from coach.salesforce.rulings import FaultKind, FaultRule, Ruling

_SECONDS = timedelta(seconds=5)
_HALF_A_MINUTE = timedelta(seconds=30)
_MINUTE = timedelta(minutes=1)
_MINUTES = timedelta(minutes=5)
_HOUR = timedelta(hours=1)


def _row(
    codes: str, kind: FaultKind, sentence: str, after: timedelta | None = None, words: str = "", like: str = ""
) -> FaultRule:
    pattern = re.compile(words, re.IGNORECASE) if words else None
    return FaultRule(
        frozenset(codes.split()), pattern, Ruling(kind, sentence, after), re.compile(like) if like else None
    )


TABLE: tuple[FaultRule, ...] = (
    # --- signing in (OAuth error codes are in lower case)
    _row(
        "invalid_client invalid_client_id",
        FaultKind.ORG,
        "Salesforce does not know the consumer key, or the secret is wrong: an admin copies both again from the "
        "External Client App.",
    ),
    _row(
        "invalid_grant",
        FaultKind.ORG,
        "The External Client App has no user to run as: an admin turns on the client credentials flow in its policies "
        "and names the integration user.",
        words="client credentials user",
    ),
    _row(
        "invalid_grant",
        FaultKind.ORG,
        "The integration user may not use the External Client App: an admin sets it to “Admin approved users are "
        "pre-authorized” and adds the user's permission set.",
        words="approved this consumer",
    ),
    _row(
        "invalid_app_access OAUTH_APP_ACCESS_DENIED",
        FaultKind.ORG,
        "The integration user may not use the External Client App: an admin sets it to “Admin approved users are "
        "pre-authorized” and adds the user's permission set.",
        words="admin approved",
    ),
    _row(
        "invalid_audience",
        FaultKind.ORG,
        "Salesforce does not accept the audience of the signed assertion: the operator sets "
        "COACH_SALESFORCE_JWT_AUDIENCE to https://login.salesforce.com, for a sandbox to https://test.salesforce.com, "
        "or to the org's own address; an admin of the org can say which it is.",
    ),
    _row(
        "invalid_grant",
        FaultKind.ORG,
        "Salesforce takes the signed assertion for expired: the operator sets this machine's clock, and an admin need "
        "do nothing.",
        words="expired|not yet valid|in the future",
    ),
    _row(
        "invalid_grant invalid_assertion",
        FaultKind.ORG,
        "Salesforce does not accept the signed assertion: an admin checks that the certificate of the External Client "
        "App belongs to the private key, that the user name is right, and that this machine's clock is.",
        words="assertion|user",
    ),
    _row(
        "invalid_grant inactive_user inactive_org",
        FaultKind.ORG,
        "The integration user cannot sign in: an admin checks that the user is active and allowed from this address.",
    ),
    _row(
        "invalid_app_access unauthorized_client OAUTH_APP_BLOCKED",
        FaultKind.ORG,
        "The External Client App is blocked for the integration user: an admin allows it in the app's policies.",
    ),
    _row(
        "app_not_found",
        FaultKind.ORG,
        "The org does not have this External Client App: an admin installs it there, and checks that the address is "
        "the org's own My Domain address.",
    ),
    _row(
        "unsupported_grant_type",
        FaultKind.ORG,
        "The External Client App does not offer this way to sign in: an admin turns on the client credentials flow or "
        "the JWT bearer flow.",
    ),
    _row(
        "unknown_error temporarily_unavailable server_error",
        FaultKind.AGAIN,
        "Salesforce cannot sign anybody in at this moment.",
        _MINUTE,
    ),
    _row("rate_limit_exceeded login_rate_exceeded", FaultKind.AGAIN, "Too many sign-ins within an hour.", _MINUTES),
    _row(
        "INVALID_SESSION_ID INVALID_AUTH_HEADER SESSION_EXPIRED",
        FaultKind.SESSION,
        "Salesforce refuses the session it has just given out: an admin checks the session settings and the IP "
        "restrictions of the integration user.",
    ),
    _row(
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD PASSWORD_LOCKOUT USER_NOT_ACTIVE",
        FaultKind.ORG,
        "The integration user is locked: an admin unlocks it.",
    ),
    _row(
        "ORG_LOCKED INSERT_UPDATE_DELETE_NOT_ALLOWED_DURING_MAINTENANCE",
        FaultKind.AGAIN,
        "The org is locked for maintenance.",
        _MINUTES,
    ),
    # --- limits
    _row(
        "",
        FaultKind.AGAIN,
        "The org has published as many note versions as 24 hours allow.",
        _HOUR,
        words=r"content ?publication|publication limit|content ?version.*limit",
    ),
    _row(
        "REQUEST_LIMIT_EXCEEDED",
        FaultKind.AGAIN,
        "The org has used up its API calls of the last 24 hours.",
        _MINUTE,
        words="TotalRequests",
    ),
    _row(
        "REQUEST_LIMIT_EXCEEDED",
        FaultKind.AGAIN,
        "Too many long requests run in the org at this moment.",
        _HALF_A_MINUTE,
        words="Concurrent",
    ),
    _row("REQUEST_LIMIT_EXCEEDED", FaultKind.AGAIN, "The org has reached a limit on requests.", _MINUTES),
    _row(
        "LIMIT_EXCEEDED STORAGE_LIMIT_EXCEEDED",
        FaultKind.AGAIN,
        "The org has published as many note versions as 24 hours allow.",
        _HOUR,
        words="publi|version",
    ),
    _row(
        "STORAGE_LIMIT_EXCEEDED",
        FaultKind.AGAIN,
        "The org's storage is full: an admin frees some or buys more.",
        _MINUTE,
    ),
    _row(
        "",
        FaultKind.ORG,
        "A transaction security policy of the org stops Coach: an admin exempts the integration user from it.",
        like="^TXN_SECURITY",
    ),
    # --- the org is busy or away
    _row("UNABLE_TO_LOCK_ROW", FaultKind.LOCKED, "Somebody else is changing the record at this moment.", _SECONDS),
    _row(
        "RECORD_LOCKED ENTITY_IS_LOCKED RECORD_IN_USE_BY_WORKFLOW",
        FaultKind.LOCKED,
        "The record is locked, perhaps for an approval.",
        _MINUTES,
    ),
    _row("SERVER_UNAVAILABLE SERVICE_UNAVAILABLE", FaultKind.AGAIN, "Salesforce is not available.", _HALF_A_MINUTE),
    _row("QUERY_TIMEOUT", FaultKind.AGAIN, "The org took too long to answer.", _HALF_A_MINUTE),
    _row(
        "REQUEST_RUNNING_TOO_LONG",
        FaultKind.LOST,
        "The org stopped in the middle of a request that took too long.",
        _MINUTE,
    ),
    _row("INVALID_QUERY_LOCATOR", FaultKind.AGAIN, "The org forgot a query between two pages.", _SECONDS),
    _row("TOO_MANY_REQUESTS TOO_MANY_APEX_REQUESTS", FaultKind.AGAIN, "The org asks for fewer requests.", _MINUTE),
    # --- records
    _row("ENTITY_IS_DELETED", FaultKind.GONE, "The record was deleted."),
    _row("INVALID_CROSS_REFERENCE_KEY", FaultKind.GONE, "The record does not exist any more."),
    _row(
        "NOT_FOUND",
        FaultKind.GONE,
        "Salesforce does not have what the call is about: an admin checks that Notes are on, and that the integration "
        "user may read opportunities and notes.",
    ),
    _row("DUPLICATE_VALUE", FaultKind.ALREADY, "The note hangs on the record already.", words="already linked"),
    # --- notes
    _row(
        "",
        FaultKind.FORM,
        "The org refuses this note even as plain text: an admin looks at what is unusual in the playbook's text.",
        words=r"HTML tags or unescaped characters|note (could not|can.t|cannot) be saved",
    ),
    _row(
        "",
        FaultKind.SHARE_TYPE,
        "The org refuses every way to share a note on this record: an admin turns on Salesforce CRM Content "
        "(Setup → Salesforce CRM Content).",
        words=r"invalid sharing type|ShareType",
    ),
    _row(
        "",
        FaultKind.VISIBILITY,
        "The org refuses the note's visibility on this record: an admin checks who may see files on records "
        "(Setup → Salesforce Files → General Settings).",
        words=r"Visibility \w+ is not permitted",
    ),
    # --- what an admin must change
    _row(
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        FaultKind.ADMIN,
        "The integration user may not put a note on this record: an admin gives it access to the record.",
    ),
    _row(
        "INSUFFICIENT_ACCESS INSUFFICIENT_ACCESS_OR_READONLY INVALID_READ_ONLY_USER_DML",
        FaultKind.ADMIN,
        "The integration user may not do this: an admin extends its permission set.",
    ),
    _row(
        "INACTIVE_OWNER_OR_USER",
        FaultKind.ADMIN,
        "The record belongs to a user who is no longer active: an admin gives it another owner.",
    ),
    _row(
        "STRING_TOO_LONG REQUIRED_FIELD_MISSING MALFORMED_ID",
        FaultKind.ADMIN,
        "The org does not take the note's fields as they are: an admin looks for a field of notes that was made "
        "required or shorter, and the playbook's author for a title that is too long.",
    ),
    _row(
        "FIELD_CUSTOM_VALIDATION_EXCEPTION",
        FaultKind.ADMIN,
        "A validation rule of the org refuses the note: an admin exempts the integration user from it.",
    ),
    _row(
        "UNAVAILABLE_RECORDTYPE_EXCEPTION",
        FaultKind.ADMIN,
        "The integration user may not use the record type: an admin extends its permission set.",
    ),
    _row(
        "LICENSE_LIMIT_EXCEEDED PACKAGE_LICENSE_REQUIRED",
        FaultKind.ADMIN,
        "The integration user lacks a licence: an admin assigns one.",
    ),
    _row(
        "CANNOT_EXECUTE_FLOW_TRIGGER APEX_ERROR",
        FaultKind.ADMIN,
        "A trigger or flow of the org refuses the note: an admin looks into it.",
    ),
    _row(
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        FaultKind.ADMIN,
        "A trigger or flow of the org refuses the note: an admin looks into it.",
        words="trigger|flow|execution",
    ),
    _row(
        "API_DISABLED API_DISABLED_FOR_ORG API_CURRENTLY_DISABLED",
        FaultKind.ORG,
        "The API is off for the org or for the integration user: an admin turns it on (the edition must have it, the "
        "permission set “API Enabled”).",
    ),
    _row(
        "UNSUPPORTED_API_VERSION GONE",
        FaultKind.ORG,
        "The org does not offer this API version: the operator sets COACH_SALESFORCE_API_VERSION to another.",
    ),
    _row(
        "REDIRECTED",
        FaultKind.ORG,
        "The org's address has moved: the operator sets COACH_SALESFORCE_URL to its present My Domain address.",
    ),
    _row(
        "INVALID_FIELD INVALID_FIELD_FOR_INSERT_UPDATE",
        FaultKind.FIELD,
        "The org does not show a field that is needed: an admin gives the integration user access to it.",
    ),
    _row(
        "FUNCTIONALITY_NOT_ENABLED NOTES_OFF",
        FaultKind.SHAPE,
        "The org does not have notes: an admin turns on Notes (Setup → Notes Settings), and gives the integration user "
        "access to them.",
    ),
    # --- errors about this way of calling, or about one record among many
    _row(
        "METHOD_NOT_ALLOWED OPERATION_NOT_ALLOWED INVALID_TYPE_FOR_OPERATION INVALID_TYPE EXCEEDED_ID_LIMIT "
        "INVALID_BATCH_OPERATION CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY UNSUPPORTED_MEDIA_TYPE",
        FaultKind.SHAPE,
        "The org does not offer what is needed for notes: an admin turns on Notes (Setup → Notes Settings), and gives "
        "the integration user access to them.",
    ),
    _row(
        "PROCESSING_HALTED ALL_OR_NONE_OPERATION_ROLLED_BACK",
        FaultKind.INNOCENT,
        "It was held back because of another record in the same call.",
        _SECONDS,
    ),
    _row("UNKNOWN_EXCEPTION", FaultKind.SPOILED, "Salesforce failed without saying why.", _MINUTE),
    # --- any other code whose name says that time helps
    _row(
        "",
        FaultKind.AGAIN,
        "Salesforce asks to come back later.",
        _MINUTE,
        like=r"UNAVAILABLE|TIME_?D?_?OUT|IN_PROGRESS|IN_PROCESS|_LOCK|LOCKED|TEMPORAR|TOO_MANY_REQ|RETRY|TRY_AGAIN|LATER"
        r"|INTERNAL_|BUSY|MAINTENANCE|THROTTL|QUOTA|RATE_LIMIT|REQUEST_LIMIT|LIMIT_EXCEEDED|OVERLOAD",
    ),
    # --- Coach's own codes
    _row("ANSWER_LOST", FaultKind.LOST, "The answer was lost: what was asked for may have been done.", _SECONDS),
    _row(
        "NOT_REACHED",
        FaultKind.AGAIN,
        "Salesforce could not be reached: if it lasts, the operator checks the org's address and the way to it.",
        _HALF_A_MINUTE,
    ),
    _row(
        "NOT_JSON",
        FaultKind.AGAIN,
        "Something answered in Salesforce's place: if it lasts, the operator checks the way to the org.",
        _HALF_A_MINUTE,
    ),
)
