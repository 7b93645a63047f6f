"""What Celery (``wsgi:celery``) loads, and any WSGI server (``wsgi:app``); ``coach serve`` needs neither."""

from coach.app import build_from_environment

coach = build_from_environment()
app = coach.web()
celery = coach.celery
