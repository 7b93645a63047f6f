"""What the server of ``raw.served`` serves: the web process over fakes."""

import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta

from coach.web import create_web
from coach.web.serve import serve
from tests.web.fakes import FakeCoach

LIMIT = 100_000
TRIES = 3
"""How often somebody may fail to show who they are before they are told to wait."""

if __name__ == "__main__":
    failed = Counter[str]()

    def too_many(address: str) -> timedelta | None:
        failed[address] += 1
        return timedelta(minutes=1) if failed[address] > TRIES else None

    deps = replace(FakeCoach().deps(), body_limit=LIMIT, too_many=too_many)
    serve(create_web(deps), "127.0.0.1", 0, proxies=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
