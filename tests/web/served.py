"""What the server of ``test_serve`` serves: the web process over fakes."""

from dataclasses import replace

from coach.web import create_web
from coach.web.serve import serve
from tests.web.fakes import FakeCoach

LIMIT = 100_000

if __name__ == "__main__":
    serve(create_web(replace(FakeCoach().deps(), body_limit=LIMIT)), "127.0.0.1", 0)
