"""What the server of ``raw.served`` serves: the web process over fakes."""

import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from flask import Response

from coach.app.factory import create_web
from coach.app.serve import serve
from coach.logs import set_up_logs
from coach.web.viewer import public
from tests.web.fakes import FakeCoach

LIMIT = 100_000
TRIES = 3
"""How often somebody may fail to show who they are before they are told to wait."""

LONG = 24
"""Megabytes of a long answer: more than waitress keeps by itself of one, and the buffers on the way."""


@public
def long_answer(token: str) -> Response:
    """As long as an export, in pieces, whatever the address ends in."""
    return Response(b"x" * 2**20 for _ in range(LONG))


if __name__ == "__main__":
    failed = Counter[str]()

    def too_many(address: str) -> timedelta | None:
        failed[address] += 1
        return timedelta(minutes=1) if failed[address] > TRIES else None

    deps = replace(FakeCoach().deps(), body_limit=LIMIT, too_many=too_many)
    set_up_logs("text", "info")
    web = create_web(deps)
    web.add_url_rule("/long/<token>", view_func=long_answer)
    serve(web, "127.0.0.1", 0, proxies=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
