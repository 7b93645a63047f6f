"""What gunicorn (``wsgi:app``) and Celery (``wsgi:celery``) load."""

from coach.app import build_from_environment

coach = build_from_environment()
app = coach.web()
celery = coach.celery
