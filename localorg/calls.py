"""The org's own count of API calls, so that a client's cost is measured from outside the client."""

from collections import Counter
from threading import Lock
from typing import Any


class CallLog:
    """Counts HTTP calls to the data API, refused ones too. A composite is one call. Sign-ins are counted separately."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._calls: Counter[str] = Counter()
        self._statuses: Counter[int] = Counter()
        self._sign_ins = 0

    def call(self, method: str, resource: str, status: int) -> None:
        """Count a call; ``resource`` is the path below the version, without ids and values."""
        with self._lock:
            self._calls[f"{method} {resource}"] += 1
            self._statuses[status] += 1

    def sign_in(self) -> None:
        """Count a request to the token endpoint, successful or not."""
        with self._lock:
            self._sign_ins += 1

    def reset(self) -> None:
        """Count from zero."""
        with self._lock:
            self._calls.clear()
            self._statuses.clear()
            self._sign_ins = 0

    def figures(self) -> dict[str, Any]:
        """``total``, ``by_resource``, ``by_status`` and ``sign_ins``."""
        with self._lock:
            return {
                "total": self._calls.total(),
                "by_resource": dict(self._calls.most_common()),
                "by_status": {str(status): count for status, count in sorted(self._statuses.items())},
                "sign_ins": self._sign_ins,
            }
