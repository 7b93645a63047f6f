"""Points in time as REST shows them and the database keeps them."""

from datetime import UTC, datetime


def moment_text(moment: datetime) -> str:
    """``2026-05-01T07:25:37.000+0000``: UTC, milliseconds. Texts sort as the moments do."""
    utc = moment.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}+0000"
