"""The user as whom the visitor acts: the one chosen at the top of the page, otherwise the owner of the current deal.

There is no sign-in, because the org listens on this machine only, and its people are fictitious.
"""

from flask import Request
from werkzeug.wrappers import Response

from localorg.records import Records

COOKIE = "localorg_acting_as"


class Acting:
    """Determines the acting user of a request."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def chosen(self, request: Request) -> str | None:
        """The user chosen at the top of the page; None if none was chosen, or the one chosen is not active."""
        user_id = request.cookies.get(COOKIE, "")
        return user_id if user_id and self._works(user_id) else None

    def user_id(self, request: Request, owner_id: str | None = None) -> str:
        """The acting user: the chosen user, else the owner if active, else the administrator."""
        chosen = self.chosen(request)
        if chosen:
            return chosen
        return owner_id if owner_id and self._works(owner_id) else self._records.admin_id

    def _works(self, user_id: str) -> bool:
        user = self._records.get("User", user_id) if user_id.startswith("005") else None
        return bool(user and user["IsActive"])


def choose(response: Response, user_id: str) -> None:
    """Store the choice in the browser; an empty one resets it to "the owner of the deal"."""
    if user_id:
        response.set_cookie(COOKIE, user_id, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(COOKIE)
