"""External Client App Manager: an app, its flows, its policies, its key and secret."""

import secrets
from dataclasses import replace

from localorg.apps.clients import CLIENT_CREDENTIALS, JWT_BEARER, WEB_SERVER, Client
from localorg.oauth.assertions import public_key
from localorg.pages.setup.context import Area, SetupContext, Typed, address
from localorg.pages.setup.switched import of_page, save, switch_form
from localorg.pages.setup.view import Facts, Form, Input, Line, Link, Part, Table, View, ticked
from localorg.switches import Page

_APPS = Page.APPS.value
_FLOWS = {
    CLIENT_CREDENTIALS: "Enable Client Credentials Flow",
    JWT_BEARER: "Enable JWT Bearer Flow",
    WEB_SERVER: "Enable Authorization Code and Credentials Flow",
}
_SCOPES = {
    "api": "Manage user data via APIs (api)",
    "openid": "Access unique user identifiers (openid)",
    "id": "Access the identity URL service (id, profile, email, address, phone)",
    "refresh_token": "Perform requests at any time (refresh_token, offline_access)",
    "web": "Manage user data via Web browsers (web)",
    "full": "Full access (full)",
}
_PKCE = "Require Proof Key for Code Exchange (PKCE) extension for Supported Authorization Flows"
_DISTRIBUTIONS = (("Local", "Local"), ("Packaged", "Packaged"))
_PERMITTED = (
    ("self", "All users may self-authorize"),
    ("approved", "Admin approved users are pre-authorized"),
)


def area() -> Area:
    """The entry of Quick Find."""
    return Area(_APPS, "Apps", _show, {"new": _create, "settings": _settings, "policies": _policies, "switch": _switch})


def _show(org: SetupContext, rest: list[str]) -> View:
    match rest:
        case []:
            return _all(org)
        case ["new"]:
            return View("New External Client App", [_app_form(None)], [Link(_APPS, address(_APPS))])
        case _:
            return _one(org, org.clients.get(rest[0]))


def _all(org: SetupContext) -> View:
    rows: list[Line] = [[Link(app.name, address(_APPS, app.key)), app.key] for app in org.clients.apps()]
    above = [Link("New External Client App", address(_APPS, "new"))]
    parts: list[Part] = [
        Table("External Client Apps", ["Name", "Consumer Key"], rows, above),
        switch_form(org, of_page(Page.APPS), "How this org signs in"),
    ]
    return View(_APPS, parts)


def _app_form(app: Client | None) -> Form:
    known = app or Client("", "", flows=frozenset(), permitted="self")
    inputs = [
        Input("name", "External Client App Name", known.name, required=True),
        Input("contact", "Contact Email", known.contact, "email"),
        Input("distribution", "Distribution State", known.distribution, "select", _DISTRIBUTIONS),
        Input("oauth", "Enable OAuth", "on", "checkbox"),
        Input("redirects", "Callback URL", "\n".join(known.redirects), "area"),
        *(
            Input(f"scope.{scope}", words, ticked(scope in known.scopes), "checkbox")
            for scope, words in _SCOPES.items()
        ),
        *(Input(f"flow.{flow}", words, ticked(flow in known.flows), "checkbox") for flow, words in _FLOWS.items()),
        Input("pkce", _PKCE, ticked(known.pkce), "checkbox"),
        Input("certificate", "Certificate (PEM) for the JWT Bearer Flow", known.certificate, "area"),
    ]
    return Form(
        "Settings: API (Enable OAuth Settings)", inputs, "settings" if app else "new", "Save" if app else "Create"
    )


def _create(org: SetupContext, _rest: list[str], typed: Typed) -> str:
    key = f"3MVG9{secrets.token_urlsafe(60)}"[:85]
    blank = Client(key, "", secrets.token_hex(32).upper(), permitted="self", flows=frozenset())
    org.clients.put(_with_settings(blank, typed))
    return address(_APPS, key)


def _settings(org: SetupContext, rest: list[str], typed: Typed) -> str:
    org.clients.put(_with_settings(org.clients.get(rest[0]), typed))
    return address(_APPS, rest[0])


def _with_settings(app: Client, typed: Typed) -> Client:
    if "oauth" not in typed:
        raise ValueError("Enable OAuth: without it the app has neither key nor secret.")
    scopes = tuple(scope for scope in _SCOPES if f"scope.{scope}" in typed)
    if not scopes:
        raise ValueError("Choose at least one OAuth scope.")
    certificate = typed.get("certificate", "").strip()
    if certificate:
        public_key(certificate)
    flows = frozenset(flow for flow in _FLOWS if f"flow.{flow}" in typed)
    if JWT_BEARER in flows and not certificate:
        raise ValueError("The JWT Bearer Flow needs a certificate.")
    redirects = tuple(typed.get("redirects", "").split())
    if not redirects:
        raise ValueError("Callback URL: You must enter a value")
    name = typed["name"].strip()
    return replace(
        app,
        name=name,
        contact=typed.get("contact", "").strip(),
        distribution=typed.get("distribution", app.distribution),
        scopes=scopes,
        flows=flows,
        redirects=redirects,
        certificate=certificate,
        pkce="pkce" in typed,
    )


def _one(org: SetupContext, app: Client) -> View:
    sets = org.records.select("PermissionSet")
    policies = [
        Input("permitted", "Permitted Users", app.permitted, "select", _PERMITTED),
        *(
            Input(
                f"set.{row['Name']}",
                f"Selected Permission Set: {row['Label']}",
                ticked(row["Name"] in app.permission_sets),
                "checkbox",
            )
            for row in sets
        ),
        Input("client_credentials", "Enable Client Credentials Flow", ticked(app.run_as), "checkbox"),
        Input("run_as", "Run As", app.run_as, help="The user name of the user that the app acts as."),
    ]
    keys: dict[str, str | Link] = {"Consumer Key": app.key, "Consumer Secret": app.secret or "(none: a public client)"}
    parts: list[Part] = [
        Form("Policies: OAuth Policies and App Policies", policies, "policies"),
        _app_form(app),
        Facts("Consumer Key and Secret", keys),
    ]
    return View(app.name, parts, [Link(_APPS, address(_APPS))])


def _policies(org: SetupContext, rest: list[str], typed: Typed) -> str:
    app = org.clients.get(rest[0])
    run_as = typed.get("run_as", "").strip() if "client_credentials" in typed else ""
    if run_as and not org.records.select("User", Username=run_as):
        raise ValueError(f"Run As: no user has the user name {run_as}.")
    if run_as and CLIENT_CREDENTIALS not in app.flows:
        raise ValueError("Enable Client Credentials Flow in the app's settings first.")
    chosen = tuple(str(row["Name"]) for row in org.records.select("PermissionSet") if f"set.{row['Name']}" in typed)
    org.clients.put(replace(app, permitted=typed["permitted"], permission_sets=chosen, run_as=run_as))
    return address(_APPS, app.key)


def _switch(org: SetupContext, _rest: list[str], typed: Typed) -> str:
    save(org, of_page(Page.APPS), typed)
    return address(_APPS)
