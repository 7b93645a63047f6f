"""Diagnose refusals of the whole call: the address has moved, or the API version is not offered.

The refusal itself says neither: for an old version, the answer has the words for a record that does not exist.
"""

import re
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3

from coach.config.address import is_salesforce
from coach.errors import CoachError
from coach.salesforce.faults import Fault, FaultKind, error, rule
from coach.salesforce.settings import OrgSettings
from coach.salesforce.transport import Moved, OrgSession, reason_of

VERSIONS_PATH = "/services/data"
_HOST = re.compile(r"[a-z0-9.-]{1,253}")


def redirected(location: str, status: int = 302) -> Fault:
    """The fault of an org that answers with a redirect. It names the new address if that looks like an org's."""
    host = (urlsplit(location).hostname or "").lower()
    if is_salesforce(f"https://{host}"):
        sentence = f"The org's address has moved to https://{host}: the operator sets COACH_SALESFORCE_URL to it."
    elif _HOST.fullmatch(host):
        sentence = (
            f"The org's address redirects to {host}, which is no My Domain address: the org has moved, and the "
            "operator sets COACH_SALESFORCE_URL to its present address, or a proxy stands in between."
        )
    else:
        sentence = ""
    return Fault("REDIRECTED", "", status, sentence)


def unreached(failure: requests.RequestException) -> Fault:
    """The fault of an org that was not reached at all."""
    reason = reason_of(failure)
    sentence = ""
    if isinstance(reason, urllib3.exceptions.NameResolutionError):
        sentence = (
            "The org's address is not known to this machine's name server: the operator checks COACH_SALESFORCE_URL, "
            "which may have moved, and the machine's network."
        )
    elif isinstance(reason, urllib3.exceptions.SSLError):
        sentence = (
            "The certificate of the org's address is not trusted: the operator checks the address, and whether a proxy "
            "opens what is encrypted."
        )
    return Fault("NOT_REACHED", sentence=sentence)


class Lookout:
    """Asks the org, without signing in, which versions it offers: such a request does not count as an API call.

    Source: REST API Developer Guide, "Versions".
    """

    def __init__(self, settings: OrgSettings, session: OrgSession) -> None:
        self._settings = settings
        self._session = session
        self._offered = False

    def looked_into(self, fault: Fault) -> CoachError | None:
        """The error that says why the whole call found nothing; None if the version is not the reason."""
        gone = rule(fault).kind is FaultKind.GONE and fault.status == 404
        if self._offered or not (gone or fault.code in ("UNSUPPORTED_API_VERSION", "GONE") or fault.status == 410):
            return None
        offered = self._versions()
        if not offered or self._settings.api_version in offered:
            self._offered = bool(offered) and gone
            return None
        newest = max(offered, key=float)
        sentence = (
            f"The org does not offer version {self._settings.api_version} of its API; it offers up to {newest}: the "
            f"operator sets COACH_SALESFORCE_API_VERSION={newest}, or leaves it out."
        )
        return error(Fault("UNSUPPORTED_API_VERSION", fault.message, fault.status, sentence))

    def _versions(self) -> frozenset[str]:
        """The versions that the org offers; empty if no org answers."""
        try:
            listed = self._session.get(self._settings.url + VERSIONS_PATH).json()
        except (Moved, requests.RequestException, ValueError, RecursionError):
            return frozenset()
        return frozenset(versions_in(listed))

    def page_instead(self, status: int) -> CoachError:
        """The error for a page that came instead of an answer: the address may have moved, or lead elsewhere."""
        try:
            response = self._session.get(self._settings.url + VERSIONS_PATH)
        except Moved as answer:
            return error(redirected(answer.location, answer.status))
        except requests.RequestException:
            response = None
        try:
            answers = response is not None and bool(versions_in(response.json()))
        except (requests.RequestException, ValueError, RecursionError):
            answers = False
        if answers:
            sentence = (
                f"The org's sign-in answered with a page (HTTP status {status}), and the rest of its address does "
                "not: if it lasts, the operator checks what stands in between."
            )
        else:
            sentence = (
                f"The org's address answered with a page instead of an answer (HTTP status {status}): it is a page for "
                "maintenance, or the address is no longer the org's; if it lasts, the operator sets "
                "COACH_SALESFORCE_URL to the org's present My Domain address, and checks the proxies on the way."
            )
        return error(Fault("NOT_JSON", "", status, sentence))


def versions_in(listed: Any) -> list[str]:
    """The versions that an answer lists; empty if the answer is not the org's."""
    entries = listed if isinstance(listed, list) else []
    found = (entry.get("version") for entry in entries if isinstance(entry, dict))
    return [version for version in found if isinstance(version, str) and re.fullmatch(r"\d{2,3}\.\d", version)]
