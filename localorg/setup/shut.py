"""Answers in place of the whole org, including sign-in: a redirect to another address, or maintenance."""

import json

from flask import Response, request

from localorg.switches import Switches

_MOVED = '<html><head><title>Moved</title></head><body>The URL has moved to <a href="{0}">{0}</a></body></html>'
# Recorded from orgs in maintenance; the same code and status as while an instance is overloaded.
_DOWN = [{"message": "Server is temporarily unavailable", "errorCode": "SERVER_UNAVAILABLE"}]


def shut(switches: Switches) -> Response | None:
    """The answer to the current request; None if the org is open.

    After a My Domain is renamed, the old name redirects to the new one for a while:
    https://help.salesforce.com/s/articleView?id=xcloud.domain_name_redirections.htm
    """
    if switches.my_domain_moved:
        address = switches.my_domain_moved.rstrip("/") + request.full_path.rstrip("?")
        return Response(_MOVED.format(address), 302, {"Location": address}, content_type="text/html;charset=UTF-8")
    if switches.maintenance:
        return Response(json.dumps(_DOWN), 503, content_type="application/json;charset=UTF-8")
    return None
