"""Points in time, in the format of the REST API, which the database uses too."""

from datetime import UTC, datetime


def moment_text(moment: datetime) -> str:
    """``2026-05-01T07:25:37.000+0000``: UTC, milliseconds. The texts sort in the order of time."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}+0000"
