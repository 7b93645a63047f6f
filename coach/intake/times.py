"""Parse the times that senders write."""

from datetime import UTC, datetime


def utc(text: str) -> datetime:
    """An ISO 8601 time in UTC; a time without a zone is taken to be UTC.

    Raises ValueError if it is not such a time, or lies outside the years 1 to 9999.
    """
    time = datetime.fromisoformat(text.strip())
    try:
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("is out of range") from error
