"""Resources about the API itself: versions, resources, the caller."""

from typing import Any

from localorg.errors import ApiError, not_found
from localorg.rest.allowances import limits
from localorg.rest.failures import not_enabled, version_retired
from localorg.rest.messages import RestRequest, RestResponse
from localorg.rest.org import Org
from localorg.rest.router import Route

_SEASONS = ("Spring", "Summer", "Winter")
_FIRST_SEASON_YEAR = 14
_FIRST = 21


def versions(offered: tuple[int, int]) -> list[dict[str, str]]:
    """The list of versions, oldest first."""
    oldest, newest = offered
    numbers = range(oldest, newest + 1)
    return [{"label": label(n), "url": f"/services/data/v{n}.0", "version": f"{n}.0"} for n in numbers]


def label(number: int) -> str:
    """The release of a version: 67 is Summer '26. A winter release has the number of the next year."""
    season = _SEASONS[(number - 30) % 3]
    year = _FIRST_SEASON_YEAR + (number - 30) // 3 + (season == "Winter")
    return f"{season} '{year}"


def check_version(text: str, offered: tuple[int, int]) -> str:
    """``67.0`` for ``v67.0``. Raises ApiError: 410 for a retired version, 404 for one that does not exist."""
    oldest, newest = offered
    number, _, minor = text.removeprefix("v").partition(".")
    if not text.startswith("v") or minor != "0" or not number.isdecimal() or not number.isascii():
        raise not_found()
    if _FIRST <= int(number) < oldest:
        raise version_retired(text)
    if not oldest <= int(number) <= newest:
        raise not_found()
    return f"{int(number)}.0"


def resource_list(org: Org, request: RestRequest) -> RestResponse:
    """The addresses of the resources under a version."""
    names = ("composite", "limits", "query", "queryAll", "recent", "sobjects", "tooling", "chatter")
    identity = f"{request.base_url}/id/{org.directory.organization_id}/{request.user_id}"
    return RestResponse(body={**{name: request.url(f"/{name}") for name in names}, "identity": identity})


def recent(_org: Org, _request: RestRequest) -> RestResponse:
    """Records that the user recently viewed on pages. Always empty, because reads through the API do not count."""
    return RestResponse(body=[])


def search(_org: Org, _request: RestRequest) -> RestResponse:
    """Full-text search: refused, because this org has no index for it."""
    raise not_enabled("Search is not enabled for this organization. Use a SOQL query.")


def me(org: Org, request: RestRequest) -> RestResponse:
    """The caller, in Chatter's format for a person."""
    person = org.directory.by_id(request.user_id)
    if person is None:
        raise ApiError(404, "NOT_FOUND", "The requested resource does not exist")
    shown: dict[str, Any] = {
        "id": person.id,
        "name": person.name,
        "displayName": person.name,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "username": person.username,
        "email": person.email,
        "title": person.title,
        "isActive": person.active,
        "type": "User",
        "url": request.url(f"/chatter/users/{person.id}"),
    }
    return RestResponse(body=shown)


ROUTES = (
    Route("GET", "/", resource_list),
    Route("GET", "/limits", limits),
    Route("GET", "/recent", recent),
    Route("GET", "/search", search),
    Route("GET", "/parameterizedSearch", search),
    Route("POST", "/parameterizedSearch", search),
    Route("GET", "/chatter/users/me", me),
)
