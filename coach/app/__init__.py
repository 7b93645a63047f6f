"""The one composition root: settings in, everything wired out. Nothing connects to anything before it is used.

``build``      the wiring; ``once`` for what each process builds for itself
``service``    what comes of it: the web application, the pipeline, the figures
``parts``      one part alone, for a command
``store``      what all slices keep, as the one store; ``migrate`` brings its database up to date
``org``        what the org is asked and told, as the one Org port
``factory``    the web process; ``deps`` is what it is given, ``serve`` runs it
``pages``      each page and door, with what it needs; ``readiness`` says what must be in place
``canary``, ``doctor``   a message sent to see whether it arrives; the facts for ``coach doctor``
``terms``      settings, in the terms of the parts that they are for
"""

from coach.app.build import build, build_from_environment
from coach.app.service import App

__all__ = ["App", "build", "build_from_environment"]
