"""What the gunicorn of ``test_gunicorn`` serves: the web process over fakes."""

from dataclasses import replace

from flask import Flask

from coach.web import create_web
from tests.web.fakes import FakeCoach

LIMIT = 100_000


def create() -> Flask:
    return create_web(replace(FakeCoach().deps(), body_limit=LIMIT))
