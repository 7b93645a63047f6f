"""Any address of an org that somebody copied → the My Domain address, where integrations sign in.

An org answers under a dozen hosts: pages, Setup, Visualforce, files, sites. Only its My Domain login host accepts
sign-ins and API calls. If a pasted address determines that host for certain, that host is used. If not, the address is
refused, and the error names the right one as far as it can be told.
Source: Salesforce Help, "My Domain URL Formats" and "My Domain Hostnames and URLs with Enhanced Domains".
"""

import re
from urllib.parse import urlsplit

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
WHERE = "Setup → My Domain → Current My Domain URL"

_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_KIND = r"(?:\.(?:sandbox|develop|trailblaze|scratch|demo|patch|stage|free|mfa))?"
"""The part of the host that, with enhanced domains, marks an org that is not a production org."""

_OWN = re.compile(rf"(?P<org>{_LABEL}{_KIND})\.my\.(?P<cloud>salesforce\.com|salesforce\.mil|sfcrmproducts\.cn)\Z")
_SAME_ORG: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"(?P<org>{_LABEL}{_KIND})\.lightning\.force\.com\Z"), "salesforce.com"),
    (re.compile(rf"(?P<org>{_LABEL}{_KIND})\.my\.salesforce-setup\.com\Z"), "salesforce.com"),
    (re.compile(rf"(?P<org>{_LABEL}{_KIND})\.lightning\.crmforce\.mil\Z"), "salesforce.mil"),
    (re.compile(rf"(?P<org>{_LABEL}{_KIND})\.lightning\.sfcrmapps\.cn\Z"), "sfcrmproducts.cn"),
    (re.compile(rf"(?P<org>{_LABEL}{_KIND})\.file\.force\.com\Z"), "salesforce.com"),
)
"""Hosts of pages, Setup and files: the same name with another ending."""
_OF_A_PACKAGE = re.compile(
    rf"(?P<org>{_LABEL})--(?P<package>[a-z0-9_]+)(?P<kind>{_KIND})"
    r"(?:\.[a-z0-9]+)?\.(?:vf\.force|visualforce|visual\.force|container\.force|documentforce|content\.force)\.com\Z"
)
"""Visualforce and content: a package's name follows the org's; the package is ``c`` for the org's own content."""
_OF_AN_INSTANCE = re.compile(
    rf"(?P<org>{_LABEL})\.(?P<instance>(?:na|eu|ap|cs|um|gs|usa|swe|ind|jpn|aus|deu|gbr|fra|can|bra|kor|ita)\d+[a-z]?)"
    r"\.my\.salesforce\.com\Z"
)
"""My Domain from before enhanced domains, which contains the name of an instance."""
_SITE = re.compile(
    rf"(?P<org>{_LABEL}{_KIND})\.(?:my\.site\.com|my\.salesforce-sites\.com|builder\.salesforce-experience\.com"
    r"|preview\.salesforce-experience\.com|livepreview\.salesforce-experience\.com|force\.com|cloudforce\.com"
    r"|database\.com)\Z"
)
_INSTANCE = re.compile(r"(?:[a-z]{2,3}\d+[a-z]{0,2}(?:-api)?(?:\.sfdc-[a-z0-9]+)?)\.salesforce\.com\Z")
_FRONT_DOORS = re.compile(r"(?:login|test|welcome|id|www|help|setup|developer|trailhead|status|appexchange)\.")
_OF_SALESFORCE = re.compile(
    r"(?:^|\.)(?:salesforce\.com|force\.com|salesforce\.mil|crmforce\.mil|site\.com|salesforce-setup\.com"
    r"|salesforce-sites\.com|salesforce-experience\.com|cloudforce\.com|database\.com|sfcrmproducts\.cn|sfcrmapps\.cn"
    r"|visualforce\.com|documentforce\.com)\Z"
)
_WRAPPERS = " \t\r\n\"'`<>“”„‚‘’"


class NotAnAddress(ValueError):
    """``str(error)`` says what the text is instead, and which address to use. It does not name the setting."""


def org_address(text: str) -> str:
    """The org's My Domain address: ``https://`` and the host. Raises NotAnAddress if it cannot be told for certain.

    An address of this machine keeps its scheme and port. An address that is not Salesforce's is used as it is.
    """
    given = text.strip(_WRAPPERS)
    parts = urlsplit(given if "://" in given else f"https://{given}")
    host = _host(given, parts.hostname)
    if host in LOOPBACK_HOSTS:
        return _here(given, parts.scheme, parts.netloc)
    if not _OF_SALESFORCE.search(host):
        return _plain(given.lower() if "://" in given else f"https://{given.lower()}")
    return f"https://{_my_domain(host)}"


def is_salesforce(url: str) -> bool:
    """Whether this is the address of an org that Salesforce hosts."""
    return _OWN.match(urlsplit(url).hostname or "") is not None


def _host(given: str, host: str | None) -> str:
    if "@" in given:
        raise NotAnAddress(f"is a user name, or has one in it: take the address under {WHERE}")
    if not host or not re.fullmatch(r"[a-z0-9.:-]+", host):
        raise NotAnAddress(f"is not an address: take the one under {WHERE}")
    if "." not in host and host not in LOOPBACK_HOSTS and ":" not in host:
        raise NotAnAddress(f"is not a whole address; do you mean https://{host}.my.salesforce.com? See {WHERE}")
    return host.rstrip(".")


def _here(given: str, scheme: str, netloc: str) -> str:
    """A look-alike on this machine: http is its default scheme. A path is dropped, because it belongs to some page."""
    return f"{scheme if '://' in given else 'http'}://{netloc.lower()}"


def _plain(url: str) -> str:
    """An unknown address must be just a scheme and a host, because it is not known what could be dropped from it."""
    parts = urlsplit(url.rstrip("/"))
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
        raise NotAnAddress("must begin with https://")
    if not parts.hostname or parts.username or parts.path or parts.query or parts.fragment:
        raise NotAnAddress("must be just https:// and the host, such as https://example.my.salesforce.com")
    return url.rstrip("/")


def _my_domain(host: str) -> str:
    if own := _OWN.match(host):
        return f"{_enhanced(own['org'])}.my.{own['cloud']}"
    for pattern, cloud in _SAME_ORG:
        if found := pattern.match(host):
            return f"{_enhanced(found['org'])}.my.{cloud}"
    if found := _OF_A_PACKAGE.match(host):
        return f"{_enhanced(found['org'] + found['kind'])}.my.salesforce.com"
    if found := _OF_AN_INSTANCE.match(host):
        return f"{_enhanced(found['org'])}.my.salesforce.com"
    raise NotAnAddress(_instead(host))


def _enhanced(org: str) -> str:
    """Append ``.sandbox`` to a name with ``--``, a sandbox's, as enhanced domains have it; production has no suffix."""
    return f"{org}.sandbox" if "--" in org and "." not in org else org


def _instead(host: str) -> str:
    see = f"take the one under {WHERE}"
    if _FRONT_DOORS.match(host):
        return f"is Salesforce's own page for all orgs ({host}), not your org's address: {see}"
    if _INSTANCE.match(host):
        return f"is the address of an instance ({host}), which many orgs share and which changes: {see}"
    if site := _SITE.match(host):
        right = f"https://{_enhanced(site['org'])}.my.salesforce.com"
        return f"is the address of a site ({host}), where no integration signs in; it is probably {right}: {see}"
    right = f"https://{host.split('.')[0]}.my.salesforce.com"
    return f"is not the org's My Domain address ({host}); that is probably {right}: {see}"
