"""Explain database failures in sentences that say who must act.

PostgreSQL's client gives no code for a failed connection, only words, and those may quote the address; so they are
searched but never passed on.
Source: PostgreSQL documentation, Appendix A, and src/interfaces/libpq/fe-connect.c for the words.
"""

import re

_CORRECTS = "whoever runs Coach corrects DATABASE_URL."
_NO_HOST = f"No machine has the name of the host in DATABASE_URL: {_CORRECTS}"
_NOT_LET_IN = f"The database server does not take the user name or the password in DATABASE_URL: {_CORRECTS}"
_NO_DATABASE = (
    "The database server has no database of the name in DATABASE_URL: whoever runs Coach creates it or corrects the"
    " name, and says coach migrate."
)
_OTHER_TABLES = (
    "The database does not have the tables of this version of Coach: whoever runs Coach says coach migrate, which"
    " brings them or says why it cannot."
)
_AWAY = "The database server does not answer at the address in DATABASE_URL: it is down, or the address is not its own."
_NO_OPTION = f"DATABASE_URL holds an option that PostgreSQL does not know: {_CORRECTS}"
_NOT_SQLITE = f"The file in DATABASE_URL is no SQLite database: {_CORRECTS}"
_NO_FILE = "The database's file cannot be opened: whoever runs Coach lets it write to the folder that holds the file."
_FULL = "The disk of the database is full, and nothing was kept: whoever runs Coach makes room."

_BY_CODE = {
    "28P01": _NOT_LET_IN,
    "28000": _NOT_LET_IN,
    "3D000": _NO_DATABASE,
    "42P01": _OTHER_TABLES,
    "42703": _OTHER_TABLES,
    "53100": _FULL,
    "SQLITE_NOTADB": _NOT_SQLITE,
    "SQLITE_CANTOPEN": _NO_FILE,
    "SQLITE_CANTOPEN_ISDIR": _NO_FILE,
    "SQLITE_READONLY": _NO_FILE,
    "SQLITE_READONLY_DIRECTORY": _NO_FILE,
    "SQLITE_FULL": _FULL,
}
_BY_WORDS = (
    (r"failed to resolve host|could not translate host name|name or service not known|nodename nor servname", _NO_HOST),
    (
        r"password authentication failed|no password supplied|role .* does not exist|pg_hba|is not permitted to log in",
        _NOT_LET_IN,
    ),
    (r"database .* does not exist", _NO_DATABASE),
    (r"no such (table|column)|has no column named", _OTHER_TABLES),
    (r"invalid (connection option|uri|.* value)|invalid integer value|invalid port number", _NO_OPTION),
    (r"connection refused|timeout expired|connection timeout|no route to host|network is unreachable", _AWAY),
)


def failure_code(error: Exception) -> str:
    """PostgreSQL's SQLSTATE or SQLite's name for the error; never its message, which may quote what was sent."""
    cause = getattr(error, "orig", None)
    return getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or type(error).__name__


def in_words(error: Exception) -> str:
    """What went wrong, and who must act, if somebody must."""
    code = failure_code(error)
    if code in _BY_CODE:
        return _BY_CODE[code]
    words = str(getattr(error, "orig", None) or "")
    for pattern, sentence in _BY_WORDS:
        if re.search(pattern, words, re.IGNORECASE):
            return sentence
    return f"The database could not be used ({code}); nothing was kept."
