"""The composition root: takes the settings and wires everything. Nothing connects to anything before it is used.

``build``      the wiring; ``once`` for what each process builds for itself
``service``    the result: the web application, the pipeline, the figures
``parts``      single parts, for commands
``store``      the tables of all slices behind one store; ``migrate`` brings its database up to date
``org``        the Org port over Salesforce; ``org_notes``: the notes in it; ``connection``: what both share
``factory``    the web process; ``deps`` are its dependencies, ``serve`` runs it
``pages``      each page and endpoint, with its dependencies; ``readiness`` says what must be in place
``canary``, ``doctor``   an event sent through the whole pipeline as a test; the facts for ``coach doctor``
``terms``      settings converted for the parts that use them
"""

from coach.app.build import build, build_from_environment
from coach.app.service import App

__all__ = ["App", "build", "build_from_environment"]
