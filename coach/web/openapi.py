"""The OpenAPI description of the JSON endpoint, in the dialect that Salesforce's External Services import."""

import json
from functools import partial
from importlib.resources import files
from typing import Any

from flask import Blueprint

from coach.web.viewer import public


def blueprint(version: str) -> Blueprint:
    """``GET /openapi.json``."""
    openapi = Blueprint("openapi", __name__)
    openapi.add_url_rule("/openapi.json", endpoint="openapi", view_func=partial(document, version))
    return openapi


@public
def document(version: str) -> dict[str, Any]:
    """The OpenAPI 3.0.3 document.

    3.0.3, because External Services do not accept 3.1. Other features that they do not accept are avoided: alternatives
    (oneOf, anyOf), response headers, and names that are no Apex identifiers.
    """
    content: dict[str, Any] = json.loads((files("coach.web") / "openapi.json").read_text(encoding="utf-8"))
    content["info"]["version"] = version
    return content
