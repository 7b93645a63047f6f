"""The errors of the token endpoint, in Salesforce's wording."""


class OAuthError(Exception):
    """``{"error", "error_description"}`` with an HTTP status, which is 400 for most errors."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status


def app_not_found() -> OAuthError:
    """No client has this key."""
    return OAuthError("invalid_client_id", "client identifier invalid")


def bad_secret() -> OAuthError:
    """The client's secret is wrong."""
    return OAuthError("invalid_client", "invalid client credentials")


def no_run_as_user() -> OAuthError:
    """The client is not set up to act without a person, or its user is gone or inactive."""
    return OAuthError("invalid_grant", "no client credentials user enabled")


def unsupported_grant() -> OAuthError:
    """Not a grant, or one that this org does not offer, such as the password grant."""
    return OAuthError("unsupported_grant_type", "grant type not supported")


def missing_parameter(name: str) -> OAuthError:
    """A required parameter has no value."""
    return OAuthError("invalid_request", f"missing required parameter: {name}")


def invalid_assertion() -> OAuthError:
    """Not a JWT, not signed with the registered key, or a claim is missing."""
    return OAuthError("invalid_grant", "invalid assertion")


def expired_assertion() -> OAuthError:
    """A JWT whose time is over."""
    return OAuthError("invalid_grant", "expired authorization code")


def invalid_audience() -> OAuthError:
    """A JWT that was made for another server."""
    return OAuthError("invalid_grant", "audience is invalid")


def not_approved() -> OAuthError:
    """No such user, or not one who may use this client."""
    return OAuthError("invalid_grant", "user hasn't approved this consumer")


def not_admin_approved() -> OAuthError:
    """The user holds none of the app's permission sets."""
    return OAuthError("invalid_app_access", "user is not admin approved to access this app")


def inactive_user() -> OAuthError:
    """The user exists, but is switched off."""
    return OAuthError("inactive_user", "user is inactive")


def expired_code() -> OAuthError:
    """An authorization code that is too old, used, or made for another client."""
    return OAuthError("invalid_grant", "expired authorization code")


def invalid_code() -> OAuthError:
    """No such authorization code."""
    return OAuthError("invalid_grant", "invalid authorization code")


def invalid_verifier() -> OAuthError:
    """The code verifier does not match the challenge of the authorization request."""
    return OAuthError("invalid_grant", "invalid code verifier")


def redirect_mismatch() -> OAuthError:
    """The redirect address is not one of the client's, or not the one the code was sent to."""
    return OAuthError("redirect_uri_mismatch", "redirect_uri must match configuration")


def expired_refresh_token() -> OAuthError:
    """No such refresh token, or it was revoked."""
    return OAuthError("invalid_grant", "expired access/refresh token")


def sign_in_refused() -> OAuthError:
    """Sign-in fails although the request is valid, as clients see it while logins are locked."""
    return OAuthError("invalid_grant", "authentication failure")
