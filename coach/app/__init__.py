"""The one composition root: settings in, everything wired out. Nothing connects to anything before it is used.

``build``      the wiring; ``once`` for what each process builds for itself
``service``    what comes of it: the web application, the pipeline, the figures
``pages``      each page and door, with what it needs; ``readiness`` says what must be in place
``terms``      settings, in the terms of the parts that they are for
"""

from coach.app.build import build, build_from_environment
from coach.app.service import App

__all__ = ["App", "build", "build_from_environment"]
