"""The user of a session, in the three formats that Salesforce has for it."""

from collections.abc import Collection
from typing import Any

from localorg.sessions.directory import Person


def identity(base_url: str, organization_id: str, person: Person) -> dict[str, Any]:
    """The answer of the identity address, ``/id/ORG/USER``."""
    return {
        "id": f"{base_url}/id/{organization_id}/{person.id}",
        "asserted_user": True,
        "user_id": person.id,
        "organization_id": organization_id,
        "username": person.username,
        "nick_name": person.username.partition("@")[0],
        "display_name": person.name,
        "email": person.email,
        "email_verified": True,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "timezone": person.timezone,
        "active": person.active,
        "user_type": "STANDARD",
        "language": person.language,
        "locale": person.locale,
        "utcOffset": 0,
        "urls": _urls(base_url, organization_id, person.id),
        "is_app_installed": True,
    }


def userinfo(base_url: str, organization_id: str, person: Person) -> dict[str, Any]:
    """The answer of OpenID's userinfo endpoint."""
    return {
        "sub": f"{base_url}/id/{organization_id}/{person.id}",
        "user_id": person.id,
        "organization_id": organization_id,
        "preferred_username": person.username,
        "nickname": person.username.partition("@")[0],
        "name": person.name,
        "email": person.email,
        "email_verified": True,
        "given_name": person.first_name,
        "family_name": person.last_name,
        "zoneinfo": person.timezone,
        "profile": f"{base_url}/{person.id}",
        "address": {},
        "urls": _urls(base_url, organization_id, person.id),
        "active": person.active,
        "user_type": "STANDARD",
        "language": person.language,
        "locale": person.locale,
        "utcOffset": 0,
        "is_app_installed": True,
    }


_OPEN = ("sub", "user_id", "organization_id")
_EMAIL = ("email", "email_verified")


def told_to(scopes: Collection[str], claims: dict[str, Any]) -> dict[str, Any]:
    """The claims that the scopes allow (OpenID Connect Core 5.4); ``id`` and ``full`` allow all."""
    if {"id", "full", "profile"} & set(scopes):
        return claims
    opened = (*_OPEN, *_EMAIL) if "email" in scopes else _OPEN
    return {name: claims[name] for name in opened}


def discovery(base_url: str) -> dict[str, Any]:
    """The OpenID configuration."""
    return {
        "issuer": base_url,
        "authorization_endpoint": f"{base_url}/services/oauth2/authorize",
        "token_endpoint": f"{base_url}/services/oauth2/token",
        "revocation_endpoint": f"{base_url}/services/oauth2/revoke",
        "userinfo_endpoint": f"{base_url}/services/oauth2/userinfo",
        "introspection_endpoint": f"{base_url}/services/oauth2/introspect",
        "jwks_uri": f"{base_url}/id/keys",
        "scopes_supported": ["api", "full", "id", "openid", "refresh_token", "web"],
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "grant_types_supported": [
            "authorization_code",
            "refresh_token",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
        ],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": ["sub", "user_id", "organization_id", "preferred_username", "name", "email", "active"],
    }


def _urls(base_url: str, organization_id: str, user_id: str) -> dict[str, str]:
    """API addresses for a user; the client fills in ``{version}``."""
    data = f"{base_url}/services/data/v{{version}}"
    return {
        "rest": f"{data}/",
        "sobjects": f"{data}/sobjects/",
        "query": f"{data}/query/",
        "search": f"{data}/search/",
        "recent": f"{data}/recent/",
        "tooling_rest": f"{data}/tooling/",
        "profile": f"{base_url}/{user_id}",
        "users": f"{data}/chatter/users",
        "custom_domain": base_url,
        "enterprise": f"{base_url}/services/Soap/c/{{version}}/{organization_id[:15]}",
        "partner": f"{base_url}/services/Soap/u/{{version}}/{organization_id[:15]}",
    }
